"""`folkmoot check`: look at everything that a server needs, and print every fault with its mend.

What it prints holds no password and no person; it may be passed on to whoever helps.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping

from folkmoot.commands.findings import Finding, Probe, State, fault, well


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to look at, and where to send a trial mail."""
    parser.add_argument("--only", action="append", metavar="NAME", help="look at this alone; may be repeated")
    parser.add_argument("--mail-to", metavar="ADDRESS", help="send a trial mail there, too")


def run(options: argparse.Namespace) -> int:
    """Look at everything. Returns 0 when nothing needs mending, else 1; 2 for a wrong name."""
    try:
        import django

        django.setup()
        probes = _probes()
    except SystemExit as wrong:
        print(fault("settings", str(wrong.code), "Mend that first; then run “folkmoot check” again."))
        return 1
    if unknown := set(options.only or ()) - probes.keys():
        print(f"There is no check called {', '.join(sorted(unknown))}. There are: {', '.join(probes)}.")
        return 2
    faults = 0
    for finding in _findings(probes, options):
        print(finding, flush=True)
        faults += finding.state == State.FAULT
    print(f"\n{_said(faults)}")
    return 1 if faults else 0


def _said(faults: int) -> str:
    if not faults:
        return "Nothing needs mending."
    return "One thing needs mending." if faults == 1 else f"{faults} things need mending."


def _probes() -> Mapping[str, Probe]:
    from folkmoot.commands import probes, probes_outside

    return {
        "settings": probes.settings_hold,
        "permissions": probes.permissions,
        "database": probes.database,
        "disk": probes.disk,
        "clock": probes.clock,
        "build": probes.browser_side,
        "mail": probes.mail,
        "administrator": probes.administrator,
        "domain": probes_outside.name,
        "service": probes_outside.service,
        "https": probes_outside.web_server,
    }


def _findings(probes: Mapping[str, Probe], options: argparse.Namespace) -> Iterator[Finding]:
    mail_is_well = True
    for name, probe in probes.items():
        if not options.only or name in options.only:
            for finding in probe():
                mail_is_well = mail_is_well and (
                    name != "mail" or finding.what != "mail" or finding.state != State.FAULT
                )
                yield finding
    if options.mail_to and mail_is_well:
        yield from _trial_mail(options.mail_to)


def _trial_mail(to: str) -> Iterator[Finding]:
    from django.conf import settings

    from folkmoot.programme import smtp
    from folkmoot.programme.mail_trouble import in_plain_words, send_a_trial, what_it_said

    if not settings.MAIL_URL:
        return
    try:
        send_a_trial(settings.MAIL_URL, to, settings.DEFAULT_FROM_EMAIL)
    except smtp.refusals() as trouble:
        yield fault("trial mail", in_plain_words(trouble), f"It said: {what_it_said(trouble)}")
    else:
        yield well("trial mail", f"handed over for {to}; look whether it arrived, and not among the spam")
