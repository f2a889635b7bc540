"""Plans as a person gets them: nothing counted that is not there, dates that add up, advice that can be taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small import catalogue, course, funding, need, person, role, skill
from small_plans import START, some_catalogue, some_limits, some_start

from hpcskills.model import Catalogue, Course, Eligibility, Funding, Range, SelfStudy
from hpcskills.planning.eligibility import Person, Standing
from hpcskills.planning.limits import Limit, Limits
from hpcskills.planning.optimum import plan, plans
from hpcskills.planning.planned import Plan, Prefer, Target
from hpcskills.planning.takes import Way
from hpcskills.scoring.credit import Credits
from hpcskills.scoring.fit import Scorer

SKILLS = ("a", "b", "c")


def small(courses: Iterable[Course], *needs_: str, level: int = 2, routes: Iterable[Funding] = ()) -> Catalogue:
    return catalogue(
        map(skill, SKILLS),
        [role("r", *(need(name, level=level) for name in needs_ or ("a",)))],
        courses=courses,
        funding=routes,
    )


def planned(cat: Catalogue, limits: Limits | None = None, prefer: Prefer = Prefer.CHEAPEST, **start: int) -> Plan:
    return plan(
        cat, Scorer(cat), person(start), cat.roles["r"], limits or Limits(start=START), prefer=prefer,
        target=Target(fit=100),
    )  # fmt: skip


def ids(found: Plan) -> list[str]:
    return [step.course.id for step in found.steps]


# --- the model ------------------------------------------------------------------------------------------------


def test_two_courses_that_justify_each_other_are_not_a_plan() -> None:
    circle = [
        course("ab", teaches={"a": 2}, requires={"b": 2}, cost=0),
        course("ba", teaches={"b": 2}, requires={"a": 2}, cost=0),
    ]
    found = planned(small(circle))
    assert (ids(found), found.goal.within_courses) == ([], False)
    # A third one opens the circle: it has to be paid, and to come first.
    found = planned(small([*circle, course("z", teaches={"b": 2}, cost=500)]))
    assert (ids(found), found.usd.high) == (["z", "ab"], 500)
    # A circle of three of which two are needed, with a dear way in at one place only.
    ring = [
        course("x", teaches={"a": 2}, requires={"c": 1}, cost=0),
        course("y", teaches={"b": 2}, requires={"a": 2}, cost=0),
        course("w", teaches={"c": 2}, requires={"b": 2}, cost=0),
        course("in", teaches={"b": 2}, requires={}, cost=70),
    ]
    assert ids(planned(small(ring, "a", "b"))) == ["in", "w", "x"]


def test_hours_of_a_preparation_are_not_counted_again_in_the_study_for_its_exam() -> None:
    study = SelfStudy(start={}, hours=Range(low=50, high=100, basis="estimated"))
    exam = course("exam", kind="exam", proves={"a": 2}, requires={"a": 2}, hours=2)
    exam = replace(exam, self_study=study)
    lesson = course("lesson", teaches={"b": 1}, hours=30)
    alone = planned(small([exam]))
    assert [(step.way, step.hours.low, step.hours.high) for step in alone.steps] == [(Way.STUDY, 50, 100)]
    both = planned(small([exam, replace(lesson, prepares_for=("exam",))], "a", "b", level=1), Limits(start=START))
    assert ids(both) == ["lesson", "exam"]
    assert [(step.hours.low, step.hours.high) for step in both.steps] == [(30, 30), (20, 70)]
    assert both.hours.high == 100
    strangers = planned(small([exam, lesson], "a", "b", level=1))
    assert strangers.hours.high == 130
    # Who meets what the exam asks sits it; that shows the level and does not raise it.
    included = planned(small([exam]), Limits(start=START, include=frozenset({"exam"})), a=2)
    assert [(step.way, step.hours.high, dict(step.gives)) for step in included.steps] == [(Way.SIT, 2, {})]


def test_an_unknown_price_is_never_nothing() -> None:
    offers = [course("dear", teaches={"a": 2}, cost=900), course("unknown", teaches={"a": 2}, cost=None, hours=1)]
    assert ids(planned(small(offers))) == ["dear"]
    assert ids(planned(small(offers), Limits(start=START, budget=1000))) == ["dear"]
    assert ids(planned(small(offers), Limits(start=START, budget=10))) == []
    fast = planned(small(offers), prefer=Prefer.FASTEST)
    assert (ids(fast), fast.unpriced) == (["unknown"], ("unknown",))
    wished = planned(small(offers), Limits(start=START, budget=10, include=frozenset({"unknown"})))
    assert (ids(wished), wished.unpriced, wished.reached) == (["unknown"], ("unknown",), True)


def test_paid_places_and_what_is_not_open_to_the_person_stand_beside_the_plan() -> None:
    job = course("job", kind="apprenticeship", teaches={"a": 2}, hours=4000)
    youth = replace(
        course("students", teaches={"a": 2}),
        eligibility=Eligibility(text="students", conditions={"student_only": "true"}, countries=("US",)),
    )
    cat = small([job, youth])
    found = planned(cat)
    assert ids(found) == []
    assert [one.course.id for one in found.programmes] == ["job"]
    student = Person(country="US", standings=frozenset({Standing.STUDENT}))
    assert ids(planned(cat, Limits(start=START, person=student))) == ["students"]
    assert ids(planned(cat, Limits(start=START, person=replace(student, country="PY")))) == []
    asked = planned(cat, Limits(start=START, include=frozenset({"job"}), hours_per_week=4))
    # A job of 4,000 hours takes 100 weeks of 40 hours, whatever the pace of study.
    assert (ids(asked), asked.weeks) == (["job"], 100)


def test_funding_lowers_prices_for_the_eligible_only() -> None:
    exam = course("exam", kind="exam", proves={"a": 2}, cost=300, start={})
    exam = replace(exam, self_study=SelfStudy(start={}, hours=Range(low=1, high=1, basis="stated")))
    route = replace(
        funding("gi", applies_to=["exam"]),
        conditions={"veterans": "true"},
        countries=("US",),
        amount_usd=Range(low=0, high=200, basis="stated, for each test"),
    )
    cat = small([exam], routes=[route])
    assert planned(cat).usd.high == 300
    veteran = Person(country="US", standings=frozenset({Standing.VETERAN}))
    paid = planned(cat, Limits(start=START, budget=100, person=veteran))
    assert (ids(paid), paid.usd.high, [one.counted for one in paid.payers]) == (["exam"], 100, [True])
    said = planned(cat, Limits(start=START, budget=100, funding=frozenset({"gi"})))
    assert ids(said) == ["exam"]
    assert ids(planned(cat, Limits(start=START, budget=100, person=replace(veteran, country="PY")))) == []


def test_dates_follow_one_another_at_the_pace() -> None:
    cat = small([course("x", teaches={"a": 2}, hours=8), course("y", teaches={"b": 2}, hours=12)], "a", "b")
    found = planned(cat, Limits(start=START, hours_per_week=4))
    days = [(step.course.id, step.first_day - START, step.last_day - START) for step in found.steps]
    assert days == [("x", timedelta(0), timedelta(13)), ("y", timedelta(14), timedelta(34))]
    assert (found.weeks, found.last_day) == (5, START + timedelta(34))
    # The last day itself counts: 35 days are just enough, 34 are not.
    assert planned(cat, Limits(start=START, hours_per_week=4, by=START + timedelta(34))).reached
    assert not planned(cat, Limits(start=START, hours_per_week=4, by=START + timedelta(33))).reached


def test_where_courses_do_not_lead_the_goal_is_the_best_band_that_they_do() -> None:
    cat = small([course("x", teaches={"a": 4}), course("y", teaches={"b": 2}, hours=90)], "a", "b", level=4)
    found = plan(cat, Scorer(cat), person({}), cat.roles["r"], Limits(start=START))
    assert (found.goal.within_courses, found.reached, ids(found), found.end.fit) == (False, True, ["x"], 50)
    # Who is in that band already is led as far as courses lead.
    found = plan(cat, Scorer(cat), person({"a": 4}), cat.roles["r"], Limits(start=START))
    assert (ids(found), found.end.fit) == (["y"], 75)


def test_what_no_course_closes_is_left_to_practice() -> None:
    cat = small([course("x", teaches={"a": 4})], "a", level=5)
    found = plan(cat, Scorer(cat), person({}), cat.roles["r"], Limits(start=START), target=Target(fit=100))
    assert (found.goal.within_courses, found.reached) == (False, True)
    assert [(one.part.have, one.practice is None) for one in found.left] == [(4, False)]
    assert ids(found) == ["x"]


def test_the_same_wish_has_the_same_answer_whatever_the_order_of_the_file() -> None:
    for seed in range(30):
        rnd = Random(seed)
        cat = some_catalogue(rnd)
        shuffled = list(cat.courses.items())
        rnd.shuffle(shuffled)
        other = replace(cat, courses=dict(shuffled))
        for prefer in Prefer:
            limits = some_limits(Random(seed), cat)
            results = [
                plan(one, Scorer(one), person({}), one.roles["r"], limits, prefer=prefer) for one in (cat, other)
            ]
            assert results[0].steps == results[1].steps


def test_several_roles_come_soonest_ready_first() -> None:
    cat = catalogue(
        map(skill, SKILLS),
        [role("far", need("a")), role("near", need("b")), role("never", need("c"))],
        courses=[course("x", teaches={"a": 4}, hours=30), course("y", teaches={"b": 4}, hours=20)],
    )
    found = plans(cat, Scorer(cat), person({}), list(cat.roles.values()), Limits(start=START))
    assert [(one.role, ids(one)) for one in found] == [("near", ["y"]), ("far", ["x"]), ("never", [])]


# --- what must always hold ------------------------------------------------------------------------------------


@settings(max_examples=2000)
@given(st.integers(0, 10**9), st.sampled_from(Prefer), st.sampled_from([50, 80, 100]))
def test_no_plan_breaks_a_limit_skips_a_need_or_counts_twice(seed: int, prefer: Prefer, fit: int) -> None:
    rnd = Random(seed)
    cat = some_catalogue(rnd)
    limits, start, scorer = some_limits(rnd, cat), some_start(rnd), Scorer(cat)
    found = plan(
        cat, scorer, person(start), cat.roles["r"], limits, prefer=prefer, target=Target(fit=fit), advise=False
    )
    hold(cat, scorer, start, found)


def hold(cat: Catalogue, scorer: Scorer, start: Mapping[str, int], found: Plan) -> None:
    """Follow a plan step by step with nothing but the data and the fit."""
    limits, credits_, levels = found.limits, Credits(cat), dict(start)
    for id_ in limits.done:
        raise_(levels, cat.courses[id_].gives)
    passed: list[str] = []
    work = 0.0
    day = limits.start
    for step in found.steps:
        one = step.course
        assert one.id not in passed
        assert one.id not in limits.exclude | limits.done
        asked = one.self_study.start if step.way is Way.STUDY and one.self_study else one.requires
        assert all(credits_.hundredths(s, levels) >= 100 * n for s, n in asked.items()), one.id
        assert one.requires_credential is None or one.requires_credential in {*passed, *limits.done}
        assert set(step.after) <= set(passed)
        # Every preparation that came before counts once: what it took is not studied again.
        before = [cat.courses[id_] for id_ in (*limits.done, *passed) if step.way is Way.STUDY]
        spared = sum(earlier.hours.high or 0 for earlier in before if one.id in earlier.prepares_for)
        full = one.self_study.hours.high if step.way is Way.STUDY and one.self_study else one.hours.high
        assert step.hours.high == max(0, (full or 0) - spared)
        assert step.way is not Way.SIT or all(one.requires.get(s, 0) < n for s, n in step.gives.items())
        raise_(levels, step.gives)
        points = scorer.totals(levels)[0]
        assert step.fit.points == points
        assert day <= step.first_day <= step.last_day
        day, work = step.last_day - timedelta(days=1), work + (step.hours.high or 0)
        passed.append(one.id)
    assert found.hours.high == pytest.approx(work)
    assert found.proof.proven
    assert limits.minutes is None or work * 60 <= limits.minutes
    if limits.cents is not None:
        assert not set(found.unpriced) - limits.include
        assert found.usd.high is not None
        assert found.usd.high * 100 <= limits.cents + 1e-6
    if found.reached:
        assert limits.include <= {*passed, *limits.done}
        assert found.end.points >= found.goal.points or found.prefer is Prefer.BEST


def raise_(levels: dict[str, int], gives: Mapping[str, int]) -> None:
    for name, level in gives.items():
        levels[name] = max(level, levels.get(name, 0))


# --- wishes that cannot be met --------------------------------------------------------------------------------

DEAR = course("dear", teaches={"a": 2}, cost=400, hours=20)
LOCAL = replace(course("local", teaches={"b": 2}, hours=30), delivery=("in-person",))
GERMAN = replace(course("german", teaches={"b": 2}, hours=60), languages=("de",), confidence="low", provider="Uni")


def limits_(**wishes: object) -> Limits:
    return Limits(start=START, hours_per_week=5, **wishes)  # type: ignore[arg-type]


INFEASIBLE: list[tuple[list[Course], Limits, list[tuple[Limit, ...]]]] = [
    ([DEAR, LOCAL], limits_(budget=100), [(Limit.BUDGET,)]),
    ([DEAR, LOCAL], limits_(weeks=9), [(Limit.TIME,), (Limit.TIME,)]),
    ([DEAR, LOCAL], limits_(by=date(2026, 12, 31)), [(Limit.TIME,), (Limit.TIME,)]),
    ([DEAR, LOCAL], limits_(by=START), [(Limit.TIME,)]),
    ([DEAR, LOCAL], limits_(weeks=0), [(Limit.TIME,)]),
    ([DEAR, LOCAL], limits_(free_only=True), [(Limit.FREE,)]),
    ([DEAR, LOCAL], limits_(delivery=frozenset({"self-paced"})), [(Limit.DELIVERY,)]),
    ([DEAR, GERMAN], limits_(languages=frozenset({"en"})), [(Limit.LANGUAGE,)]),
    ([DEAR, GERMAN], limits_(min_confidence="medium"), [(Limit.CONFIDENCE,)]),
    ([DEAR, GERMAN], limits_(providers=frozenset({"test"})), [(Limit.PROVIDER,)]),
    ([DEAR, LOCAL], limits_(exclude=frozenset({"dear"})), [(Limit.EXCLUDE,)]),
    ([DEAR, LOCAL], limits_(exclude=frozenset({"dear", "local"})), [(Limit.EXCLUDE,)]),
    ([DEAR, LOCAL], limits_(certificates_only=True), [(Limit.CERTIFICATES,)]),
    ([DEAR, LOCAL, course("far", teaches={"c": 3}, requires={"c": 2})], limits_(include=frozenset({"far"})),
     [(Limit.INCLUDE,)]),
    ([DEAR, LOCAL, course("long", teaches={"c": 2}, hours=90)], limits_(weeks=12, include=frozenset({"long"})),
     [(Limit.TIME,), (Limit.TIME,), (Limit.INCLUDE,)]),
    ([DEAR, LOCAL, course("pricey", teaches={"c": 2}, cost=50)], limits_(budget=420, include=frozenset({"pricey"})),
     [(Limit.BUDGET,), (Limit.INCLUDE,)]),
    ([DEAR, LOCAL, GERMAN], limits_(weeks=10, delivery=frozenset({"self-paced"})),
     [(Limit.TIME,), (Limit.TIME,), (Limit.DELIVERY,)]),
    ([DEAR, LOCAL], limits_(budget=100, weeks=9), [(Limit.BUDGET, Limit.TIME)]),
    ([DEAR, LOCAL], limits_(free_only=True, delivery=frozenset({"self-paced"})), [(Limit.FREE, Limit.DELIVERY)]),
    ([DEAR, GERMAN], limits_(budget=10, languages=frozenset({"en"}), min_confidence="high"),
     [(Limit.BUDGET, Limit.LANGUAGE, Limit.CONFIDENCE)]),
]  # fmt: skip


@pytest.mark.parametrize("case", range(len(INFEASIBLE)))
def test_an_infeasible_wish_names_what_binds_and_taking_the_advice_is_feasible(case: int) -> None:
    courses, limits, binding = INFEASIBLE[case]
    cat = small(courses, "a", "b")
    found = planned(cat, limits)
    assert not found.reached
    assert found.goal.within_courses
    assert [change.limits for change in found.changes] == binding
    for change in found.changes:
        after = planned(cat, change.becomes)
        assert after.reached, change
    # What the limits do allow is feasible as a wish of its own.
    nearest = replace(found.limits, include=frozenset(step.course.id for step in found.steps) & limits.include)
    wish = Target(fit=int(found.end.fit))
    assert plan(cat, Scorer(cat), person({}), cat.roles["r"], nearest, target=wish).reached


@pytest.mark.parametrize(("case", "less"), [(0, {"budget": 399}), (1, {"weeks": 9.5}), (2, {"by": date(2027, 1, 29)})])
def test_the_change_is_the_smallest(case: int, less: dict[str, object]) -> None:
    courses, limits, _ = INFEASIBLE[case]
    cat = small(courses, "a", "b")
    change = planned(cat, limits).changes[0].becomes
    assert (change.budget, change.weeks, change.by) == [
        (400, None, None),
        (None, 10, None),
        (None, None, date(2027, 1, 30)),
    ][case]
    assert not planned(cat, replace(limits, **less)).reached  # type: ignore[arg-type]


def test_random_advice_can_be_taken() -> None:
    taken = 0
    for seed in range(250):
        rnd = Random(seed)
        cat = some_catalogue(rnd)
        limits, someone, scorer = some_limits(rnd, cat), person(some_start(rnd)), Scorer(cat)
        found = plan(cat, scorer, someone, cat.roles["r"], limits)
        for change in found.changes:
            after = plan(cat, scorer, someone, cat.roles["r"], change.becomes, advise=False)
            assert after.end.points >= found.goal.points, (seed, change)
            taken += 1
        assert found.reached or found.changes, seed
    assert taken > 30
