"""Setting a server up as somebody does, with the real commands: what is written, what is said, and that it serves."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.serving import ROOT, free_port

OPTIONS = {
    "--domain": "moot.nowhere.example",
    "--host-name": "Ashwell Active",
    "--host-email": "hello@ashwell.example",
    "--zone": "Europe/London",
    "--admin-name": "Gwen Rees",
    "--admin-email": "gwen@ashwell.example",
    "--mail-url": "none",
}


def setup(folder: Path, *more: str, **other: str) -> subprocess.CompletedProcess[str]:
    """Run it into a folder, without anybody at the keyboard."""
    options = OPTIONS | {f"--{name.replace('_', '-')}": value for name, value in other.items()}
    words = [word for pair in options.items() for word in pair]
    places = ["--etc", str(folder / "etc"), "--data", str(folder / "data"), "--user", ""]
    return folkmoot("setup", "--yes", *words, *places, *more)


def folkmoot(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """A command of Folkmoot, as the shell of a server runs it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("FOLKMOOT_", "DATABASE_"))}
    command = [sys.executable, "-m", "folkmoot", *words]
    return subprocess.run(command, cwd=ROOT, env=environment | settings, check=False, capture_output=True, text=True)


@pytest.mark.slow
def test_it_writes_everything_and_the_server_runs(tmp_path: Path) -> None:
    port = free_port()
    done = setup(tmp_path, port=str(port))
    assert done.returncode == 3, done.stdout + done.stderr  # the domain leads nowhere
    assert "MEND  domain: nobody finds moot.nowhere.example" in done.stdout
    assert "Gwen Rees is administrator" in done.stdout
    service = (tmp_path / "etc" / "systemd" / "system" / "folkmoot.service").read_text()
    assert f"serve --port {port}" in service
    caddyfile = (tmp_path / "etc" / "caddy" / "Caddyfile").read_text()
    assert caddyfile.startswith("# Written by")
    assert f"reverse_proxy 127.0.0.1:{port}" in caddyfile
    _serves(tmp_path / "etc" / "folkmoot" / "settings", port)


def _serves(settings: Path, port: int) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("FOLKMOOT_", "DATABASE_"))}
    command = [sys.executable, "-m", "folkmoot", "serve", "--port", str(port)]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment | {"FOLKMOOT_SETTINGS": str(settings)}, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        assert "READY" in process.stdout.readline()
        page = httpx.get(f"http://127.0.0.1:{port}/privacy/", headers={"Host": "moot.nowhere.example"})
        assert page.status_code == 200
        assert "Ashwell Active" in page.text
    finally:
        process.terminate()
        process.communicate(timeout=20)


@pytest.mark.slow
def test_it_may_be_run_again_and_keeps_what_was_said(tmp_path: Path) -> None:
    setup(tmp_path)
    settings = tmp_path / "etc" / "folkmoot" / "settings"
    settings.write_text(settings.read_text() + "DATABASE_URL=''\nFOLKMOOT_KEEP='private=60'\n")
    again = folkmoot(
        "setup",
        "--yes",
        "--etc",
        str(tmp_path / "etc"),
        "--user",
        "",
        "--admin-name",
        "Gwen",
        "--admin-email",
        "gwen@ashwell.example",
        "--zone",
        "Europe/Dublin",
    )
    assert again.returncode == 3, again.stdout + again.stderr
    said = settings.read_text()
    assert "FOLKMOOT_HOST_NAME='Ashwell Active'" in said
    assert "FOLKMOOT_KEEP='private=60'" in said or "FOLKMOOT_KEEP=private=60" in said
    assert "Europe/Dublin" in said


def test_a_missing_answer_stops_it_and_names_its_option(tmp_path: Path) -> None:
    done = folkmoot("setup", "--yes", "--etc", str(tmp_path / "etc"))
    assert done.returncode == 2
    assert "--domain" in done.stderr
    assert not (tmp_path / "etc").exists()


@pytest.mark.slow
def test_a_wrong_mail_server_is_told_in_plain_words_and_all_else_goes_on(tmp_path: Path) -> None:
    done = setup(tmp_path, mail_url=f"smtp://me:wrong@127.0.0.1:{free_port()}?tls=no")
    assert "Nobody answers at this port" in done.stdout
    assert "Gwen Rees is administrator" in done.stdout


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "etc").write_text("a file in the way")
    done = setup(tmp_path)
    assert done.returncode == 2
    assert "Nothing was lost" in done.stderr


@pytest.mark.slow
def test_a_caddyfile_of_somebody_else_stays(tmp_path: Path) -> None:
    own = tmp_path / "etc" / "caddy" / "Caddyfile"
    own.parent.mkdir(parents=True)
    own.write_text("other.example {\n\trespond hello\n}\n")
    for _ in range(2):
        setup(tmp_path)
    text = own.read_text()
    assert text.startswith("other.example {")
    assert text.count("import") == 1
    assert "reverse_proxy" in own.with_name("folkmoot.caddy").read_text()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no file here is always full")
def test_a_full_disk_is_told_in_plain_words(tmp_path: Path) -> None:
    beside = tmp_path / "etc" / "systemd" / "system" / ".folkmoot.service.new"
    beside.parent.mkdir(parents=True)
    beside.symlink_to("/dev/full")
    done = setup(tmp_path)
    assert done.returncode == 2
    assert "the disk is full" in done.stderr
    assert "run “folkmoot setup” again" in done.stderr


@pytest.mark.slow
def test_nginx_is_told_where_the_certificate_goes_and_says_what_is_left(tmp_path: Path) -> None:
    done = setup(tmp_path, web="nginx")
    text = (tmp_path / "etc" / "nginx" / "sites-enabled" / "folkmoot").read_text()
    assert "server_name moot.nowhere.example;" in text
    assert "proxy_set_header Upgrade $http_upgrade;" in text
    assert "certbot" in done.stdout


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("caddy") is None, reason="Caddy is not installed here")
def test_caddy_takes_what_is_written(tmp_path: Path) -> None:
    setup(tmp_path)
    file = tmp_path / "etc" / "caddy" / "Caddyfile"
    done = subprocess.run(["caddy", "validate", "--config", str(file)], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


class TestCheck:
    """What `folkmoot check` finds."""

    def test_a_wrong_setting_is_a_finding_and_no_crash(self, tmp_path: Path) -> None:
        done = folkmoot("check", FOLKMOOT_DATA=str(tmp_path), FOLKMOOT_ZONE="Ashwell", FOLKMOOT_SETTINGS="/nowhere")
        assert done.returncode == 1
        assert "which is no time zone" in done.stdout
        assert "Traceback" not in done.stderr

    def test_what_is_open_to_others_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "secret.key").write_text("a key that everybody can read")
        (tmp_path / "secret.key").chmod(0o644)
        tmp_path.chmod(0o755)
        done = folkmoot("check", "--only", "permissions", FOLKMOOT_DATA=str(tmp_path), FOLKMOOT_SETTINGS="/nowhere")
        assert "chmod o-rwx" in done.stdout
        assert done.returncode == 1

    def test_a_database_that_is_behind_is_told(self, tmp_path: Path) -> None:
        done = folkmoot("check", "--only", "database", FOLKMOOT_DATA=str(tmp_path), FOLKMOOT_SETTINGS="/nowhere")
        assert "older than the program" in done.stdout

    def test_a_damaged_database_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "folkmoot.sqlite3").write_bytes(b"this is no database" * 100)
        done = folkmoot("check", "--only", "database", FOLKMOOT_DATA=str(tmp_path), FOLKMOOT_SETTINGS="/nowhere")
        assert done.returncode == 1
        assert "MEND  database" in done.stdout

    def test_it_prints_no_password(self, tmp_path: Path) -> None:
        url = f"smtp://gwen:verysecret@127.0.0.1:{free_port()}"
        done = folkmoot("check", FOLKMOOT_DATA=str(tmp_path), FOLKMOOT_MAIL_URL=url, FOLKMOOT_SETTINGS="/nowhere")
        assert "verysecret" not in done.stdout + done.stderr

    def test_a_name_that_is_no_check_is_told(self, tmp_path: Path) -> None:
        done = folkmoot("check", "--only", "weather", FOLKMOOT_DATA=str(tmp_path), FOLKMOOT_SETTINGS="/nowhere")
        assert done.returncode == 2
        assert "There is no check called weather" in done.stdout

    def test_a_service_that_does_not_answer_is_told(self, tmp_path: Path) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            port = str(taken.getsockname()[1])
            done = folkmoot(
                "check",
                "--only",
                "service",
                FOLKMOOT_DATA=str(tmp_path),
                FOLKMOOT_PORT=port,
                FOLKMOOT_SETTINGS="/nowhere",
            )
        assert f"nothing answers on port {port}" in done.stdout

    @pytest.mark.parametrize(
        ("web", "told"), [("caddy", "status caddy"), ("nginx", "status nginx"), ("none", "your web server runs")]
    )
    def test_a_web_server_that_does_not_answer_is_told_by_its_name(self, tmp_path: Path, web: str, told: str) -> None:
        url = f"https://localhost:{free_port()}"
        settings = {"FOLKMOOT_DATA": str(tmp_path), "FOLKMOOT_URL": url, "FOLKMOOT_WEB": web}
        done = folkmoot("check", "--only", "https", FOLKMOOT_SETTINGS="/nowhere", **settings)
        assert f"{url} does not answer" in done.stdout
        assert told in done.stdout
