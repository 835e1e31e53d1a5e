#!/usr/bin/env python3
"""Every command of the project. Needs Python 3.11 or newer and nothing else: the rest is fetched on the first run.

`python3 dev.py --help` lists the commands.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NoReturn

Command = list["str | Path"]

ROOT = Path(__file__).resolve().parent
BOOT = ROOT / ".boot"  # holds uv and the stamps; git ignores it
VENV = ROOT / ".venv"
SCRIPTS = "Scripts" if os.name == "nt" else "bin"
PYTHON = VENV / SCRIPTS / "python"
UV = "uv==0.13.9"
BROWSER_PRODUCT = "folkmoot/static/build/.vite/manifest.json"
BROWSER_SOURCES = (
    "build_browser.py",
    "package-lock.json",
    "vite.config.ts",
    "tsconfig.json",
    "frontend/**/*",
    "folkmoot/practices/*/*.tsx",
)


# ── The commands ─────────────────────────────────────────────────────────────────────────────────────────────────


def demo(arguments: list[str]) -> int:
    """open Folkmoot on this computer with a real programme in it (demo --help tells more)"""
    prepare()
    become(PYTHON, "-m", "folkmoot", "demo", *arguments)


def test(arguments: list[str]) -> int:
    """run every check and every test; what it does not know goes to pytest"""
    parser = argparse.ArgumentParser(prog="dev.py test", description="Run the checks, then the tests in layers.")
    parser.add_argument("--fast", action="store_true", help="only the fast tests, without the checks")
    parser.add_argument("--server", action="store_true", help="only the fast and live tests: no browser, no checks")
    chosen, extra = parser.parse_known_args(arguments)
    prepare()
    only_some = chosen.fast or chosen.server
    results = {} if only_some else run_checks()
    wanted = {"fast"} if chosen.fast else {"fast", "live"} if chosen.server else set(LAYERS)
    for layer in (name for name in LAYERS if name in wanted):
        heading(f"Tests: {layer}")
        results[f"tests: {layer}"] = run_layer(layer, extra)
    return summary(results)


def check(arguments: list[str]) -> int:
    """run the linters, the type checkers and the rules of architecture"""
    refuse(arguments)
    prepare()
    results = run_checks()
    house: Command = [PYTHON, "-m", "pytest", "-q", "tests/architecture"]
    return summary({**results, "architecture": run_quietly("architecture (pytest)", house)})


def fix(arguments: list[str]) -> int:
    """format the code, and mend what the linters can mend"""
    refuse(arguments)
    prepare()
    ruff: Command = [PYTHON, "-m", "ruff"]
    commands = ([*ruff, "check", "--fix", "-q"], [*ruff, "format", "-q"], node(BIOME, "check", "--write"))
    return max([run(command) for command in commands])


def bench(arguments: list[str]) -> int:
    """run a benchmark of bench/ by its name; without a name, list them"""
    names = sorted(path.stem for path in (ROOT / "bench").glob("[!_]*.py"))
    if not arguments or arguments[0] not in names:
        print("Benchmarks:", ", ".join(names) or "none yet")
        return 0 if not arguments else 2
    prepare()
    return become(PYTHON, f"bench/{arguments[0]}.py", *arguments[1:])


def docs(arguments: list[str]) -> int:
    """list the pages of the documentation and check that their links lead somewhere"""
    refuse(arguments)
    prepare()
    for page in sorted((ROOT / "docs").rglob("*.md")):
        title = page.read_text(encoding="utf-8").partition("\n")[0].lstrip("# ")
        print(f"{page.relative_to(ROOT)!s:<45} {title}")
    return run([PYTHON, "-m", "pytest", "-q", "tests/architecture/test_documents.py"])


def practice(arguments: list[str]) -> int:
    """write the folder of a new practice: practice NAME"""
    prepare()
    become(PYTHON, "-m", "folkmoot", "practice", *arguments)


def run_any(arguments: list[str]) -> int:
    """run any command in the project's environment: run CMD ..."""
    prepare()
    if not arguments:
        return 0
    return become(*arguments)


def lock(arguments: list[str]) -> int:
    """write requirements.lock and package-lock.json anew after a change of pyproject.toml or package.json"""
    refuse(arguments)
    prepare_uv()
    export = [
        "export",
        "--quiet",
        "--frozen",
        "--all-extras",
        "--no-emit-project",
        "--no-header",
        "--format",
        "requirements-txt",
    ]
    must("lock", [uv_path(), "lock", "--quiet"])
    must("export", [uv_path(), *export, "--output-file", "requirements.lock"])
    prepare_python()
    must("npm", [PYTHON, "build_browser.py", "lock"])
    prepare()
    return 0


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "demo": demo,
    "test": test,
    "check": check,
    "fix": fix,
    "bench": bench,
    "docs": docs,
    "practice": practice,
    "run": run_any,
    "lock": lock,
}


# ── The checks and the layers of tests ───────────────────────────────────────────────────────────────────────────

BIOME = "node_modules/@biomejs/biome/bin/biome"
LAYERS = {
    "fast": "not live and not scenario and not browser",
    "live": "live and not scenario and not browser",
    "scenario": "scenario and not browser",
    "browser": "browser",
}
TRIED_AGAIN = 3  # more than these at once is no accident


def run_checks() -> dict[str, bool]:
    """Run every check, two at a time, and print what each said when it failed. Returns which held."""
    heading("Checks")
    checks: dict[str, Command] = {
        "types of Python (mypy)": [PYTHON, "-m", "mypy"],
        "types of TypeScript (tsc)": node("node_modules/typescript/bin/tsc", "--noEmit"),
        "style of Python (ruff)": [PYTHON, "-m", "ruff", "check", "-q", "--output-format", "concise"],
        "format of Python (ruff)": [PYTHON, "-m", "ruff", "format", "--check", "--output-format", "concise"],
        "style of TypeScript (biome)": node(BIOME, "check", "--error-on-warnings"),
        "layers (import-linter)": [VENV / SCRIPTS / "lint-imports", "--no-cache"],
        "models and migrations agree": [PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run"],
        "tests of TypeScript (vitest)": node("node_modules/vitest/vitest.mjs", "run", "--passWithNoTests"),
    }
    with ThreadPoolExecutor(max_workers=2) as pool:
        return dict(zip(checks, pool.map(run_quietly, checks, checks.values()), strict=True))


def run_layer(layer: str, extra: Sequence[str]) -> bool:
    """Run one layer of tests. An empty layer fails, unless extra arguments narrowed it down.

    On a busy machine a real socket or browser may miss a test's patience. Where at most `TRIED_AGAIN` tests of these
    layers failed, those alone are run once more, by name and in the open; a second failure fails the layer.
    """
    # The other layers keep a server, and every core, busy; and one Redis is emptied before many a test.
    at_once = ["-n", "auto"] if layer == "fast" and "REDIS_URL" not in os.environ else []
    cache = BOOT / "tests" / layer
    shutil.rmtree(cache, ignore_errors=True)
    tests: Command = [PYTHON, "-m", "pytest", "-q", "-m", LAYERS[layer], "-o", f"cache_dir={cache}"]
    code = run([*tests, *at_once, *extra])
    failed = failed_tests(cache) if code == 1 and layer != "fast" else []
    if 0 < len(failed) <= TRIED_AGAIN:
        heading(f"Once more: {layer}")
        print("\n".join(f"  failed  {name}" for name in failed), flush=True)
        code = run([*tests, "--last-failed", "--last-failed-no-failures=none", *extra])
    return code == 0 or (code == 5 and bool(extra))


def failed_tests(cache: Path) -> list[str]:
    """The names of the tests that failed in the run that had this cache."""
    record = cache / "v" / "cache" / "lastfailed"
    return sorted(json.loads(record.read_text())) if record.exists() else []


def node(*arguments: str) -> Command:
    """A command that runs the Node from PyPI."""
    return [PYTHON, "build_browser.py", "node", *arguments]


def summary(results: dict[str, bool]) -> int:
    """Print one line for each result; returns the exit code."""
    heading("Summary")
    for name, passed in results.items():
        print(f"  {'passed' if passed else 'FAILED'}  {name}")
    return 0 if all(results.values()) else 1


# ── The environment ──────────────────────────────────────────────────────────────────────────────────────────────


def prepare() -> None:
    """Bring the environment and the browser side up to date; does nothing when nothing changed."""
    prepare_uv()
    prepare_python()
    with unless_unchanged("node", ["package-lock.json", ".npmrc"], ROOT / "node_modules") as changed:
        if changed:
            say("Installing the browser side's packages")
            must("npm", [PYTHON, "build_browser.py", "install"])
    with unless_unchanged("browser", BROWSER_SOURCES, ROOT / BROWSER_PRODUCT) as changed:
        if changed:
            say("Building the browser side")
            must("the build", [PYTHON, "build_browser.py", "build"])


def prepare_python() -> None:
    """Install the packages of requirements.lock, and the project itself in place."""
    with unless_unchanged("python", ["requirements.lock", "pyproject.toml"], PYTHON) as changed:
        if changed:
            say("Installing the Python packages")
            here: Command = ["--quiet", "--python", PYTHON]
            if not PYTHON.exists():
                must("uv", [uv_path(), "venv", "--quiet", "--clear", "--python", sys.executable, VENV])
            must("uv", [uv_path(), "pip", "sync", *here, "--require-hashes", "requirements.lock"])
            must("uv", [uv_path(), "pip", "install", *here, "--no-build-isolation", "--no-deps", "--editable", "."])


def prepare_uv() -> None:
    """Make the boot environment, which holds uv and nothing else."""
    BOOT.mkdir(exist_ok=True)
    with unless_unchanged("uv", [], uv_path()) as changed:
        if changed:
            say("Fetching uv")
            if importlib.util.find_spec("ensurepip") is None:
                sys.exit("This Python cannot make environments. On Debian or Ubuntu: sudo apt install python3-venv")
            must("venv", [sys.executable, "-m", "venv", "--clear", BOOT / "env"])
            must("pip", [BOOT / "env" / SCRIPTS / "python", "-m", "pip", "install", "--quiet", UV])


def uv_path() -> Path:
    """Where the boot environment keeps uv."""
    return BOOT / "env" / SCRIPTS / ("uv.exe" if os.name == "nt" else "uv")


@contextlib.contextmanager
def unless_unchanged(name: str, patterns: Sequence[str], product: Path | None = None) -> Iterator[bool]:
    """Yield whether the files changed since the block last ended well, or whether its product is missing.

    Holds a lock meanwhile, so that two commands started at once do not build in the same folder.
    """
    stamp = BOOT / f"{name}.stamp"
    with locked():
        digest = fingerprint(patterns)
        unchanged = stamp.exists() and stamp.read_text() == digest and (product is None or product.exists())
        yield not unchanged
        stamp.write_text(digest)


@contextlib.contextmanager
def locked() -> Iterator[None]:
    """Hold the project's build lock, where the system offers one."""
    with (BOOT / "lock").open("w") as file:
        with contextlib.suppress(ImportError):
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def fingerprint(patterns: Sequence[str]) -> str:
    """A digest of the names and contents of the files that match, and of the version of uv."""
    digest = hashlib.sha256(UV.encode())
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file():
                digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


# ── Running things ───────────────────────────────────────────────────────────────────────────────────────────────


def environment() -> dict[str, str]:
    """The environment of every command: the project's programs come first, and its settings are Django's."""
    return {
        "DJANGO_SETTINGS_MODULE": "folkmoot.config.settings",
        **os.environ,
        "PATH": f"{VENV / SCRIPTS}{os.pathsep}{os.environ.get('PATH', '')}",
        "VIRTUAL_ENV": str(VENV),
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_NO_PROGRESS": "1",
    }


def run(command: Command) -> int:
    """Run a command in the project's folder; returns its exit code."""
    return subprocess.run([str(part) for part in command], cwd=ROOT, env=environment(), check=False).returncode


def run_quietly(name: str, command: Command) -> bool:
    """Run a command, print one line, and what it said only if it failed."""
    started = time.monotonic()
    words = [str(part) for part in command]
    done = subprocess.run(words, cwd=ROOT, env=environment(), check=False, text=True, capture_output=True)
    seconds = time.monotonic() - started
    print(f"  {'passed' if done.returncode == 0 else 'FAILED'}  {name}, {seconds:.1f} s", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


def must(what: str, command: Command) -> None:
    """Run a command that has to succeed."""
    if run(command):
        sys.exit(f"dev.py: {what} failed, see above.")


def become(program: str | Path, *arguments: str) -> NoReturn:
    """Replace this process by the program, so that signals reach it."""
    sys.stdout.flush()
    if os.name == "nt":
        sys.exit(run([program, *arguments]))
    os.chdir(ROOT)
    try:
        os.execvpe(str(program), [str(program), *arguments], environment())
    except FileNotFoundError:
        sys.exit(f"dev.py: there is no program {program!r} here.")


def say(text: str) -> None:
    """Tell what takes time. Standard error, so that it never mixes with a command's output."""
    print(f"{text} ...", file=sys.stderr, flush=True)


def heading(text: str) -> None:
    """Print a heading."""
    print(f"\n── {text} " + "─" * max(0, 76 - len(text)), flush=True)


def refuse(arguments: Sequence[str]) -> None:
    """Stop at arguments that a command does not take."""
    if arguments:
        sys.exit(f"dev.py: this command takes no arguments (got {' '.join(arguments)}).")


def main() -> int:
    """Run the command named first on the line."""
    if sys.version_info < (3, 11):  # noqa: UP036  # this line is for those who have an older one
        sys.exit("Folkmoot needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")
    listing = "\n".join(f"  {name:<10}{command.__doc__}" for name, command in COMMANDS.items())
    name, *arguments = sys.argv[1:] or ["--help"]
    if name in COMMANDS:
        return COMMANDS[name](arguments)
    print(f"Usage: python3 dev.py COMMAND ...\n\n{listing}")
    return 0 if name in ("-h", "--help") else 2


if __name__ == "__main__":
    sys.exit(main())
