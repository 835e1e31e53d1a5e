"""Practices that are not in the project's own folder, made importable for as long as a test lasts."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path


@contextmanager
def importable(folder: Path) -> Iterator[None]:
    """Let `folkmoot.practices.<the folder's name>` be imported from there. The registry does not see it."""
    name = f"folkmoot.practices.{folder.name}"
    spec = spec_from_file_location(name, folder / "__init__.py", submodule_search_locations=[str(folder)])
    assert spec is not None
    sys.modules[name] = module_from_spec(spec)
    try:
        yield
    finally:
        for loaded in [key for key in sys.modules if key == name or key.startswith(f"{name}.")]:
            del sys.modules[loaded]
