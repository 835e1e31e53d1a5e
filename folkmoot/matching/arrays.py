"""NumPy and rustworkx, loaded when something is first computed: they take 16 MB, and a server may run for days in whose
rooms no groups are made. Every module of the matching takes them from here.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any


class Later:
    """Stands for a module, which is loaded when one of its names is first asked for."""

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Any:
        value = getattr(import_module(self._module), name)
        setattr(self, name, value)  # from now on it is found at once
        return value


if TYPE_CHECKING:
    import numpy as np
    import rustworkx as rx
else:
    np, rx = Later("numpy"), Later("rustworkx")

__all__ = ["get_ready", "np", "rx"]


def get_ready() -> None:
    """Load both now: call it where nobody waits."""
    import_module("numpy")
    import_module("rustworkx")
