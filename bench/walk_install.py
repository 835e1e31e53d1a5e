"""Walk docs/run/install.md in a fresh Debian, word for word, and time it: `dev.py bench walk_install --root FOLDER`.

FOLDER holds a fresh Debian root, as `debootstrap bookworm FOLDER` makes it. The walk copies the project into it, runs
the page's `sh` blocks in a chroot one after the other, answers what setup asks as a person would, starts what systemd
would start, and fetches a room's page over HTTPS. Needs root, and the ports 80, 2019, 8000 and 8943. Give it a FOLDER
that may be thrown away: it is changed, and not cleaned.
"""

from __future__ import annotations

import argparse
import os
import pty
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "run" / "install.md"
ADDRESS = "https://moot.test:8943"
ANSWERS = {
    "Domain that people will type": ADDRESS,
    "Name of your organisation": "Ashwell Active",
    "E-mail address that answers": "hello@ashwell.example",
    "Time zone": "",
    "1, 2 or 3": "3",
    "Name of the first administrator": "Gwen Rees",
    "E-mail address that they sign in": "gwen@ashwell.example",
}


def main() -> int:
    """Walk. Returns 0 when the room's page came over HTTPS, and `folkmoot check` found nothing to mend."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--root", type=Path, required=True, help="a fresh Debian root")
    parser.add_argument("--authority", type=Path, help="certificate of a proxy between here and the packages, if any")
    options = parser.parse_args()
    root = options.root.resolve()
    _prepare(root, options.authority)
    started = time.monotonic()
    with _mounted(root):
        for number, block in enumerate(_blocks(), start=1):
            if "folkmoot check" in block:
                block = block.replace("folkmoot check", "true")  # what it checks is started below, without systemd
            _step(root, f"block {number}", block, started)
        caddy = "caddy run --config /etc/caddy/Caddyfile"
        with _running(root, "folkmoot serve --port 8000", 8000), _running(root, caddy, 8943):
            _step(root, "caddy trust", "caddy trust", started)
            code = _step(root, "check", "folkmoot check", started, must=False)
            _step(root, "a page over HTTPS", _FETCH, started)
    print(f"\nFrom a fresh root to a page over HTTPS: {(time.monotonic() - started) / 60:.1f} minutes")
    return code


_FETCH = (
    "python3 -c \"import urllib.request as u; p = u.urlopen('"
    + ADDRESS
    + "/join/'); print(p.status, p.headers['Strict-Transport-Security'])\""
)


def _blocks() -> list[str]:
    """The commands of the page, as somebody copies them; for a trial without a public domain, Caddy signs itself."""
    found = re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    setup = "folkmoot setup --own-certificate || [ $? = 3 ]"  # without systemd there is still something to start
    return [block.replace("folkmoot setup", setup) for block in found]


def _prepare(root: Path, authority: Path | None) -> None:
    """What stands before the page's first line: a network, a name that leads here, and a copy of the project."""
    shutil.copy("/etc/resolv.conf", root / "etc" / "resolv.conf")
    hosts = (root / "etc" / "hosts").read_text() if (root / "etc" / "hosts").exists() else ""
    (root / "etc" / "hosts").write_text(hosts + "127.0.0.1 localhost moot.test\n")
    if authority:
        own = root / "usr" / "local" / "share" / "ca-certificates"
        own.mkdir(parents=True, exist_ok=True)
        shutil.copy(authority, own / "proxy.crt")
    place = root / "opt" / "folkmoot"
    place.mkdir(parents=True, exist_ok=True)
    archive = subprocess.run(["git", "-C", str(ROOT), "archive", "HEAD"], check=True, capture_output=True).stdout
    subprocess.run(["tar", "-x", "-C", str(place)], input=archive, check=True)


@contextmanager
def _mounted(root: Path) -> Iterator[None]:
    places = [("proc", "/proc"), ("sysfs", "/sys")]
    for kind, place in places:
        subprocess.run(["mount", "-t", kind, kind, f"{root}{place}"], check=True)
    subprocess.run(["mount", "--bind", "/dev", f"{root}/dev"], check=True)
    subprocess.run(["mount", "--bind", "/dev/pts", f"{root}/dev/pts"], check=False)
    try:
        yield
    finally:
        for place in ("/dev/pts", "/dev", "/sys", "/proc"):
            subprocess.run(["umount", "-l", f"{root}{place}"], check=False)


def _step(root: Path, name: str, words: str, started: float, *, must: bool = True) -> int:
    """Run commands in the root, at a keyboard that answers questions. Gives the exit code."""
    print(f"\n── {name} at {time.monotonic() - started:.0f} s\n{words.strip()}", flush=True)
    child, keyboard = pty.fork()
    if child == 0:
        os.chroot(root)
        os.chdir("/root")
        os.execve("/bin/bash", ["bash", "-ec", words], _environment())
    code = _talk(child, keyboard)
    if code and must:
        sys.exit(f"{name} ended with {code}")
    return code


def _talk(child: int, keyboard: int) -> int:
    heard = ""
    while True:
        try:
            said = os.read(keyboard, 4096).decode(errors="replace")
        except OSError:
            said = ""
        if not said:
            return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print(said, end="", flush=True)
        heard = (heard + said)[-400:]
        line = heard.rpartition("\n")[2]
        answer = next(
            (reply for words, reply in ANSWERS.items() if words in line and line.rstrip().endswith(":")), None
        )
        if answer is not None:
            os.write(keyboard, f"{answer}\n".encode())
            heard = ""


@contextmanager
def _running(root: Path, words: str, port: int) -> Iterator[None]:
    """What systemd would have started."""
    command = ["chroot", str(root), "/bin/bash", "-c", f"exec {words}"]
    log = root / "root" / f"{words.split()[0]}.log"
    with log.open("w") as output:
        process = subprocess.Popen(command, env=_environment(), stdout=output, stderr=subprocess.STDOUT)
    try:
        _wait_for(port, process, log)
        yield
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    sys.exit(f"Nothing answers on port {port}:\n{log.read_text()}")


def _environment() -> dict[str, str]:
    """Of somebody who has just signed in as root."""
    path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    trusted = "/etc/ssl/certs/ca-certificates.crt"
    proxy = dict.fromkeys(("PIP_CERT", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"), trusted)
    return {
        **proxy,
        "PATH": path,
        "HOME": "/root",
        "LANG": "C.UTF-8",
        "TERM": "dumb",
        "DEBIAN_FRONTEND": "noninteractive",
    }


if __name__ == "__main__":
    sys.exit(main())
