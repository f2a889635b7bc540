"""The first path: which gaps, which courses, in which order, and who may pay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import catalogue, course, funding, need, person, role, skill, transfer

from hpcskills.catalogue import load
from hpcskills.model import Catalogue, Course, CourseOption, FirstPath, Funding, Strategy
from hpcskills.planning.plan import OPTIONS_PER_GAP, by_strategy, first_path, ready
from hpcskills.scoring.credit import Credits
from hpcskills.scoring.fit import Scorer

SKILLS = [
    skill("scheduling"),
    skill("slurm", broader=["scheduling"]),
    skill("pbs", broader=["scheduling"]),
    skill("linux"),
    skill("c"),
    skill("cpp"),
]
ROLE = role(
    "r",
    need("linux", level=2, importance=2),
    need("scheduling", level=4, importance=5),
    need("c", "cpp", level=4),
)


def small(courses: Iterable[Course], routes: Iterable[Funding] = ()) -> Catalogue:
    return catalogue(SKILLS, [ROLE], transfers=[transfer("pbs", "slurm", 70)], courses=courses, funding=routes)


def path_of(cat: Catalogue, levels: Mapping[str, int]) -> FirstPath:
    someone = person(levels)
    return first_path(cat, someone, Scorer(cat).fit(cat.roles["r"], someone))


def options(courses: Iterable[Course], levels: Mapping[str, int]) -> list[str]:
    """Give the course ids shown for the biggest gap."""
    return [option.course.id for option in path_of(small(courses), levels).gaps[0].options]


def test_gaps_come_by_points_to_win_and_covered_needs_do_not_come() -> None:
    path = path_of(small([]), {"linux": 2, "slurm": 3})
    assert [(gap.part.requirement.label, gap.gain) for gap in path.gaps] == [
        ("scheduling", 100 * 5 / 4 / 8),
        ("c/cpp", 100 * 1 / 8),
    ]
    assert all(gap.options == () for gap in path.gaps)
    # What is left to win decides, not the importance: scheduling weighs more but is three quarters done.
    labels = [gap.part.requirement.label for gap in path_of(small([]), {"slurm": 3}).gaps]
    assert labels == ["linux", "scheduling", "c/cpp"]
    assert sum(gap.gain for gap in path_of(small([]), {}).gaps) == pytest.approx(100)


def test_a_course_must_lead_above_what_already_counts() -> None:
    offers = [course("same", teaches={"slurm": 3}), course("more", teaches={"slurm": 4})]
    assert options(offers, {"linux": 2, "pbs": 3}) == ["more"]


def test_a_course_may_teach_the_skill_one_that_counts_in_full_or_any_of_a_group() -> None:
    offers = [
        course("parent", teaches={"scheduling": 2}),
        course("child", teaches={"slurm": 2}),
        course("other", teaches={"linux": 5}),
    ]
    assert sorted(options(offers, {})) == ["child", "parent"]
    # pbs carries over to slurm only in part: a course on it does not stand for one on slurm.
    narrow = catalogue(
        SKILLS,
        [role("r", need("slurm"))],
        transfers=[transfer("pbs", "slurm", 70)],
        courses=[course("pbs", teaches={"pbs": 4})],
    )
    assert path_of(narrow, {}).gaps[0].options == ()
    path = path_of(small([course("cpp", teaches={"cpp": 4, "c": 1})]), {"linux": 2, "slurm": 4})
    assert path.gaps[0].options == (
        CourseOption(course=course("cpp", teaches={"cpp": 4, "c": 1}), skill="cpp", level=4, closes=True),
    )


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (course("z", teaches={"slurm": 4}), course("a", teaches={"slurm": 3})),
        (course("z", teaches={"slurm": 3}), course("a", teaches={"slurm": 2}, cost=0)),
        (course("z", teaches={"slurm": 4}, cost=0), course("a", teaches={"slurm": 4}, cost=10)),
        (course("z", teaches={"slurm": 4}, cost=0), course("a", teaches={"slurm": 5}, cost=10)),
        (course("z", teaches={"slurm": 4}, cost=900), course("a", teaches={"slurm": 4}, cost=None)),
        (course("z", teaches={"slurm": 4}, hours=5), course("a", teaches={"slurm": 4}, hours=9)),
        (course("z", teaches={"slurm": 4}, hours=900), course("a", teaches={"slurm": 4}, hours=None)),
        (course("z", teaches={"slurm": 4}), course("a", teaches={"slurm": 4}, status="unknown")),
        (course("a", teaches={"slurm": 4}), course("z", teaches={"slurm": 4})),
        (course("z", teaches={"slurm": 2}), course("a", teaches={"slurm": 4}, requires={"linux": 3})),
        (course("z", teaches={"slurm": 2}), course("a", teaches={"slurm": 4}, requires_credential="x")),
    ],
)
def test_which_of_two_courses_comes_first(better: Course, worse: Course) -> None:
    for offers in ([better, worse], [worse, better]):
        assert options(offers, {"linux": 2}) == [better.id, worse.id]


def test_prerequisites_are_met_with_credit_and_an_exam_by_the_start_of_its_study() -> None:
    credits_ = Credits(small([]))
    asks = course("asks", requires={"scheduling": 3, "linux": 1})
    assert ready(asks, {"pbs": 3, "linux": 1}, credits_)
    assert not ready(asks, {"pbs": 2, "linux": 1}, credits_)
    assert not ready(asks, {"pbs": 3}, credits_)
    assert ready(course("carried", requires={"slurm": 2}), {"pbs": 3}, credits_)
    exam = course("exam", kind="exam", proves={"slurm": 4}, requires={"slurm": 4}, start={"linux": 1})
    assert ready(exam, {"linux": 1}, credits_)
    assert not ready(exam, {"slurm": 4}, credits_)
    assert options([exam], {"linux": 1}) == ["exam"]


def test_few_options_and_a_strategy_is_shown_before_a_second_course_of_another() -> None:
    cheap = [course(f"c{n}", teaches={"slurm": 4}, cost=n) for n in range(6)]
    lab = course("lab", teaches={"slurm": 2}, cost=None, strategy=Strategy.NATIONAL_LAB)
    assert options(cheap, {}) == ["c0", "c1", "c2", "c3"]
    assert options([lab, *cheap], {}) == ["c0", "c1", "c2", "lab"]
    each = [course(s, teaches={"slurm": 4}, cost=n, strategy=s) for n, s in enumerate(Strategy)]
    assert len(options([*each, *cheap], {})) == OPTIONS_PER_GAP


def test_strategies_stand_in_the_order_of_the_report_with_every_option_once() -> None:
    lab = course("lab", teaches={"slurm": 2, "linux": 2}, strategy=Strategy.NATIONAL_LAB)
    path = path_of(small([lab, course("cross", teaches={"slurm": 4})]), {})
    grouped = by_strategy(path)
    assert [strategy for strategy, _ in grouped] == list(Strategy)
    assert {strategy: [option.course.id for _, option in pairs] for strategy, pairs in grouped if pairs} == {
        Strategy.CROSS_TRAINING: ["cross"],
        Strategy.NATIONAL_LAB: ["lab", "lab"],
    }
    assert all(option in gap.options for _, pairs in grouped for gap, option in pairs)


def test_funding_is_for_its_kinds_of_course_or_only_for_the_courses_it_names() -> None:
    routes = [
        funding("exams", applies_to=["exam"]),
        funding("courses", applies_to=["degree", "course"]),
        funding("this", applies_to=["exam"], courses=["shown", "other"]),
        funding("that", applies_to=["course"], courses=["other"]),
    ]
    path = path_of(small([course("shown", teaches={"slurm": 4})], routes), {})
    assert [route.id for route in path.funding] == ["courses", "this"]
    assert path_of(small([], routes), {}).funding == ()


@cache
def shipped() -> tuple[Catalogue, Scorer]:
    cat = load()
    return cat, Scorer(cat)


@given(st.data())
def test_every_option_of_the_shipped_courses_helps(data: st.DataObject) -> None:
    cat, scorer = shipped()
    wanted = data.draw(st.sampled_from(list(cat.roles.values())))
    asked = sorted({skill_ for req in wanted.requirements for skill_ in req.skills})
    levels = data.draw(st.dictionaries(st.sampled_from(asked), st.integers(1, 5)))
    fit = scorer.fit(wanted, person(levels))
    path = first_path(cat, person(levels), fit, credits_=scorer.credits)
    assert path == first_path(cat, person(levels), fit)
    assert {gap.part.requirement.label for gap in path.gaps} == {
        part.requirement.label for part in fit.parts if not part.full
    }
    for gap in path.gaps:
        assert len(gap.options) <= OPTIONS_PER_GAP
        for option in gap.options:
            raised = max(option.level, levels.get(option.skill, 0))
            then = scorer.fit(wanted, person({**levels, option.skill: raised}))
            (part,) = (p for p in then.parts if p.requirement == gap.part.requirement)
            assert part.covered > gap.part.covered
            assert part.full == option.closes
