"""`python -m hpcskills`."""

from __future__ import annotations

from hpcskills.cli import main

main()
