"""Build the browser side while a wheel is made, so that `pip install .` needs no Node on the machine."""

import importlib
import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BrowserBuild(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's own generic parameter is private
    """Runs before a wheel; an editable install leaves the build to dev.py."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name == "wheel" and version != "editable":
            sys.path.insert(0, self.root)
            importlib.import_module("build_browser").build()
