"""Putting a server's files where they belong, and starting what is to run: what setup changes in the system."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

from folkmoot.commands import settings_file
from folkmoot.commands.web_server import Site, caddy, nginx, service

OURS = "# Written by “folkmoot setup”."
START_SECONDS = 60.0
ROOT = Path(__file__).resolve().parents[2]


class NotInstalled(Exception):
    """A step that could not be done; the text says which, and why."""


class Installation:
    """One server: its settings, the files made from them, and what is left for somebody to do by hand."""

    def __init__(self, etc: Path, settings: dict[str, str], *, own_certificate: bool = False) -> None:
        self.etc = etc
        self.settings = settings
        self.left_to_do: list[str] = []
        self.site = Site(settings["FOLKMOOT_URL"], int(settings["FOLKMOOT_PORT"]), own_certificate)

    @property
    def settings_place(self) -> Path:
        """The file of settings."""
        return self.etc / "folkmoot" / "settings"

    def install(self) -> None:
        """Make the user and the data folder, and write settings, service and web server.

        Raises:
            NotInstalled: when a command of the system fails.
            OSError: when a file cannot be written; the one before it stays as it was.
        """
        self._make_user()
        self._see_that_the_user_reads_the_program()
        self._make_data_folder()
        self.write_settings()
        self._write_service()
        self._write_web_server()

    def write_settings(self) -> None:
        """Write the settings, for the service's user to read and nobody else."""
        settings_file.write(self.settings_place, self.settings)
        if user := self._user_of_root():
            shutil.chown(self.settings_place.parent, group=user)
            shutil.chown(self.settings_place, group=user)
        print(f"Settings: {self.settings_place}")

    def start(self) -> None:
        """Start the service and the web server, where the system has systemd; else say how, and wait for nothing."""
        if not Path("/run/systemd/system").is_dir() or not self._user_of_root():
            program = Path(sys.executable).parent / "folkmoot"
            where = f"{settings_file.WHERE}={self.settings_place} " if self.etc != Path("/etc") else ""
            self.left_to_do.append(f"start it: {where}{program} serve --port {self.site.port}")
            return
        self._system("systemctl", "daemon-reload")
        self._system("systemctl", "enable", "--quiet", "folkmoot")
        self._system("systemctl", "restart", "folkmoot")
        if (web := self.settings.get("FOLKMOOT_WEB", "none")) != "none":
            self._system("systemctl", "reload-or-restart", web)
        self._wait()

    def run(self, *words: str) -> int:
        """Run another command of Folkmoot with these settings, as the service would. Returns its exit code."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("FOLKMOOT_")}
        environment[settings_file.WHERE] = str(self.settings_place)
        command = [sys.executable, "-m", "folkmoot", *words]
        return subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode

    def _user_of_root(self) -> str:
        """The service's user, where this command may make and use one."""
        return self.settings.get("FOLKMOOT_USER", "") if hasattr(os, "geteuid") and os.geteuid() == 0 else ""

    def _make_user(self) -> None:
        import pwd

        name = self._user_of_root()
        if not name:
            return
        try:
            pwd.getpwnam(name)
        except KeyError:
            nobody = [
                "--system",
                "--user-group",
                "--home-dir",
                self.settings["FOLKMOOT_DATA"],
                "--shell",
                "/usr/sbin/nologin",
            ]
            self._system("useradd", *nobody, name)

    def _see_that_the_user_reads_the_program(self) -> None:
        user = self._user_of_root()
        if not user:
            return
        look = [sys.executable, "-c", "import folkmoot.commands"]
        try:
            subprocess.run(look, user=user, group=user, extra_groups=[], cwd=ROOT, check=True, capture_output=True)
        except (PermissionError, subprocess.CalledProcessError):
            folder = Path(__file__).resolve().parents[2]
            raise NotInstalled(
                f"the user {user} cannot read the program in {folder}. Move it to /opt/folkmoot."
            ) from None

    def _make_data_folder(self) -> None:
        folder = Path(self.settings["FOLKMOOT_DATA"])
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o750)
        if user := self._user_of_root():
            for path in (folder, *folder.rglob("*")):
                shutil.chown(path, user, user)
        print(f"Data: {folder}")

    def _write_service(self) -> None:
        if not (self.etc / "systemd" / "system").is_dir() and self.etc == Path("/etc"):
            return
        user = self.settings.get("FOLKMOOT_USER") or os.environ.get("USER", "folkmoot")
        data = Path(self.settings["FOLKMOOT_DATA"])
        text = service(self.site, user=user, data=data, settings=self.settings_place)
        self._put(self.etc / "systemd" / "system" / "folkmoot.service", text)

    def _write_web_server(self) -> None:
        web = self.settings.get("FOLKMOOT_WEB", "none")
        if web == "caddy":
            self._write_caddy()
        elif web == "nginx":
            self._put(self.etc / "nginx" / "sites-enabled" / "folkmoot", nginx(self.site))
            self.left_to_do.append(
                f"a certificate, once: certbot certonly --webroot -w /var/www/html -d {self.site.host}"
            )
        if web != "none" and shutil.which(web) is None:
            self.left_to_do.append(f"install {web}: apt install {web}")

    def _write_caddy(self) -> None:
        """Caddy has one file. A file of somebody else's stays, and is told to read ours; Debian's example makes way."""
        main = self.etc / "caddy" / "Caddyfile"
        there = main.read_text(encoding="utf-8") if main.exists() else ""
        if not there or there.startswith(OURS) or _is_the_example(there):
            self._put(main, caddy(self.site))
            return
        own = main.with_name("folkmoot.caddy")
        self._put(own, caddy(self.site))
        if f"import {own}" not in there:
            self._put(main, f"{there.rstrip()}\n\nimport {own}\n")

    def _put(self, file: Path, text: str) -> None:
        """Write a file whole or not at all; one of somebody else's is kept beside it once."""
        file.parent.mkdir(parents=True, exist_ok=True)
        before = file.with_name(f"{file.name}.before-folkmoot")
        if file.exists() and not file.read_text(encoding="utf-8").startswith(OURS) and not before.exists():
            shutil.copy2(file, before)
        beside = file.with_name(f".{file.name}.new")
        try:
            beside.write_text(text, encoding="utf-8")
            beside.replace(file)
        finally:
            beside.unlink(missing_ok=True)
        print(f"Written: {file}")

    def _system(self, *words: str) -> None:
        try:
            done = subprocess.run(words, check=False, capture_output=True, text=True)
        except FileNotFoundError:
            raise NotInstalled(f"this system has no “{words[0]}”.") from None
        if done.returncode:
            raise NotInstalled(f"“{' '.join(words)}” said: {(done.stderr or done.stdout).strip()}")

    def _wait(self) -> None:
        """Wait until the service answers: the first start makes the database."""
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self.site.port), timeout=1).close()
            except OSError:
                time.sleep(0.5)
            else:
                return
        raise NotInstalled("the service does not answer. “journalctl -u folkmoot -n 50” tells why.")


def _is_the_example(text: str) -> bool:
    """Whether this is the Caddyfile that the package brings: one site, on port 80, with a page of its own."""
    lines = [line.split("#")[0].strip() for line in text.splitlines()]
    return [line for line in lines if line] == [":80 {", "root * /usr/share/caddy", "file_server", "}"]
