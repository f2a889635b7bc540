"""`hpcskills plan --format ics`: a calendar that a parser reads back, with the hours and the dates of the plan."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from small import catalogue, course, need, person, role, skill

from hpcskills.cli import main
from hpcskills.errors import UserError
from hpcskills.planning.calendar import WEEKDAYS, blocks
from hpcskills.planning.limits import Limits
from hpcskills.planning.optimum import plan
from hpcskills.planning.planned import Plan, Target
from hpcskills.scoring.fit import Scorer

Run = Callable[..., tuple[int, str, str]]
ASKED = (
    "linux, bash",
    "--role=hpc-operations-engineer",
    "--target=30",
    "--budget=50",
    "--weeks=30",
    "--start=2026-11-23",
)


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


def test_the_calendar_holds_the_hours_of_the_plan_on_the_days_of_study(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "plan.ics"
    code, out, err = run(*ASKED, "--study-days=tue,Sunday", "--study-time=19:30", f"--output={target}")
    assert (code, out, err) == (0, "", "")
    assert target.stat().st_mode & 0o777 == 0o600
    content = target.read_bytes()
    assert max(map(len, content.split(b"\r\n"))) <= 75
    calendar = Calendar.from_ical(content)
    events = calendar.events
    found = json.loads(run(*ASKED, "--format=json")[1])
    assert sum((event.end - event.start for event in events), timedelta()) == timedelta(hours=found["hours"]["max"])
    starts = [event.start for event in events]
    assert starts == sorted(starts)
    assert {start.strftime("%a") for start in starts} == {"Tue", "Sun"}
    assert starts[0] == datetime(2026, 11, 24, 19, 30)
    assert starts[-1].strftime("%Y-%m-%d") <= found["last_day"]
    assert {event.get("url") for event in events} == {step["url"] for step in found["steps"]}
    assert len({event.get("uid") for event in events}) == len(events)
    assert all(event.get("dtstamp").dt.date() == date(2026, 11, 23) for event in events)
    assert calendar.get("x-wr-calname") == "hpcskills: HPC Operations Engineer"


def test_the_same_wish_gives_the_same_calendar(run: Run) -> None:
    assert run(*ASKED, "--format=ics") == run(*ASKED, "--format=ics")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--study-days=mon,someday"], "There is no day “som”."),
        (["--study-time=late"], "--study-time needs a time such as 18:30, not “late”."),
        (["--study-time=23:00"], "do not end on their day; name more --study-days"),
        (["--pareto"], "--pareto has no page and no calendar"),
        (["--target=0"], "The plan has no steps, so there is nothing to put into a calendar."),
    ],
)
def test_what_makes_no_calendar_is_refused_with_a_sentence(run: Run, options: list[str], said: str) -> None:
    code, out, err = run(*ASKED, "--format=ics", *options)
    assert (code, out) == (2, "")
    assert said in err


def planned(hours: list[float], limits: Limits, *, kind: str = "course") -> Plan:
    """A plan of courses one after the other, each of its own hours."""
    names = [f"s{number}" for number in range(len(hours))]
    offers = [course(name, teaches={name: 2}, hours=h, kind=kind) for name, h in zip(names, hours, strict=True)]
    cat = catalogue(map(skill, names), [role("r", *(need(name, level=2) for name in names))], courses=offers)
    return plan(cat, Scorer(cat), person({}), cat.roles["r"], limits, target=Target(fit=100))


@given(
    st.lists(st.integers(1, 2400), min_size=1, max_size=4),
    st.sampled_from([0.5, 1, 3, 7.3, 8, 12, 21.7, 40]),
    st.sets(st.sampled_from(WEEKDAYS)),
    st.integers(0, 6),
)
def test_blocks_add_up_keep_their_order_and_end_with_the_plan(
    minutes: list[int], pace: float, days: set[str], weekday: int
) -> None:
    start = date(2026, 11, 23) + timedelta(days=weekday)
    found = planned([one / 60 for one in minutes], Limits(start=start, hours_per_week=pace))
    try:
        laid = blocks(found, days=days)
    except UserError:
        assert pace > 12
        return
    assert sum((block.end - block.begin for block in laid), timedelta()) == timedelta(minutes=sum(minutes))
    for step in found.steps:
        own = [block for block in laid if block.step is step]
        assert sum((block.end - block.begin for block in own), timedelta()) == timedelta(minutes=step.minutes)
        assert [(block.number, block.count) for block in own] == [(n, len(own)) for n in range(1, len(own) + 1)]
    assert all(before.end <= after.begin for before, after in pairwise(laid))
    assert start <= laid[0].begin.date() <= laid[-1].begin.date() <= found.last_day
    for week in range((found.last_day - start).days // 7 + 1):
        first = datetime.combine(start + timedelta(weeks=week), time())
        inside = [block for block in laid if first <= block.begin < first + timedelta(weeks=1)]
        assert sum((b.end - b.begin for b in inside), timedelta()) <= timedelta(hours=pace, minutes=1)


def test_a_paid_place_is_whole_days_and_study_follows_it() -> None:
    limits = Limits(start=date(2026, 11, 23), hours_per_week=8, include=frozenset({"s0"}))
    laid = blocks(planned([80], limits, kind="internship"))
    assert [(block.whole_days, block.begin, block.end) for block in laid] == [
        (True, datetime(2026, 11, 23), datetime(2026, 12, 7))
    ]


def test_what_to_install_is_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    code, out, err = run(*ASKED, "--format=ics")
    assert (code, out) == (2, "")
    assert "pip install 'hpcskills[calendar]'" in err
