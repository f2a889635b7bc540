"""A change of trade: what carries over, where it counts and what the path leads to."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from small import catalogue, need, person, role, skill

from hpcskills.assess import Assessor
from hpcskills.catalogue import load
from hpcskills.model import Tier, WorkYear
from hpcskills.planning.ladder import after_a_year, ladder
from hpcskills.planning.limits import Limits
from hpcskills.render import wording_ladder
from hpcskills.scoring.fit import Scorer
from hpcskills.transition import Transition, transition

LIMITS = Limits(start=date(2026, 11, 22))
DATA = Path(__file__).parent / "golden" / "data"


@pytest.fixture(scope="module")
def assessor() -> Assessor:
    return Assessor(load(skills=DATA / "skills.yaml", roles=DATA / "roles.yaml", courses=DATA / "courses.yaml"))


def changed(assessor: Assessor, text: str = "", role: str | None = None) -> Transition:
    catalogue = assessor.catalogue
    wanted = catalogue.roles[role] if role else None
    return transition(assessor, catalogue.backgrounds["miner"], text, limits=LIMITS, role=wanted)


def test_the_path_leads_to_the_best_landing_job(assessor: Assessor) -> None:
    found = changed(assessor)
    assert found.assessment.target.role == "technician"
    assert [rung.plan.role for rung in found.ladder.rungs] == ["technician", "system-administrator"]


def test_a_chosen_role_is_kept(assessor: Assessor) -> None:
    assert changed(assessor, role="scientific-developer").assessment.target.role == "scientific-developer"


def test_what_is_earned_is_what_the_fit_counts(assessor: Assessor) -> None:
    found = changed(assessor)
    earned = sum(e.points for one in found.carried for e in one.earns if e.role == "technician")
    assert earned == pytest.approx(found.assessment.target.fit)
    assert found.carried[0].implied.skill == "hardware-maintenance"


def test_own_words_close_usual_gaps_and_denials_count(assessor: Assessor) -> None:
    found = changed(assessor, "linux, no fortran")
    assert {gap.skill: gap.held is not None for gap in found.usual_gaps} == {"linux": True, "python": False}
    denied = next(one for one in found.carried if one.implied.skill == "fortran")
    assert denied.held is None
    assert denied.earns == ()


def test_outlook_is_that_of_the_jobs_on_the_way(assessor: Assessor) -> None:
    assert [fact.about[0] for fact in changed(assessor).facts] == ["technician", "system-administrator", "miner"]


# --- the stepping stones --------------------------------------------------------------------------------------


def test_a_rung_begins_with_the_plan_and_the_year_of_work_before_it(assessor: Assessor) -> None:
    first, second = changed(assessor, "no linux").ladder.rungs
    assert first.year == {"cabling": 3, "linux": 1}
    assert not first.plan.steps
    assert second.plan.before.held["linux"].level == 1
    assert second.plan.before.held["cabling"].level == 3
    assert (
        second.plan.start.fit > assessor.scorer.fit(assessor.catalogue.roles[second.plan.role], first.plan.profile).fit
    )


def test_a_year_of_work_goes_no_further_than_the_role_asks_and_the_data_allow() -> None:
    linux, scheduling = need("linux", level=5), need("slurm", "pbs", level=2)
    cat = catalogue([skill("linux"), skill("slurm"), skill("pbs")], [role("r", linux, scheduling)])
    work = WorkYear(levels=1, most=4, why="")
    years = [{"linux": 0}, {"linux": 3, "pbs": 1}, {"linux": 4, "pbs": 2}, {"linux": 5, "slurm": 5}]
    grown = [
        after_a_year(Scorer(cat), person({s: n for s, n in has.items() if n}), cat.roles["r"], work) for has in years
    ]
    assert grown == [{"linux": 1, "slurm": 1}, {"linux": 4, "pbs": 2}, {}, {}]
    assert after_a_year(Scorer(cat), person({}), cat.roles["r"], None) == {}


def test_the_rungs_lead_through_the_role_that_is_asked_for(assessor: Assessor) -> None:
    found = changed(assessor, role="scientific-developer").ladder
    assert [rung.plan.role for rung in found.rungs] == ["technician", "scientific-developer"]
    assert [plan.role for plan in found.rungs[1].beside] == ["system-administrator"]
    emerging = changed(assessor, role="platform-architect").ladder
    assert [rung.tier for rung in emerging.rungs] == [Tier.ENTRY, Tier.CORE, Tier.EMERGING]


def test_when_time_is_up_that_is_said(assessor: Assessor) -> None:
    catalogue = assessor.catalogue
    cut = ladder(catalogue, assessor.scorer, person({}), [catalogue.roles["technician"]], LIMITS, seconds=0)
    assert (cut.rungs, cut.cut) == ((), True)
    assert "Time was up" in " ".join(wording_ladder.notes(cut, catalogue))


def test_the_shipped_ladder_says_hours_money_time_pay_and_what_falls() -> None:
    shipped = Assessor(load())
    trade = shipped.catalogue.backgrounds["data-centre-technician"]
    found = transition(shipped, trade, "linux 4 years, bash", limits=LIMITS)
    assert [rung.tier for rung in found.ladder.rungs] == [Tier.ENTRY, Tier.CORE, Tier.EMERGING]
    told = wording_ladder.stones(found.ladder, found.facts, shipped.catalogue)
    administrator = next(stone for stone in told if stone.title.startswith("System Administrator"))
    assert re.search(r"\d+ to \d+ of 100 in \d+ steps?, [\d,-]+ h, .*, \d+ weeks?", administrator.title)
    assert any("-4.2%: falls" in line and "2024-2034; BLS" in line for line in administrator.lines)
    assert any("96,800 USD (May 2024" in line for line in administrator.lines)
