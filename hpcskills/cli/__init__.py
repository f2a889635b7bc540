"""The command line: the only part that reads arguments, prints and exits."""

from __future__ import annotations

from hpcskills.cli.app import main

__all__ = ["main"]
