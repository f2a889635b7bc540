"""From what was said to levels: the conventions on words, years, backgrounds and doubt, case by case."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small import SCALE, background

from hpcskills.model import How, Match, Reading, Status, Unsure, YearsRule
from hpcskills.scoring import profile


def said(
    skill_: str,
    level: int | None = None,
    years: float | None = None,
    *,
    status: Status = Status.HELD,
    learning: bool = False,
) -> Match:
    return Match(
        skill=skill_,
        mention=skill_,
        start=0,
        end=1,
        how=How.EXACT,
        score=1,
        status=status,
        level=level,
        years=years,
        learning=learning,
    )


def reading(*matches: Match, unsure: tuple[Unsure, ...] = ()) -> Reading:
    return Reading(matches=matches, unsure=unsure, unknown=())


@pytest.mark.parametrize(
    ("matches", "level", "assumed"),
    [
        ([said("a")], 3, True),
        ([said("a", learning=True)], 2, True),
        ([said("a", learning=True), said("a")], 3, True),
        ([said("a", 5)], 5, False),
        ([said("a", 1), said("a")], 1, False),  # a level said beats an assumed one
        ([said("a", 4), said("a", 2)], 4, False),
        ([said("a", years=0.5)], 2, False),
        ([said("a", years=1)], 3, False),
        ([said("a", years=2.9)], 3, False),
        ([said("a", years=3)], 4, False),
        ([said("a", years=40)], 4, False),  # years alone never give 5
        ([said("a", 5, years=10)], 5, False),
        ([said("a", 5, years=1)], 4, False),  # the lower of the two plus one at most
        ([said("a", 1, years=10)], 2, False),
        ([said("a", 3, years=2)], 3, False),
        (
            [said("a", status=Status.DENIED), said("a", 2)],
            2,
            False,
        ),  # "started with no knowledge, and built ..."
    ],
)
def test_level_of_one_skill(matches: list[Match], level: int, assumed: bool) -> None:
    for order in (matches, matches[::-1]):
        held = profile.build(reading(*order), SCALE).held["a"]
        assert (held.level, held.assumed) == (level, assumed)
    assert set(held.matches) == {match for match in matches if match.status is Status.HELD}


def test_years_alone_never_make_an_expert_whatever_the_scale_says() -> None:
    generous = replace(SCALE, years=(*SCALE.years, YearsRule(years=10, level=5)))
    assert profile.build(reading(said("a", years=12)), generous).held["a"].level == 4


def test_a_denial_removes_what_a_background_implies_but_not_what_is_held() -> None:
    words = reading(said("a", status=Status.DENIED), said("a"))
    held = profile.build(words, SCALE, background("trade", a=5)).held["a"]
    assert (held.level, held.background) == (3, None)


@pytest.mark.parametrize("status", [Status.DENIED, Status.WANTED])
def test_denied_and_wanted_skills_do_not_count(status: Status) -> None:
    assert profile.build(reading(said("a", 5, status=status)), SCALE).held == {}


def test_a_background_gives_typical_levels_that_words_override() -> None:
    trade = background("trade", a=4, b=4, c=4, d=2, e=4)
    words = reading(said("a", 2), said("b"), said("c", status=Status.DENIED), said("d"))
    held = profile.build(words, SCALE, trade).held
    levels = {h.skill: (h.level, h.assumed, h.background) for h in held.values()}
    assert levels == {
        "a": (2, False, None),
        "b": (4, True, "trade"),
        "d": (3, True, None),
        "e": (4, True, "trade"),
    }
    assert held["b"].matches == (words.matches[1],)


def test_an_unsure_mention_counts_only_as_unsure_and_for_a_skill_not_settled_yet() -> None:
    doubt = Unsure(mention="?", start=0, end=1, candidates=(said("a"), said("b")), why="")
    assert profile.build(reading(unsure=(doubt,)), SCALE).unsure.keys() == {"a"}
    found = profile.build(reading(said("a"), unsure=(doubt,)), SCALE)
    assert (set(found.held), set(found.unsure)) == ({"a"}, {"b"})
    assert (found.unsure["b"].level, found.unsure["b"].assumed) == (3, True)
    denied = profile.build(reading(said("a", status=Status.DENIED), unsure=(doubt,)), SCALE)
    assert (len(denied.held), set(denied.unsure)) == (0, {"b"})


def derived(skill_: str, years: float) -> Match:
    return said(skill_, years=years)._replace(derived=True)


def test_years_of_jobs_only_raise_what_is_assumed() -> None:
    found = profile.build(reading(derived("a", 0.3), derived("b", 5), derived("c", 40)), SCALE).held
    assert {skill: (held.level, held.assumed) for skill, held in found.items()} == {
        "a": (3, True),
        "b": (4, True),
        "c": (4, True),
    }


@pytest.mark.parametrize("told", [said("a", level=2), said("a", years=0.5)], ids=["level", "years"])
def test_what_is_said_wins_over_the_years_of_jobs(told: Match) -> None:
    held = profile.build(reading(derived("a", 9), told), SCALE).held["a"]
    assert (held.level, held.assumed) == (2, False)
