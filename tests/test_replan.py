"""`hpcskills plan --from saved.json --done ID`: what was done counts, what was promised is kept, and all is said."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from small import catalogue, course, need, person, role, skill

from hpcskills.cli import main
from hpcskills.model import Course, Range, SelfStudy
from hpcskills.planning.limits import Limits
from hpcskills.planning.optimum import plan
from hpcskills.planning.planned import Plan, Prefer, Target
from hpcskills.scoring.fit import Scorer

Run = Callable[..., tuple[int, str, str]]
START = date(2026, 11, 23)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "80")

    def command(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["hpcskills", "plan", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        written = capsys.readouterr()
        return int(ended.value.code or 0), written.out, written.err

    return command


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A plan as the program keeps it."""
    file = tmp_path_factory.mktemp("kept") / "saved.json"
    asked = [
        "hpcskills", "plan", "linux, bash, python", "--role=hpc-operations-engineer", "--target=40", "--budget=100",
        "--weeks=30", f"--start={START}", "--country=PY", "--delivery=self-paced", f"--output={file}",
    ]  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", asked)
        with pytest.raises(SystemExit):
            main()
    assert file.stat().st_mode & 0o777 == 0o600
    return file.read_bytes()


@pytest.fixture
def saved(kept: bytes, tmp_path: Path) -> Path:
    file = tmp_path / "saved.json"
    file.write_bytes(kept)
    return file


def again(run: Run, file: Path, *options: str) -> dict[str, Any]:
    code, out, err = run(f"--from={file}", f"--start={START}", "--format=json", *options)
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert isinstance(found, dict)
    return found


def ids(found: dict[str, Any]) -> list[str]:
    return [step["course"] for step in found["steps"]]


def test_nothing_done_is_the_same_plan(run: Run, saved: Path) -> None:
    before, after = json.loads(saved.read_text()), again(run, saved)
    assert {**after, "progress": None} == before
    assert after["progress"]["kept"] == ids(before)
    assert after["progress"]["new"] == after["progress"]["dropped"] == after["progress"]["not_in_the_data"] == []


def test_what_is_done_counts_and_is_taken_off_the_limits(run: Run, saved: Path) -> None:
    before = json.loads(saved.read_text())
    first = before["steps"][0]
    after = again(run, saved, f"--done={first['course']}")
    assert first["course"] not in ids(after)
    assert after["start"]["fit"] == first["fit"]["fit"]
    assert after["limits"]["budget"] == 100 - first["usd"]["max"]
    assert after["limits"]["weeks"] == pytest.approx(30 - first["hours"]["max"] / 8)
    assert after["progress"]["done"] == [
        {"course": first["course"], "hours": first["hours"]["max"], "usd": first["usd"]["max"]}
    ]
    assert ids(after) == ids(before)[1:]
    assert after["end"] == before["end"]
    assert after["limits"]["country"] == "PY"


def test_a_plan_follows_a_plan_in_the_same_file_and_nothing_is_taken_off_twice(run: Run, saved: Path) -> None:
    first, second = ids(json.loads(saved.read_text()))[:2]
    assert run(f"--from={saved}", f"--done={first}", f"--start={START}", f"--output={saved}")[0] == 0
    left = json.loads(saved.read_text())["limits"]["weeks"]
    assert again(run, saved, f"--done={first}")["limits"]["weeks"] == left
    assert again(run, saved, f"--done={second}")["limits"]["weeks"] < left


def test_what_changed_is_said_in_words(run: Run, saved: Path) -> None:
    first, second = ids(json.loads(saved.read_text()))[:2]
    for options in ([], ["--format=markdown"], ["--format=html"]):
        code, out, _ = run(f"--from={saved}", f"--done={first}", f"--exclude={second}", *options)
        text = " ".join(out.split())
        assert code == 0
        for said in (
            "Since the earlier plan",
            "Done: ",
            "are taken off the weeks and the budget.",
            "Kept: ",
            "Dropped: ",
        ):
            assert said in text


def test_wishes_said_now_take_the_place_of_the_kept_ones(run: Run, saved: Path) -> None:
    found = again(run, saved, "--budget=0", "--prefer=best")
    assert found["limits"]["budget"] == 0
    assert found["limits"]["delivery"] == ["self-paced"]
    assert found["prefer"] == "best"


def test_other_data_and_what_they_lack_is_said(run: Run, saved: Path) -> None:
    kept = json.loads(saved.read_text())
    kept["digest"] = "0" * 64
    kept["steps"][0]["course"] = "a-course-that-was"
    kept["profile"].append({"skill": "a-skill-that-was", "level": 3, "assumed": False})
    saved.write_text(json.dumps(kept))
    found = again(run, saved)["progress"]
    assert found["other_data"] is True
    assert found["not_in_the_data"] == ["a-course-that-was", "a-skill-that-was"]
    text = " ".join(run(f"--from={saved}")[1].split())
    assert "The data changed since the plan was kept" in text
    assert "No longer in the data: a-course-that-was, a-skill-that-was." in text


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:3000],
        lambda _: "no json",
        lambda _: "[1, 2]",
        lambda _: '{"schema": "hpcskills/assessment/1"}',
        lambda _: "[" * 100_000,
        lambda text: text.replace('"level": 3', '"level": 9', 1),
        lambda text: text.replace('"budget": 100.0', '"budget": "much"'),
        lambda text: text.replace('"budget": 100.0', '"budget": NaN'),
        lambda text: text.replace('"weeks": 30.0', '"weeks": -1'),
        lambda text: text.replace('"steps"', '"stairs"'),
        lambda text: text.replace('"prefer": "cheapest"', '"prefer": "shiniest"'),
        lambda text: text.replace('"prefer": "cheapest"', '"prefer": ["cheapest"]'),
        lambda text: text.replace('"role": "hpc-operations-engineer"', '"role": "astronaut"', 1),
        lambda text: text.replace('"role": "hpc-operations-engineer"', '"role": {}', 1),
        lambda text: text.replace('"country": "PY"', '"country": 5'),
        lambda text: text.replace(f'"start": "{START}"', '"start": 5', 1),
    ],
)
def test_a_damaged_or_foreign_file_gives_one_sentence(run: Run, saved: Path, damage: Callable[[str], str]) -> None:
    text = saved.read_text()
    saved.write_text(damage(text))
    assert saved.read_text() != text
    code, out, err = run(f"--from={saved}")
    assert (code, out) == (4, "")
    assert err.startswith("Error: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["linux"], 2, "leave words, files and background out"),
        (["--role=any"], 2, "--from follows a plan for one role"),
        (["--done=no-such-course"], 2, "There is no course"),
    ],
)
def test_wrong_wishes_are_refused_with_a_sentence(
    run: Run, saved: Path, options: list[str], code: int, said: str
) -> None:
    found = run(f"--from={saved}", *options)
    assert found[:2] == (code, "")
    assert said in found[2]
    assert run("--from=/no/such/file")[0] == 4


# --- what decides between equals ----------------------------------------------------------------------------


def planned(*courses: Course, prefer: Prefer = Prefer.CHEAPEST, **wishes: Any) -> Plan:
    cat = catalogue([skill("a"), skill("b")], [role("r", need("a", level=2), need("b", level=2))], courses=courses)
    limits = Limits(start=START, **wishes)
    return plan(cat, Scorer(cat), person({"b": 2}), cat.roles["r"], limits, prefer=prefer, target=Target(fit=100))


def taken(found: Plan) -> list[str]:
    return [step.course.id for step in found.steps]


@pytest.mark.parametrize("prefer", Prefer)
def test_of_equal_plans_the_promised_one_is_kept_and_a_better_one_is_not_passed_over(prefer: Prefer) -> None:
    a, b = course("a", teaches={"a": 2}, hours=10), course("b", teaches={"a": 2}, hours=10)
    assert taken(planned(a, b, prefer=prefer)) == ["a"]
    assert taken(planned(a, b, prefer=prefer, promised=frozenset({"b"}))) == ["b"]
    short = replace(a, hours=Range(low=9, high=9, basis="stated"))
    assert taken(planned(short, b, prefer=prefer, promised=frozenset({"b"}))) == ["a"]


def test_of_equally_cheap_plans_the_one_in_the_preferred_language_is_taken() -> None:
    english = course("english", teaches={"a": 2}, hours=10)
    spanish = replace(course("spanish", teaches={"a": 2}, hours=20), languages=("en", "es"))
    both = frozenset({"es"})
    assert taken(planned(english, spanish)) == ["english"]
    assert taken(planned(english, spanish, preferred=both)) == ["spanish"]
    assert taken(planned(english, spanish, preferred=both, prefer=Prefer.FASTEST)) == ["english"]
    dear = replace(spanish, cost_usd=Range(low=5, high=5, basis="stated"))
    assert taken(planned(english, dear, preferred=both)) == ["english"]
    assert taken(planned(english, dear, preferred=both, prefer=Prefer.BEST)) == ["spanish"]


def test_a_preparation_that_is_done_spares_study_for_its_exam() -> None:
    study = SelfStudy(start={}, hours=Range(low=50, high=100, basis="estimated"))
    exam = replace(course("exam", kind="exam", proves={"a": 2}, requires={"a": 2}, hours=2), self_study=study)
    lesson = replace(course("lesson", teaches={"b": 1}, hours=30), prepares_for=("exam",))
    found = planned(exam, lesson, done=frozenset({"lesson"}))
    assert [(step.course.id, step.hours.low, step.hours.high) for step in found.steps] == [("exam", 20, 70)]


def test_a_course_that_may_have_ended_is_not_built_on_unless_it_is_asked_for() -> None:
    gone, sure = course("gone", teaches={"a": 2}, hours=1, status="unknown"), course("sure", teaches={"a": 2}, hours=9)
    assert taken(planned(gone, sure)) == ["sure"]
    assert taken(planned(gone, sure, include=frozenset({"gone"}))) == ["gone"]
