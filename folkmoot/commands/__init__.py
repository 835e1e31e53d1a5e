"""The folkmoot command line."""

from folkmoot.commands.line import main

__all__ = ["main"]
