"""What `folkmoot check` looks at on the server itself: settings, files, database, disk, clock, mail."""

from __future__ import annotations

import ctypes
import shutil
import stat
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

from folkmoot.commands import settings_file
from folkmoot.commands.findings import Finding, fault, note, well

GIGABYTE = 1024**3
TOO_LITTLE = 1 * GIGABYTE
LITTLE = 5 * GIGABYTE
STUCK = timedelta(hours=1)
_NOT_SYNCHRONISED = 5
"""What the kernel's adjtimex() says of a clock that nothing sets."""


def settings_hold() -> Iterator[Finding]:
    """The address, the host's name and contact, and the switches that no server should have on."""
    if settings.SECURE:
        yield well("address", settings.PUBLIC_URL)
    else:
        said = f"{settings.PUBLIC_URL} is not encrypted, so personal links cross the network in the open."
        yield fault("address", said, "Run “folkmoot setup” and give the domain; it sees to https.")
    if settings.HOST_EMAIL.endswith("@folkmoot.example"):
        said = "nobody stands behind the privacy notice: the contact is the example’s."
        yield fault("contact", said, "Set FOLKMOOT_HOST_EMAIL to an address that somebody reads.")
    else:
        yield well("contact", f"{settings.HOST_NAME}, {settings.HOST_EMAIL}")
    for name, is_on in (("FOLKMOOT_DEBUG", settings.DEBUG), ("FOLKMOOT_DEMO", settings.DEMO)):
        if is_on:
            yield fault("settings", f"{name} is on.", "Take it out of the settings, and start the service again.")


def browser_side() -> Iterator[Finding]:
    """Whether the room's own pages were built."""
    manifest = Path(str(settings.DJANGO_VITE["default"]["manifest_path"]))
    if manifest.exists():
        yield well("browser side", "built")
    else:
        yield fault("browser side", "is not built, so the room cannot open.", "Run “python3 dev.py run true” once.")


def permissions() -> Iterator[Finding]:
    """Whether the service can write its folder, and nobody else can read its secrets."""
    folder = settings.DATA_DIR
    probe = folder / ".can-write"
    try:
        probe.touch()
        probe.unlink()
        yield well("data folder", str(folder))
    except OSError as trouble:
        mend = f"Give it to the service’s user: chown -R folkmoot: {folder}"
        yield fault("data folder", f"{folder} cannot be written ({trouble.strerror}).", mend)
    for file in (settings_file.place(), folder / "secret.key", folder / "folkmoot.sqlite3"):
        if _others_read(file):
            yield fault("permissions", f"everybody on this server can read {file}.", f"chmod o-rwx {file}")


def _others_read(file: Path) -> bool:
    try:
        mode = file.stat().st_mode
        return bool(mode & stat.S_IROTH) and not _is_sheltered(file.parent)
    except OSError:
        return False


def _is_sheltered(folder: Path) -> bool:
    """Whether others cannot even enter the folder."""
    return not folder.stat().st_mode & stat.S_IXOTH


def database() -> Iterator[Finding]:
    """Whether the database answers, is whole, and has today's shape."""
    connection = connections["default"]
    try:
        pending = MigrationExecutor(connection).migration_plan(MigrationExecutor(connection).loader.graph.leaf_nodes())
        broken = _broken()
    except DatabaseError as trouble:
        reason = str(trouble).strip().partition("\n")[0]
        yield fault("database", f"does not answer: {reason}.", "See that it runs, and look at DATABASE_URL.")
        return
    ours = [step for step, _ in pending if step.app_label not in settings.QUEUE_APPS]
    if broken:
        yield fault("database", f"is damaged: {broken}.", "Stop the service and restore the last backup.")
    elif ours:
        mend = "Start the service again: it brings the database up to date first."
        yield fault("database", f"is older than the program by {len(ours)} steps.", mend)
    else:
        yield well("database", f"{connection.display_name}, whole and up to date")


def _broken() -> str:
    if connections["default"].vendor != "sqlite":
        return ""
    with connections["default"].cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        said = str(cursor.fetchone()[0])
    return "" if said == "ok" else said


def disk() -> Iterator[Finding]:
    """Whether there is room for what people write."""
    free = shutil.disk_usage(settings.DATA_DIR).free
    said = f"{free / GIGABYTE:.1f} GB free beside {settings.DATA_DIR}"
    if free < TOO_LITTLE:
        yield fault("disk", said, "Make room, or move FOLKMOOT_DATA: when the disk is full, nothing can be saved.")
    elif free < LITTLE:
        yield note("disk", said, "Enough for now. Make room before the next series.")
    else:
        yield well("disk", said)


def clock() -> Iterator[Finding]:
    """Whether something sets this server's clock: reminders, codes and certificates go by it."""
    newest = Path(__file__).stat().st_mtime
    if time.time() < newest - 86_400:
        yield fault(
            "clock", "is behind: it says a day before this program was written.", "Set it: timedatectl set-ntp true"
        )
    elif _is_unset():
        mend = "Usually “timedatectl set-ntp true” starts it."
        yield note("clock", "nothing on this server keeps its clock right.", mend)
    else:
        yield well("clock", f"kept right; the zone is {settings.TIME_ZONE}")


def _is_unset() -> bool:
    try:
        answer: int = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(512))
    except (AttributeError, OSError):
        return False  # no Linux: then the system's own settings say
    return answer == _NOT_SYNCHRONISED


def mail() -> Iterator[Finding]:
    """Whether the mail server answers and lets us in, and whether mails are stuck."""
    from folkmoot.programme import smtp
    from folkmoot.programme.mail_trouble import in_plain_words, what_it_said

    if not settings.MAIL_URL:
        said = "none is set: no mail leaves, and the desk offers the mails as a sheet to send yourselves."
        yield note("mail", said, "Run “folkmoot setup” to set a mail server or provider.")
        return
    try:
        connection = smtp.connection_to(settings.MAIL_URL)
        assert connection is not None
        connection.open()
        connection.close()
    except smtp.refusals() as trouble:
        yield fault("mail", in_plain_words(trouble), f"It said: {what_it_said(trouble)}")
    else:
        yield well("mail", "the server answers and lets us in")
    yield from _stuck_mails()


def _stuck_mails() -> Iterator[Finding]:
    from folkmoot.kit.time import utc_now
    from folkmoot.programme.models import Mail

    try:
        failed = Mail.objects.filter(status=Mail.Status.FAILED).count()
        stuck = Mail.objects.filter(status=Mail.Status.WAITING, created_at__lt=utc_now() - STUCK).count()
    except DatabaseError:
        return  # the database has a finding of its own
    if failed or stuck:
        said = f"{failed} could not be delivered, {stuck} wait for more than an hour."
        yield fault("mails", said, "The bookings desk of their session shows which, and why.")


def administrator() -> Iterator[Finding]:
    """Whether anybody can sign in to set things up."""
    from django.contrib.auth.models import User

    try:
        found = User.objects.filter(is_staff=True).count()
    except DatabaseError:
        return
    if found:
        yield well("administrator", f"{found} can sign in")
    else:
        yield fault("administrator", "there is none.", "folkmoot admin you@example.org --name 'Your Name'")
