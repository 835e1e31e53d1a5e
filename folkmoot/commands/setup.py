"""`folkmoot setup`: ask what a server needs, write its settings, service and web server, and try the mail.

It may be run again at any time: what was answered before is offered, and what is written is written anew. Every
question has an option, so that it also runs without anybody at the keyboard.
"""

from __future__ import annotations

import argparse
import errno
import os
import sys
from pathlib import Path

from folkmoot.commands import questions, settings_file
from folkmoot.commands.installing import Installation, NotInstalled
from folkmoot.commands.questions import Question, WrongAnswer, ask

DOMAIN = Question("Domain that people will type, as in moot.example.org", questions.domain, "--domain")
HOST = Question("Name of your organisation, as people see it", questions.some_words, "--host-name")
CONTACT = Question("E-mail address that answers questions and complaints", questions.mail_address, "--host-email")
ZONE = Question("Time zone", questions.zone, "--zone")
NAME = Question("Name of the first administrator", questions.some_words, "--admin-name")
EMAIL = Question("E-mail address that they sign in with", questions.mail_address, "--admin-email")
TO_MEND = 3
"""The exit code of a server that is set up, where something is still to be mended."""
PORT = Question("Port", questions.whole_number, "--port")


def arguments(parser: argparse.ArgumentParser) -> None:
    """An option for each question, and where things go."""
    for question in (DOMAIN, HOST, CONTACT, ZONE, NAME, EMAIL):
        parser.add_argument(question.option, help=question.words.lower())
    parser.add_argument("--mail-url", help="mail server or provider (docs/run/settings.md); “none”: send by hand")
    parser.add_argument("--mail-from", help="sender of mails (default: the contact)")
    parser.add_argument("--port", help="port on this computer that Folkmoot listens on (default: 8000)")
    parser.add_argument("--web", choices=["caddy", "nginx", "none"], help="web server in front (default: caddy)")
    parser.add_argument("--own-certificate", action="store_true", help="Caddy signs the certificate: for a trial only")
    parser.add_argument("--data", type=Path, help="folder of the data (default: /var/lib/folkmoot as root)")
    parser.add_argument("--user", help="user as whom the service runs (default: folkmoot as root)")
    parser.add_argument("--etc", type=Path, default=Path("/etc"), help="folder of configuration (default: /etc)")
    parser.add_argument("--yes", action="store_true", help="ask nothing: take the options, and what was there before")


def run(options: argparse.Namespace) -> int:
    """Ask, write, start, and check. Returns 0 when all is ready, 3 when something is to be mended, else 2."""
    may_ask = not options.yes and questions.can_ask()
    try:
        before = _before(options)
        settings = _answers(options, before, may_ask=may_ask)
        name = ask(NAME, "", options.admin_name, may_ask=may_ask)
        email = ask(EMAIL, settings["FOLKMOOT_HOST_EMAIL"], options.admin_email, may_ask=may_ask)
        place = Installation(options.etc, settings, own_certificate=options.own_certificate)
        place.install()
        _try_mail(place, email, may_ask=may_ask)
        place.start()
        if place.run("admin", email, "--name", name) != 0:
            place.left_to_do.append("the first administrator: mend what is named above, and run “folkmoot setup” again")
    except WrongAnswer as why:
        print(why, file=sys.stderr)
        return 2
    except (NotInstalled, OSError) as trouble:
        print(
            f"Setting up stopped: {_in_words(trouble)}\nNothing was lost. Mend that, and run “folkmoot setup” again.",
            file=sys.stderr,
        )
        return 2
    except (EOFError, KeyboardInterrupt):
        print("\nStopped. What was written stays; run “folkmoot setup” again to go on.", file=sys.stderr)
        return 2
    return _finish(place)


def _in_words(trouble: NotInstalled | OSError) -> str:
    """Why a file could not be written; a full disk is said as such."""
    if isinstance(trouble, OSError) and trouble.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"the disk is full{f', at {trouble.filename}' if trouble.filename else ''}."
    return str(trouble)


def _before(options: argparse.Namespace) -> dict[str, str]:
    file = options.etc / "folkmoot" / "settings"
    os.environ[settings_file.WHERE] = str(file)
    return settings_file.read(file)


def _answers(options: argparse.Namespace, before: dict[str, str], *, may_ask: bool) -> dict[str, str]:
    """Every setting, the ones from before that nobody asks about among them."""

    def answer(question: Question, setting: str, given: str | None, usual: str = "") -> str:
        return ask(question, before.get(setting, usual), given, may_ask=may_ask)

    address = answer(DOMAIN, "FOLKMOOT_URL", options.domain)
    host = answer(HOST, "FOLKMOOT_HOST_NAME", options.host_name)
    contact = answer(CONTACT, "FOLKMOOT_HOST_EMAIL", options.host_email)
    where = answer(ZONE, "FOLKMOOT_ZONE", options.zone, "Europe/London")
    mail = _mail(options.mail_url, before.get("FOLKMOOT_MAIL_URL", ""), may_ask=may_ask)
    sender = options.mail_from or before.get("FOLKMOOT_MAIL_FROM", "")
    settings = before | {
        "FOLKMOOT_URL": address,
        "FOLKMOOT_HOST_NAME": host,
        "FOLKMOOT_HOST_EMAIL": contact,
        "FOLKMOOT_ZONE": where,
        "FOLKMOOT_MAIL_URL": mail,
        "FOLKMOOT_MAIL_FROM": sender,
        "FOLKMOOT_PORT": PORT.check(options.port or before.get("FOLKMOOT_PORT", "8000")),
        "FOLKMOOT_DATA": str((options.data or Path(before.get("FOLKMOOT_DATA", _usual_data()))).absolute()),
        "FOLKMOOT_USER": before.get("FOLKMOOT_USER", "folkmoot" if _is_root() else "")
        if options.user is None
        else options.user,
        "FOLKMOOT_WEB": options.web or before.get("FOLKMOOT_WEB", "caddy"),
    }
    return {key: value for key, value in settings.items() if value}


def _mail(given: str | None, before: str, *, may_ask: bool) -> str:
    if given is not None:
        return "" if given.strip().lower() == "none" else given.strip()
    return questions.mail_url(before) if may_ask else before


def _try_mail(place: Installation, email: str, *, may_ask: bool) -> None:
    """Send a trial mail to the administrator. Who sits there may mend what was wrong; nothing else is asked again."""
    while place.settings.get("FOLKMOOT_MAIL_URL"):
        print(f"\nTrying the mail, with one to {email} ...", flush=True)
        if place.run("check", "--only", "mail", "--mail-to", email) == 0:
            return
        print("Everything else goes on: mails wait, and go when this works.")
        if not may_ask or not questions.yes("Type the mail server again?", usual=True):
            return
        place.settings["FOLKMOOT_MAIL_URL"] = questions.mail_url(place.settings["FOLKMOOT_MAIL_URL"])
        place.write_settings()


def _finish(place: Installation) -> int:
    print("\nLooking at everything ...", flush=True)
    code = place.run("check")
    for line in place.left_to_do:
        print(f"Still to do: {line}")
    print(f"\nSign in at {place.settings['FOLKMOOT_URL']}/sign-in/")
    return 0 if code == 0 else TO_MEND


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _usual_data() -> str:
    return "/var/lib/folkmoot" if _is_root() else str(Path.home() / "folkmoot")
