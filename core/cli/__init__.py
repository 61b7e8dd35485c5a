"""The terminal face: `python -m core`."""

from core.cli.commands import main

__all__ = ["main"]
