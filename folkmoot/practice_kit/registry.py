"""Finds the practices by scanning their folders: adding one touches nothing else."""

import pkgutil
from functools import cache
from importlib import import_module

from folkmoot.practice_kit.contract import Practice


@cache
def practices() -> dict[str, Practice]:
    """Every built practice by slug, in the order of their numbers.

    Raises:
        ImportError: when a folder has no practice.py with PRACTICE, or its slug is not the folder's name.
    """
    package = import_module("folkmoot.practices")
    found = [_load(info.name) for info in pkgutil.iter_modules(package.__path__) if info.ispkg]
    return {practice.slug: practice for practice in sorted(found, key=lambda each: each.number)}


def _load(folder: str) -> Practice:
    module = import_module(f"folkmoot.practices.{folder}.practice")
    practice = getattr(module, "PRACTICE", None)
    if not isinstance(practice, Practice) or practice.slug != folder:
        raise ImportError(f"folkmoot/practices/{folder}/practice.py must define PRACTICE with slug “{folder}”")
    return practice


def find(slug: str) -> Practice | None:
    """The practice with this slug, or None when it is not built yet."""
    return practices().get(slug)
