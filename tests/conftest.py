"""Settings for all tests: property tests are repeatable, never timed, and leave no database behind."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("hpcskills", deadline=None, database=None, derandomize=True, max_examples=60)
settings.load_profile("hpcskills")
