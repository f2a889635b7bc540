"""`hpcskills whatif`: what added levels change, and which next level is worth most for an hour."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import catalogue, course, need, person, role, skill, transfer

from hpcskills.catalogue import load
from hpcskills.cli import main
from hpcskills.model import Catalogue
from hpcskills.planning.whatif import Next, asked
from hpcskills.scoring.fit import Scorer

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    def command(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["hpcskills", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        written = capsys.readouterr()
        return int(ended.value.code or 0), written.out, written.err

    return command


def fits_of(run: Run, text: str) -> dict[str, float]:
    code, out, _ = run("assess", text, "--format=json")
    assert code == 0
    return {fit["role"]: fit["fit"] for fit in json.loads(out)["fits"]}


def test_the_fits_before_and_after_are_those_of_assessing_with_and_without(run: Run) -> None:
    code, out, err = run("whatif", "linux, bash", "--add=cuda:3", "--add=SLURM:2", "--format=json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert found["added"] == {"cuda": 3, "slurm": 2}
    assert {one["role"]: one["before"] for one in found["effects"]} == fits_of(run, "linux, bash")
    after = fits_of(run, "linux, bash, proficient in cuda, basic slurm")
    assert {one["role"]: one["fit"] for one in found["effects"]} == after
    assert any(one["gain"] > 0 for one in found["effects"])


def test_it_reads_at_80_columns_and_is_the_same_in_markdown(run: Run) -> None:
    for options in (["--add=cuda:3"], [], ["--role=performance-engineer"]):
        code, out, err = run("whatif", "linux, bash", *options)
        assert (code, err) == (0, "")
        assert max(map(len, out.splitlines())) <= 80
        assert "\x1b" not in out
        assert "Performance Engineer" in out
        assert run("whatif", "linux, bash", *options, "--format=markdown")[1].startswith("# ")


def test_a_level_that_is_there_already_is_said_to_change_nothing(run: Run) -> None:
    _, out, _ = run("whatif", "expert in linux", "--add=linux:3")
    assert "You bring Linux 5 already: adding that changes nothing." in " ".join(out.split())


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("kuda:3", "There is no skill “kuda”. Did you mean cuda"),
        ("cuda:7", "the level must be 1, 2, 3, 4 or 5, not “7”"),
        ("cuda:two", "the level must be 1, 2, 3, 4 or 5, not “two”"),
        ("cuda", "--add needs a skill and a level such as cuda:3"),
        (":3", "--add needs a skill and a level such as cuda:3"),
    ],
)
def test_wrong_levels_are_refused_with_a_sentence(run: Run, option: str, said: str) -> None:
    code, out, err = run("whatif", "linux", f"--add={option}")
    assert (code, out) == (2, "")
    assert said in err


SKILLS = [skill("scheduling"), skill("slurm", broader=["scheduling"]), skill("pbs"), skill("linux"), skill("gdb")]
ROLE = role("r", need("scheduling", level=4), need("linux", level=3), need("gdb", level=2))


def steps(cat: Catalogue, levels: dict[str, int]) -> list[Next]:
    return list(asked(cat, Scorer(cat), person(levels), added={}).chances[0].steps)


def test_the_hours_are_of_the_shortest_course_that_can_be_begun_today() -> None:
    cat = catalogue(
        SKILLS,
        [ROLE],
        courses=[
            course("long", teaches={"linux": 2}, hours=20),
            course("short", teaches={"linux": 3}, hours=8, cost=50),
            course("cheap", teaches={"linux": 2}, hours=8),
            course("locked", teaches={"linux": 3}, hours=1, requires={"gdb": 2}),
            course("exam", kind="exam", proves={"gdb": 2}, hours=1),
            course("lab", kind="internship", teaches={"gdb": 2}, hours=1),
        ],
    )
    linux, *rest = steps(cat, {"linux": 1})
    assert (linux.skill, linux.level, linux.course and linux.course.id) == ("linux", 2, "cheap")
    assert linux.per_hour == pytest.approx(100 / 9 / 8)
    assert [(one.skill, one.level, one.course) for one in rest] == [("gdb", 1, None), ("scheduling", 1, None)]


def test_a_narrower_skill_teaches_a_broader_one_and_lent_levels_count() -> None:
    cat = catalogue(
        SKILLS,
        [ROLE],
        transfers=[transfer("pbs", "scheduling", 70)],
        courses=[course("batch", teaches={"slurm": 3}, hours=5), course("pbs", teaches={"pbs": 5}, hours=1)],
    )
    found = next(one for one in steps(cat, {"pbs": 3}) if one.skill == "scheduling")
    assert (found.have, found.level, found.course and found.course.id) == (2.1, 3, "batch")
    assert found.gain == pytest.approx(100 / 3 * (3 - 2.1) / 4)


@cache
def shipped() -> tuple[Catalogue, Scorer]:
    cat = load()
    return cat, Scorer(cat)


@given(st.data())
def test_more_levels_never_lower_a_fit_and_every_next_level_is_worth_what_it_says(data: st.DataObject) -> None:
    cat, scorer = shipped()
    levels = st.dictionaries(st.sampled_from(list(cat.skills)), st.integers(1, 5), max_size=12)
    has, added = data.draw(levels), data.draw(levels)
    both = {name: max(has.get(name, 0), added.get(name, 0)) for name in {**has, **added}}
    for effect in asked(cat, scorer, person(has), added=added).effects:
        wanted = cat.roles[effect.after.role]
        assert effect.before.fit == scorer.fit(wanted, person(has)).fit
        assert effect.after.fit == scorer.fit(wanted, person(both)).fit >= effect.before.fit
    wanted = data.draw(st.sampled_from(list(cat.roles.values())))
    (one,) = asked(cat, scorer, person(has), added={}, role=wanted).chances
    assert [step.per_hour for step in one.steps] == sorted((step.per_hour for step in one.steps), reverse=True)
    for step in one.steps:
        then = scorer.fit(wanted, person({**has, step.skill: step.level})).fit
        assert step.gain == pytest.approx(then - one.fit.fit)
        assert step.gain > 0
