"""Questions on a terminal: the real command in a pseudo-terminal, answered as a person would."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from hpcskills import questions

pty = pytest.importorskip("pty")

ROOT = Path(__file__).parent.parent
WORDS = "linux, bash, spak, PBS scripts, docker, basket weaving"
ESCAPE = re.compile(r"\x1b(?:\[[0-9;?]*[a-zA-Z]|\][^\x07]*\x07|[=>])")
PATIENCE = 30
"""Seconds after which a command that waits for nothing is taken to hang."""

# The terminal becomes the controlling one of the command, so that Ctrl-C is what it is for a person.
START = "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.executable, sys.argv[1:])"


@dataclass(frozen=True)
class Talk:
    code: int
    shown: str


@dataclass
class Terminal:
    """A command on a terminal of its own; `missing` are modules that it shall not find."""

    folder: Path
    missing: Sequence[str] = ()

    def talk(self, *arguments: str, answers: Sequence[tuple[str, str]], rest: tuple[str, str] | None = None) -> Talk:
        """Type each answer when the text before it has been shown, and `rest` as often as its text comes after that."""
        parent, child = pty.openpty()
        command = [sys.executable, "-c", START, sys.executable, "-m", "hpcskills", *arguments]
        process = subprocess.Popen(
            command, stdin=child, stdout=child, stderr=child, env=self._environment(), start_new_session=True
        )
        os.close(child)
        try:
            shown = self._converse(parent, list(answers), rest)
            return Talk(process.wait(timeout=PATIENCE), shown)
        finally:
            process.kill()
            process.wait()
            os.close(parent)

    def _converse(self, parent: int, answers: list[tuple[str, str]], rest: tuple[str, str] | None) -> str:
        raw, seen, end = b"", 0, time.monotonic() + PATIENCE
        wait = answers.pop(0) if answers else rest
        while time.monotonic() < end:
            if not select.select([parent], [], [], 0.2)[0]:
                continue
            try:
                found = os.read(parent, 65536)
            except OSError:
                break
            raw += found
            if not found:
                break
            if b"\x1b[6n" in found:
                os.write(parent, b"\x1b[1;1R")
            while wait and wait[0] in plain(raw)[seen:]:
                seen = plain(raw).index(wait[0], seen) + len(wait[0])
                # The line editor takes the terminal over just behind the prompt; nobody types faster than that.
                time.sleep(0.2)
                os.write(parent, wait[1].encode())
                wait = answers.pop(0) if answers else rest
        assert wait == rest, f"never asked: {wait}\n{plain(raw)}"
        return plain(raw)

    def _environment(self) -> dict[str, str]:
        for module in self.missing:
            stub = self.folder / "stubs" / module
            stub.mkdir(parents=True, exist_ok=True)
            (stub / "__init__.py").write_text("raise ImportError")
        path = f"{self.folder / 'stubs'}{os.pathsep}{ROOT}"
        kept = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR"}}
        own = {"TERM": "xterm", "COLUMNS": "80", "PYTHONPATH": path, "XDG_CACHE_HOME": str(self.folder)}
        return {**kept, **own}


def plain(raw: bytes) -> str:
    return ESCAPE.sub("", raw.decode("utf-8", errors="replace")).replace("\r", "")


@pytest.fixture(params=["plain", "completing"])
def terminal(request: pytest.FixtureRequest, tmp_path: Path) -> Terminal:
    if request.param == "completing":
        pytest.importorskip("prompt_toolkit")
        return Terminal(tmp_path)
    return Terminal(tmp_path, missing=["prompt_toolkit"])


def test_a_person_is_asked_and_the_answers_count(terminal: Terminal, tmp_path: Path) -> None:
    kept = tmp_path / "me.yaml"
    answers = [
        ("name of a skill:", "7\r"),
        ("no such number", ""),
        ("name of a skill:", "1\r"),
        ("[3]: ", "9\r"),
        ("from 0 to 5", ""),
        ("[3]: ", "4\r"),
        ("]: ", "\r"),
        ("]: ", "q\r"),
    ]
    told = terminal.talk("assess", WORDS, f"--save-profile={kept}", answers=answers)
    assert told.code == 0
    assert "“spak” looks like a misspelling" in told.shown
    assert "Spack 3~" in told.shown
    saved = yaml.safe_load(kept.read_text(encoding="utf-8"))
    assert saved["confirmed"] == {"spak": "spack"}
    assert [level for level in saved["skills"].values() if level != "assumed"] == [4]
    assert saved["skills"]["spack"] == "assumed"
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_word_may_mean_nothing_or_something_else(terminal: Terminal, tmp_path: Path) -> None:
    kept = tmp_path / "me.yaml"
    answers = [("name of a skill:", "zzzz\r"), ("No skill is called that", ""), ("of a skill:", "terraform\r")]
    answers += [("]: ", "0\r"), ("]: ", "q\r")]
    told = terminal.talk("assess", WORDS, f"--save-profile={kept}", answers=answers)
    assert "spak: Terraform" in told.shown
    saved = yaml.safe_load(kept.read_text(encoding="utf-8"))
    assert saved["confirmed"] == {"spak": "terraform"}
    assert len(saved["denied"]) == 1
    told = terminal.talk(
        "assess", WORDS, f"--save-profile={kept}", answers=[("of a skill:", "n\r"), ("]: ", "q\r")]
    )  # fmt: skip
    assert yaml.safe_load(kept.read_text(encoding="utf-8"))["ignored"] == ["spak"]
    assert "Not sure" not in told.shown


def test_enter_skips_all_and_changes_nothing(terminal: Terminal) -> None:
    told = terminal.talk("assess", WORDS, answers=[("of a skill:", "\r")], rest=("]: ", "\r"))
    quiet = terminal.talk("assess", WORDS, "--no-questions", answers=[])
    assert told.code == quiet.code == 0
    assert told.shown.endswith(quiet.shown)
    assert "“spak”: did you mean Spack or Apache Spark?" in quiet.shown


@pytest.mark.parametrize(("typed", "code"), [("\x03", 130), ("\x04", 0)], ids=["ctrl-c", "ctrl-d"])
def test_a_person_may_leave(terminal: Terminal, tmp_path: Path, typed: str, code: int) -> None:
    kept = tmp_path / "me.yaml"
    told = terminal.talk("assess", WORDS, f"--save-profile={kept}", answers=[("of a skill:", typed)])
    assert told.code == code
    assert "Traceback" not in told.shown
    assert kept.exists() == (code == 0)
    assert list(tmp_path.glob(".hpcskills-*")) == []


def test_a_change_of_trade_asks_too(terminal: Terminal) -> None:
    told = terminal.talk("transition", "asic-mining-technician", "spak, linux", answers=[("of a skill:", "q\r")])
    assert told.code == 0
    assert "Stepping stones" in told.shown


def test_a_long_text_is_quoted_around_a_doubtful_word() -> None:
    from hpcskills.assess import Assessor
    from hpcskills.catalogue import load

    assessor = Assessor(load())
    text = f"{'I kept the lights on for many years. ' * 6}\nPBS scripts, spak, docker\nhobby: prostgress"
    asked = {one.mention: one for one in questions.about_words(assessor, assessor.assess(text), text)}
    assert asked["spak"].place == "PBS scripts, spak, docker"
    assert asked["prostgress"].place == "hobby: prostgress"
    assert asked["prostgress"].candidates == ("relational-databases",)


def test_never_more_questions_than_anybody_answers() -> None:
    """Of many doubtful words only a few are asked about; then as many levels as are left."""
    from hpcskills.assess import Assessor
    from hpcskills.catalogue import load

    assessor = Assessor(load())
    doubtful = "spak, sprak, lsff, cudaa, mpii, salt and rust and go, torqe, gitt, frotran, pupet, chef, spakr"
    found = assessor.assess(f"linux, bash, docker, ansible, c++, fortran, mpi, {doubtful}")
    words = questions.about_words(assessor, found, "")
    levels = questions.about_levels(assessor, found, len(words))
    assert 0 < len(words) <= questions.MOST_WORDS
    assert len(levels) == min(questions.MOST_LEVELS, questions.MOST_QUESTIONS - len(words))
    assert len({one.skill for one in levels}) == len(levels)


def test_completion_mends_slips() -> None:
    from hpcskills.catalogue import load
    from hpcskills.suggest import Suggester

    suggester = Suggester(load().skills.values())
    assert suggester.suggest("kub")[0].skill == "kubernetes"
    assert suggester.suggest("kuebr")[0].skill == "kubernetes"
    assert "linux-administration" in [one.skill for one in suggester.suggest("administration")]
    assert suggester.suggest("") == ()
    assert suggester.named("K8s") == "kubernetes"


def test_names_are_completed_while_typing(tmp_path: Path) -> None:
    pytest.importorskip("prompt_toolkit")
    told = Terminal(tmp_path).talk(
        "assess", WORDS, answers=[("of a skill:", "kuebr"), ("Kubernetes", "\t\r"), ("]: ", "q\r")]
    )  # fmt: skip
    assert told.code == 0
    assert "spak: Kubernetes" in told.shown
