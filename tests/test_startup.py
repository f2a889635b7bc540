"""Start-up is a promise: what a plain answer must not load."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

HEAVY = {
    "asyncio",
    "csv",
    "email",
    "highspy",
    "http",
    "importlib.metadata",
    "importlib.resources",
    "logging",
    "markdown_it",
    "multiprocessing",
    "numpy",
    "pydantic",
    "pygments",
    "rapidfuzz",
    "rich.markdown",
    "rich.progress",
    "rich.syntax",
    "rich.traceback",
    "sqlite3",
    "ssl",
    "tempfile",
    "typer.rich_utils",
    "unittest",
    "xml",
    "yaml",
}
OURS = {"batch", "check", "draft", "intake", "links", "nodes", "tables", "transition", "write", "cli.look"}

LOADED = """
import json, sys
sys.argv = ["hpcskills", *json.loads(sys.argv[1])]
from hpcskills.cli import main
try:
    main()
except SystemExit as ended:
    assert not ended.code, ended.code
finally:
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


def loaded(code: str, *arguments: str, cache: Path) -> set[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(cache)}
    command = [sys.executable, "-c", code, json.dumps(arguments)]
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    return set(json.loads(done.stderr.decode().splitlines()[-1]))


@pytest.mark.parametrize("words", ["linux, slurm, python", "10 years Linux, bash, some python, no k8s"])
def test_a_plain_answer_loads_nothing_heavy(words: str, tmp_path: Path) -> None:
    loaded(LOADED, "assess", words, cache=tmp_path)
    found = loaded(LOADED, "assess", words, cache=tmp_path)
    assert found & HEAVY == set()
    assert found & {f"hpcskills.{name}" for name in OURS} == set()


def test_json_needs_no_rich(tmp_path: Path) -> None:
    loaded(LOADED, "assess", "linux", "--format=json", cache=tmp_path)
    found = loaded(LOADED, "assess", "linux", "--format=json", cache=tmp_path)
    assert not {name for name in found if name.startswith("rich")}


def test_importing_the_package_loads_none_of_it(tmp_path: Path) -> None:
    code = "import json, sys, hpcskills; print(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    assert {name for name in loaded(code, cache=tmp_path) if name.startswith("hpcskills")} == {"hpcskills"}


def test_public_names_are_there() -> None:
    import hpcskills

    for name in hpcskills.__all__:
        assert getattr(hpcskills, name) is not None
    with pytest.raises(AttributeError, match="no_such_name"):
        hpcskills.no_such_name  # noqa: B018
