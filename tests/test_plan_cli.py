"""`hpcskills plan` as people use it: what it prints, refuses and writes."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from hpcskills.cli import main

GOLDEN = Path(__file__).parent / "golden" / "data"
DATA = [f"--{name}={GOLDEN / name}.yaml" for name in ("skills", "roles", "courses")]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    def command(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["hpcskills", "plan", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        written = capsys.readouterr()
        return int(ended.value.code or 0), written.out, written.err

    return command


def plan_of(run: Run, *arguments: str) -> dict[str, object]:
    code, out, err = run(*arguments, "--start=2026-11-22", "--format=json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert isinstance(found, dict)
    return found


def test_a_plan_says_how_far_for_how_much_until_when_and_that_it_is_proven(run: Run) -> None:
    code, out, _ = run("linux 10 years, bash, python", "--role=system-administrator", "--start=2026-11-22")
    assert code == 0
    first = " ".join(out.split("\n\n")[0].split())
    assert re.match(
        r"System Administrator: from \d+ to \d+ of 100 in \d+ steps, [\d,]+-[\d,]+ h, [\d,]+-[\d,]+ USD.*; "
        r"done by 20\d\d-\d\d-\d\d \([\d.]+ weeks\)\. ",
        first,
    )
    assert "Proven: no plan that reaches the goal within these limits is cheaper." in first
    assert "(assumed; say yours with --hours-per-week)" in " ".join(out.split())
    assert max(map(len, out.splitlines())) <= 80


def test_json_adds_up(run: Run) -> None:
    found = plan_of(run, "linux, bash", "--role=hpc-operations-engineer", "--hours-per-week=10", "--budget=500")
    steps = found["steps"]
    assert isinstance(steps, list)
    assert steps
    hours, usd = found["hours"], found["usd"]
    assert isinstance(hours, dict)
    assert isinstance(usd, dict)
    assert hours["max"] == pytest.approx(sum(step["hours"]["max"] for step in steps))
    assert hours["min"] == pytest.approx(sum(step["hours"]["min"] or 0 for step in steps))
    assert usd["max"] == pytest.approx(sum(step["usd"]["max"] or 0 for step in steps))
    assert usd["max"] <= 500
    assert found["schema"] == "hpcskills/plan/1"
    assert found["proven"] is True
    fits = [step["fit"]["fit"] for step in steps]
    assert fits == sorted(fits)
    assert steps[-1]["fit"]["fit"] == found["end"]["fit"]  # type: ignore[index]
    days = [(date.fromisoformat(step["first_day"]), date.fromisoformat(step["last_day"])) for step in steps]
    assert days[0][0] == date(2026, 11, 22)
    assert found["last_day"] == days[-1][1].isoformat()
    assert all(first <= last for first, last in days)
    whole = hours["max"] / 10 * 7
    assert whole <= (days[-1][1] - days[0][0]).days + 1 < whole + 1 + 1e-6


def test_limits_are_kept(run: Run) -> None:
    found = plan_of(
        run, "linux, bash", "--role=hpc-operations-engineer", "--free-only", "--delivery=self-paced", "--language=EN",
        "--weeks=20", "--prefer=best", "--exclude=swc-shell-novice", "--country=uk",
    )  # fmt: skip
    steps = found["steps"]
    assert isinstance(steps, list)
    assert steps
    assert {step["usd"]["max"] for step in steps} == {0}
    assert "swc-shell-novice" not in {step["course"] for step in steps}
    assert found["weeks"] <= 20  # type: ignore[operator]
    assert found["limits"]["country"] == "GB"  # type: ignore[index]


def test_what_stands_in_the_way_is_told_with_the_option_to_change(run: Run) -> None:
    code, out, _ = run("linux 10 years, bash", "--role=hpc-operations-engineer", "--weeks=6", "--start=2026-11-22")
    text = " ".join(out.split())
    assert code == 0
    assert "These limits do not allow it; this is the best they do." in text
    weeks = re.search(r"Only time changed: [\d.]+ weeks instead of 6 \(--weeks ([\d.]+)\)", text)
    assert weeks
    found = plan_of(run, "linux 10 years, bash", "--role=hpc-operations-engineer", f"--weeks={weeks[1]}")
    assert found["outcome"] == "reached"


def test_markdown_is_a_checklist(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "plan.md"
    assert run("linux, bash", "--role=hpc-operations-engineer", f"--output={target}", "--start=2026-11-22")[0] == 0
    text = target.read_text(encoding="utf-8")
    assert text.startswith("# Plan: HPC Operations")
    assert "\n- [ ] **1. [" in text
    assert target.stat().st_mode & 0o777 == 0o600


def test_the_choice_between_money_time_and_fit(run: Run) -> None:
    limits = ("--role=ai-infrastructure-technician", "--delivery=self-paced", "--budget=100", "--weeks=30")
    found = plan_of(run, "linux, bash", *limits, "--pareto")
    points = found["points"]
    assert isinstance(points, list)
    assert len(points) > 1
    assert all(point["proven"] for point in points)
    names = ("courses_of_unknown_price", "usd", "hours")
    for one in points:
        for other in points:
            better = all(other[name] <= one[name] for name in names) and other["fit"] >= one["fit"]
            assert not better or other == one or other["fit"] == one["fit"]
    code, out, _ = run("linux, bash", *limits, "--free-only", "--pareto")
    assert code == 0
    assert "Proven: no plan costs less, takes less and leads further" in out


def test_any_role_names_the_one_that_is_ready_soonest(run: Run) -> None:
    found = plan_of(run, "10 years python, C++, bash", "--role=any", *DATA)
    plans = found["plans"]
    assert isinstance(plans, list)
    assert plans
    code, out, _ = run("10 years python, C++, MPI, bash", "--role=any", *DATA)
    assert code == 0
    assert "the soonest ready first" in out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--by=soon"], "--by needs a day such as 2027-06-30"),
        (["--by=2020-01-01"], "is before the first day"),
        (["--country=Paraguay"], "--country needs a code of two letters"),
        (["--include=no-such-course"], "There is no course"),
        (["--delivery=pigeon"], "There is no delivery"),
        (["--funding=rich-uncle"], "There is no funding route"),
        (["--include=lf-lfs101", "--exclude=lf-lfs101"], "cannot be included and left out"),
        (["--pareto", "--role=any"], "--pareto shows one role"),
        (["--role=astronaut"], "There is no role"),
    ],
)
def test_wrong_wishes_are_refused_with_a_sentence(run: Run, options: list[str], said: str) -> None:
    code, out, err = run("linux", *options)
    assert (code, out) == (2, "")
    assert said in err


def test_where_no_role_is_named_the_one_planned_for_and_a_nearer_one_are_told(run: Run) -> None:
    code, out, err = run("linux, bash, basket weaving", "--background=it-help-desk", "--target=10")
    assert code == 0
    assert out.startswith("System Administrator")
    assert "Not understood or not sure, so not counted: basket weaving." in err
    assert "Planned for the nearest core role, System Administrator (--role names another)." in err
    assert re.search(r"Nearer is an entry role, [\w /]+: \d+ of 100 today, --role [\w-]+\.", err)


def test_practice_is_not_the_role_itself_nor_a_place_that_is_closed(run: Run) -> None:
    found = plan_of(
        run, "linux, bash", "--background=asic-mining-technician", "--role=ai-infrastructure-technician", "--country=PY"
    )
    left = found["left"]
    assert isinstance(left, list)
    practice = next(one["practice"] for one in left if one["skills"] == ["preventive-maintenance"])
    assert practice == {"roles": ["hpc-operations-engineer"], "places": [], "open_source": False}


def test_money_that_is_counted_on_comes_with_its_conditions(run: Run) -> None:
    _, out, _ = run(
        "linux 5 years",
        "--role=system-administrator",
        "--country=US",
        "--veteran",
        "--target=30",
        "--include=redhat-rhcsa",
    )
    assert "Look the exam up in the VA search tool first" in " ".join(out.split())


def test_who_has_it_all_is_told_to_apply(run: Run) -> None:
    code, out, _ = run("linux", "--role=hpc-operations-engineer", "--target=0")
    assert code == 0
    assert "The goal is reached without any course: apply." in " ".join(out.split())
