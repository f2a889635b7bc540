"""What the README shows is what the program does: outputs, the worked sum, numbers, options, set-up commands.

After an intended change write its outputs anew with UPDATE_GOLDEN=1 and read the difference.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from hpcskills.assess import Assessor
from hpcskills.catalogue import load
from hpcskills.cli.app import COMMANDS
from hpcskills.errors import Exit
from hpcskills.model import FULL, Held

README = Path(__file__).parent.parent / "README.md"
TEXT = README.read_text(encoding="utf-8") if README.is_file() else ""
CONSOLE = re.compile(r"```console\n\$ (hpcskills [^\n]*)\n(.*?)```", re.DOTALL)
SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)
SUM = re.compile(r'(<!-- sum of (\S+) for "([^"]*)" -->\n).*?(<!-- end -->)', re.DOTALL)

CUT = "...\n"
"""Ends an output that is shown only in part."""

pytestmark = pytest.mark.skipif(not TEXT, reason="the README is not part of this installation")


def run(command: str, folder: Path) -> str:
    """The output of a command, as a pipe of 80 columns gets it."""
    environment = {**os.environ, "COLUMNS": "80", "XDG_CACHE_HOME": str(folder)}
    words = [sys.executable, "-m", *shlex.split(command)]
    done = subprocess.run(words, capture_output=True, text=True, env=environment, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return "\n".join(line.rstrip() for line in done.stdout.splitlines()) + "\n"


def update(old: str, new: str) -> None:
    if os.environ.get("UPDATE_GOLDEN"):
        README.write_text(README.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(("command", "shown"), CONSOLE.findall(TEXT), ids=lambda text: text[:40])
def test_outputs_are_real(command: str, shown: str, tmp_path: Path) -> None:
    real = run(command, tmp_path)
    if shown.endswith(CUT):
        real = "\n".join(real.splitlines()[: shown.count("\n") - 1]) + "\n" + CUT
    update(f"```console\n$ {command}\n{shown}```", f"```console\n$ {command}\n{real}```")
    assert shown == real


def worked_sum(role_id: str, words: str) -> str:
    """A table of the requirements that earn something, and the line that adds them up."""
    assessor = Assessor(load())
    found = assessor.assess(words, role=assessor.catalogue.roles[role_id])
    label = {skill.id: skill.label for skill in assessor.catalogue.skills.values()}
    rows = [
        "| asked | importance | level | you bring | counts as level | points |",
        "| --- | --: | --: | --- | --: | --: |",
    ]

    def brings(held: Held | None, percent: int) -> str:
        assert held is not None
        level = f"{label[held.skill]} {held.level}{'~' if held.assumed else ''}"
        return level if percent == 100 else f"{level}, counts {percent} %"

    for part in found.target.parts:
        if part.covered and part.credit:
            need = part.requirement
            points = f"{need.importance} × {part.have:g}/{need.level} = {need.importance * part.covered / FULL:g}"
            brought = brings(part.held, part.credit.percent)
            rows.append(f"| {need.label} | {need.importance} | {need.level} | {brought} | {part.have:g} | {points} |")
    parts, fit = found.target.parts, found.target
    missing = [part.requirement.importance for part in parts if not part.covered]
    rows.append(f"| {len(missing)} others | {sum(missing)} | | nothing yet | 0 | 0 |")
    earned, full = fit.points / FULL, fit.full_points / FULL
    return "\n".join([*rows, "", f"{earned:g} of {full:g} points make a fit of {int(fit.fit)}.", ""])


@pytest.mark.parametrize(("start", "role", "words", "end"), SUM.findall(TEXT), ids=lambda text: text[:40])
def test_the_worked_sum_is_right(start: str, role: str, words: str, end: str) -> None:
    new = f"{start}{worked_sum(role, words)}{end}"
    shown = next(match[0] for match in SUM.finditer(TEXT) if match[1] == start)
    update(shown, new)
    assert shown == new


def test_there_is_something_to_check() -> None:
    assert CONSOLE.findall(TEXT)
    assert SUM.findall(TEXT)


def test_numbers_are_those_of_the_data() -> None:
    data = load()
    assert f"{len(data.skills)} skills" in TEXT
    assert f"{len(data.courses)} courses" in TEXT


def test_commands_and_options_exist(tmp_path: Path) -> None:
    used: dict[str, set[str]] = {}
    for block in SHELL.findall(TEXT):
        for command in re.findall(r"hpcskills ([a-z].*)", block):
            name, _, rest = command.partition(" ")
            used.setdefault(name, set()).update(re.findall(r"--[a-z-]+", rest))
    assert used.keys() <= COMMANDS.keys()
    for name, options in used.items():
        offered = run(f"hpcskills {name} --help", tmp_path)
        assert [option for option in options if option not in offered] == []


def test_every_command_is_named() -> None:
    assert [name for name in COMMANDS if f"hpcskills {name}" not in TEXT] == []


def test_exit_codes_are_all_told() -> None:
    told = re.findall(r"^\| (\d+) \|", TEXT, re.MULTILINE)
    assert [int(code) for code in told] == [code.value for code in Exit]


def test_ci_runs_the_readmes_own_test_command() -> None:
    script = README.parent / ".ci" / "run"
    tests = next(block for block in SHELL.findall(TEXT) if "pytest" in block).strip()
    assert tests in script.read_text(encoding="utf-8").splitlines()
