"""The code keeps its own rules: ruff (lint and format) and mypy --strict, as set up in pyproject.toml."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent


@pytest.mark.parametrize("command", ["ruff check --no-cache .", "ruff format --no-cache --check .", "mypy"])
def test_clean(command: str, tmp_path: Path) -> None:
    if not (TOP / "pyproject.toml").is_file():
        pytest.skip("the settings are not part of this installation")
    words = [sys.executable, "-m", *command.split()]
    if words[2] == "mypy":
        words += ["--cache-dir", str(tmp_path)]
    done = subprocess.run(words, cwd=TOP, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
