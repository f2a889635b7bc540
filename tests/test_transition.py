"""A change of trade: what carries over, where it counts and what the path leads to."""

from __future__ import annotations

from pathlib import Path

import pytest

from hpcskills.assess import Assessor
from hpcskills.catalogue import load
from hpcskills.transition import Transition, transition

DATA = Path(__file__).parent / "golden" / "data"


@pytest.fixture(scope="module")
def assessor() -> Assessor:
    return Assessor(load(skills=DATA / "skills.yaml", roles=DATA / "roles.yaml", courses=DATA / "courses.yaml"))


def changed(assessor: Assessor, text: str = "", role: str | None = None) -> Transition:
    catalogue = assessor.catalogue
    wanted = catalogue.roles[role] if role else None
    return transition(assessor, catalogue.backgrounds["miner"], text, role=wanted)


def test_the_path_leads_to_the_best_landing_job(assessor: Assessor) -> None:
    found = changed(assessor)
    assert found.assessment.target.role == "technician"
    assert [stone.fit.role for stone in found.stones] == ["technician"]
    assert [fit.role for fit in found.stones[0].onward] == ["system-administrator"]


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
