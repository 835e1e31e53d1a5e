"""The locks hold every package to a version and a digest, and name no host to fetch it from."""

import json
import re
import tomllib
from collections import defaultdict

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.source import ROOT

PYTHON_LOCK = (ROOT / "requirements.lock").read_text()
BROWSER_LOCK = json.loads((ROOT / "package-lock.json").read_text())
ADDRESS = re.compile(r"://|\bregistry\.|--index-url|--find-links", re.IGNORECASE)


def locked_versions() -> dict[str, set[str]]:
    """Name -> versions of every package of requirements.lock; where a Python decides, it has several."""
    found = defaultdict(set)
    for name, version in re.findall(r"^([a-z0-9-]+)==(\S+)", PYTHON_LOCK, re.MULTILINE):
        found[name].add(version)
    return found


def test_no_lock_names_a_host() -> None:
    assert ADDRESS.findall(PYTHON_LOCK) == []
    assert ADDRESS.findall(json.dumps(BROWSER_LOCK)) == []


def test_every_python_package_has_a_digest() -> None:
    blocks = re.split(r"^(?=[a-z0-9-]+==)", PYTHON_LOCK, flags=re.MULTILINE)[1:]
    assert len(blocks) == sum(map(len, locked_versions().values())) > 0
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_every_browser_package_has_a_version_and_a_digest() -> None:
    packages = {name: package for name, package in BROWSER_LOCK["packages"].items() if name}
    incomplete = [name for name, entry in packages.items() if not {"version", "integrity"} <= entry.keys()]
    assert incomplete == []


def test_the_python_lock_fits_pyproject() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [Requirement(line) for line in (*project["project"]["dependencies"], *project["dependency-groups"]["dev"])]
    versions = locked_versions()
    assert [str(need) for need in wanted if not versions[canonicalize_name(need.name)]] == []
    unfit = [
        (str(need), version)
        for need in wanted
        for version in versions[canonicalize_name(need.name)]
        if not need.specifier.contains(version)
    ]
    assert unfit == []


def test_the_browser_lock_fits_package_json() -> None:
    package = json.loads((ROOT / "package.json").read_text())
    root = BROWSER_LOCK["packages"][""]
    for kind in ("dependencies", "devDependencies", "optionalDependencies"):
        assert root.get(kind, {}) == package.get(kind, {})
