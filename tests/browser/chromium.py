"""Find a Chromium and start it.

In this order: the one that FOLKMOOT_CHROMIUM names, the system's, and the one of the npm package
`@sparticuz/chromium`, which is unpacked once into a folder that git ignores and brings the libraries that a bare
Linux misses. Nothing is downloaded here.
"""

import json
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Playwright

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "node_modules" / "@sparticuz" / "chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless=shell",
    "--no-zygote",
    "--no-sandbox",  # it shows our own pages only, and root may not use the sandbox
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--font-render-hinting=none",  # so that screenshots do not depend on the machine
)
DEBIAN_PACKAGES = {
    "libnss3.so": "libnss3",
    "libnssutil3.so": "libnss3",
    "libnspr4.so": "libnspr4",
    "libplc4.so": "libnspr4",
    "libplds4.so": "libnspr4",
    "libexpat.so.1": "libexpat1",
}

FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}</dir><dir>/usr/share/fonts</dir><cachedir>{folder}/cache</cachedir></fontconfig>
"""
"""The package's own settings name folders that only its usual machine has: without a font a page crashes."""


class ChromiumMissing(RuntimeError):
    """There is no Chromium that could start; the message says what to install."""


@dataclass(frozen=True)
class Chromium:
    """A Chromium that can start: its program, and what its environment needs beyond the usual."""

    program: Path
    environment: dict[str, str] = field(default_factory=dict)


def launch(playwright: Playwright) -> Browser:
    """Start Chromium without a window. Raises ChromiumMissing with the package to install."""
    found = find()
    return playwright.chromium.launch(
        executable_path=found.program, args=list(FLAGS), env={**os.environ, **found.environment}
    )


def find() -> Chromium:
    """The Chromium to use. Raises ChromiumMissing."""
    named = os.environ.get("FOLKMOOT_CHROMIUM")
    system = next(filter(None, map(shutil.which, NAMES)), None)
    if named or system:
        return Chromium(Path(named or system or ""))
    return with_libraries(unpacked())


def with_libraries(folder: Path) -> Chromium:
    """The Chromium of an unpacked package, with the package's libraries if the system misses some."""
    program = folder / "chromium"
    environment = {"FONTCONFIG_PATH": str(folder / "fonts")}
    if missing_libraries(program, environment):
        environment["LD_LIBRARY_PATH"] = str(folder / "al2023" / "lib")
    if missing := missing_libraries(program, environment):
        raise ChromiumMissing(advice(missing))
    return Chromium(program, environment)


def missing_libraries(program: Path, environment: dict[str, str]) -> list[str]:
    """The names of the shared libraries that the program would not find."""
    listing = subprocess.run(
        ["ldd", program], env={**os.environ, **environment}, capture_output=True, text=True, check=True
    ).stdout
    return [line.split()[0] for line in listing.splitlines() if line.endswith("not found")]


def advice(missing: list[str]) -> str:
    """What to install when these libraries are missing, in one line."""
    packages = sorted({DEBIAN_PACKAGES.get(name, f"the package of {name}") for name in missing})
    return f"Chromium misses {', '.join(missing)}. On Debian or Ubuntu: sudo apt install {' '.join(packages)}"


def unpacked() -> Path:
    """The folder of the unpacked npm package. Unpacks it first where that has not happened yet."""
    if not PACKAGE.exists():
        raise ChromiumMissing("There is no Chromium here. On Debian or Ubuntu: sudo apt install chromium")
    version = json.loads((PACKAGE / "package.json").read_text())["version"]
    folder = ROOT / ".boot" / f"chromium-{version}"
    if not folder.exists():
        folder.parent.mkdir(exist_ok=True)
        unpack(folder)
    return folder


def unpack(folder: Path) -> None:
    """Unpack the npm package into the folder, which appears only when it is complete."""
    part = Path(tempfile.mkdtemp(prefix="chromium-", dir=folder.parent))
    script = 'import chromium from "@sparticuz/chromium"; await chromium.executablePath();'
    # The package writes into TMPDIR, and adds its libraries only where it believes to be on such a machine.
    environment = {**os.environ, "TMPDIR": str(part), "AWS_EXECUTION_ENV": "nodejs22.x"}
    node: list[str | Path] = [ROOT / ".venv" / "bin" / "python", "build_browser.py", "node"]
    subprocess.run([*node, "--input-type=module", "-e", script], cwd=ROOT, env=environment, check=True)
    (part / "fonts" / "fonts.conf").write_text(FONTS.format(folder=folder / "fonts"))
    part.rename(folder)
