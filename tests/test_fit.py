"""The fit: worked cases to check by hand, and properties that hold for every catalogue and person."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import BANDS, catalogue, need, person, role, skill, transfer

from hpcskills.assess import Assessor
from hpcskills.catalogue import load
from hpcskills.model import (
    FULL,
    Catalogue,
    CreditKind,
    Held,
    Profile,
    Skill,
    Tier,
)
from hpcskills.scoring.credit import Credits
from hpcskills.scoring.fit import STEP_LEVELS, Scorer

# --- worked cases ---------------------------------------------------------------------------------

WORKED = catalogue(
    skills=[
        skill("scheduling"),
        skill("slurm", broader=["scheduling"]),
        skill("pbs", broader=["scheduling"]),
        skill("torque", broader=["pbs"]),
        skill("lsf"),
        skill("c"),
        skill("cpp"),
        skill("linux"),
        skill("clusters", counted_by=["torque"]),
    ],
    transfers=[transfer("pbs", "slurm", 70), transfer("lsf", "pbs", 60), transfer("linux", "c", 20)],
    roles=[
        role("slurm", need("slurm", level=4)),
        role("scheduling", need("scheduling", level=4)),
        role("clusters", need("clusters", level=4)),
        role("pbs", need("pbs", level=4)),
        role("group", need("c", "cpp", level=4)),
        role("weighted", need("slurm", level=5, importance=3, core=True), need("linux", level=2, core=True)),
    ],
)


@pytest.mark.parametrize(
    ("target", "levels", "percent", "kind"),
    [
        ("slurm", {"slurm": 2}, 50, CreditKind.SAME),
        ("slurm", {"slurm": 5}, 100, CreditKind.SAME),
        ("slurm", {"pbs": 4}, 70, CreditKind.TRANSFER),
        ("slurm", {"pbs": 4, "slurm": 3}, 75, CreditKind.SAME),
        ("slurm", {"scheduling": 4}, 50, CreditKind.BROADER),
        ("slurm", {"slurm": 2, "scheduling": 4}, 50, CreditKind.SAME),  # equal cover: the surest kind
        ("scheduling", {"pbs": 4, "scheduling": 4}, 100, CreditKind.SAME),
        ("slurm", {"torque": 4}, 70, CreditKind.TRANSFER),  # torque is a kind of pbs, pbs carries over
        ("slurm", {"lsf": 5}, 0, None),  # lsf -> pbs -> slurm would be two transfers
        ("scheduling", {"pbs": 4}, 100, CreditKind.NARROWER),
        ("scheduling", {"lsf": 4}, 60, CreditKind.TRANSFER),  # carries over to pbs, a kind of scheduling
        ("scheduling", {"torque": 5}, 0, None),  # a grandchild counts only where the data say so
        ("clusters", {"torque": 4}, 100, CreditKind.NARROWER),
        ("pbs", {"torque": 2}, 50, CreditKind.NARROWER),
        ("group", {"c": 1, "cpp": 3}, 75, CreditKind.SAME),
        ("group", {"linux": 5}, 25, CreditKind.TRANSFER),
        ("slurm", {}, 0, None),
    ],
)
def test_one_requirement(target: str, levels: Mapping[str, int], percent: int, kind: CreditKind | None) -> None:
    fit = Scorer(WORKED).fit(WORKED.roles[target], person(levels))
    (part,) = fit.parts
    assert fit.fit == percent
    assert (part.credit.kind if part.credit else None) == kind
    assert (part.held.level if part.held else None) == (levels[part.credit.source] if part.credit else None)


def test_weights_core_and_range_by_hand() -> None:
    # slurm: 3 x 3/5 of 3; linux: 1 of 1 -> 2.8 / 4 = 70. Low 3 x 2/5 + 1 = 2.2, high 3 x 4/5 + 1 = 3.4.
    profile_ = person({"slurm": 3, "linux": 2}, assumed=["slurm"])
    fit = Scorer(WORKED).fit(WORKED.roles["weighted"], profile_)
    assert (fit.low, fit.fit, fit.high) == (55, 70, 85)
    assert (fit.core_met, fit.core_total) == (1, 2)
    assert fit.band.id == "near"
    unsure = Scorer(WORKED).fit(WORKED.roles["weighted"], person({"slurm": 4}, unsure=["linux"]))
    assert (unsure.low, unsure.fit, unsure.high) == (60, 60, 85)


@pytest.mark.parametrize(("level", "held", "met"), [(5, 4, 1), (5, 3, 0), (2, 1, 1), (1, 1, 1), (1, 0, 0), (4, 3, 1)])
def test_core_is_met_one_level_below_the_need_but_never_from_nothing(level: int, held: int, met: int) -> None:
    small = catalogue([skill("a")], [role("r", need("a", level=level, core=True))])
    fit = Scorer(small).fit(small.roles["r"], person({"a": held} if held else {}))
    assert fit.core_met == met


@pytest.mark.parametrize(("have", "band"), [(0, "far"), (1, "far"), (2, "near"), (3, "near"), (4, "ready")])
def test_bands(have: int, band: str) -> None:
    small = catalogue([skill("a")], [role("r", need("a", level=4), tier=Tier.ENTRY)])
    assert Scorer(small).fit(small.roles["r"], person({"a": have} if have else {})).band.id == band
    assert BANDS[-1].min_fit == 80


def test_a_band_starts_at_the_floored_fit() -> None:
    # 4 of 5 levels in 399 of 400 points: 79.8 is shown as 79, so it is not "ready" yet.
    needs = [need("a", level=5, importance=399), need("b", importance=1, level=4)]
    small = catalogue([skill("a"), skill("b")], [role("r", *needs)])
    assert Scorer(small).fit(small.roles["r"], person({"a": 4})).band.id == "near"
    assert Scorer(small).fit(small.roles["r"], person({"a": 4, "b": 4})).band.id == "ready"


def test_equal_credits_of_one_skill_take_the_surest_kind() -> None:
    small = catalogue([skill("a"), skill("b", broader=["a"])], [], transfers=[transfer("a", "b", 50)])
    assert Credits(small).towards("b")["a"].kind is CreditKind.TRANSFER


def test_a_little_lent_does_not_meet_a_core_skill() -> None:
    needs = [need("a", level=1, core=True), need("b", level=1, core=True)]
    small = catalogue(map(skill, "abc"), [role("r", *needs)], transfers=[transfer("c", "a", 90)])
    assert Scorer(small).fit(small.roles["r"], person({"c": 1, "b": 1})).core_met == 1


def test_a_credit_reads_as_a_sentence() -> None:
    credits_ = Credits(WORKED)
    assert credits_.towards("scheduling")["slurm"].why == "Slurm belongs to Scheduling"
    assert credits_.towards("slurm")["pbs"].why == "Pbs carries over to Slurm: same concepts"
    assert (
        credits_.towards("slurm")["torque"].why == "Torque, which belongs to Pbs, carries over to Slurm: same concepts"
    )
    assert (
        credits_.towards("scheduling")["lsf"].why
        == "Lsf carries over to Pbs, which belongs to Scheduling: same concepts"
    )


def test_tiers_are_ranked_apart_and_ties_go_to_core_skills_met_then_to_file_order() -> None:
    roles = [
        role("entry", need("a", level=1), tier=Tier.ENTRY),
        role("low", need("a"), need("b")),
        role("tie-1", need("a", level=1)),
        role("tie-2", need("a", level=1)),
        role("tie-core", need("a", level=1, core=True)),
        role("emerging", need("a", level=1), tier=Tier.EMERGING),
    ]
    small = catalogue([skill("a"), skill("b")], roles)
    order = [fit.role for fit in Scorer(small).fits(person({"a": 4}))]
    assert order == ["tie-core", "tie-1", "tie-2", "low", "entry", "emerging"]


def test_what_other_skills_lend_counts_half_for_the_order_only() -> None:
    roles = [role("lent", need("a"), need("d")), role("own", need("b", level=4))]
    carried = [transfer("c", "a", 90), transfer("c", "d", 20)]
    small = catalogue(map(skill, "abcd"), roles, transfers=carried)
    first, second = Scorer(small).fits(person({"b": 2, "c": 4}))
    assert (first.role, first.fit, second.role, second.fit) == ("own", 50, "lent", 55)
    assert (first.rank, second.rank) == (50, 27.5)
    # A skill of the role's own counts in full for the order even where a transfer covers more of the fit.
    assert Scorer(small).fit(small.roles["lent"], person({"a": 3, "c": 4})).rank == (75 + 10) / 2


def test_steps_by_hand() -> None:
    roles = [role("r", need("a", level=5, importance=2), need("b", "c", level=4), need("d", level=1))]
    small = catalogue([skill(s) for s in "abcd"], roles)
    steps = Scorer(small).raises(small.roles["r"], person({"c": 1, "d": 3}))
    # a: 2 of 5 levels, weight 2 in 4 = 20; c: from 1 to 3 of 4, 1 in 4 = 12.5; b would start lower than c.
    assert [(s.skill, s.have, s.level, s.gain) for s in steps] == [("a", 0, 2, 20), ("c", 1, 3, 12.5)]
    assert len(Scorer(small).raises(small.roles["r"], person({}), limit=2)) == 2


def test_a_step_starts_from_what_transfers_count_for() -> None:
    (step,) = Scorer(WORKED).raises(WORKED.roles["slurm"], person({"pbs": 4}))
    assert (step.skill, step.have, step.level, step.gain) == ("slurm", 0, 4, 30)


# --- properties: small generated catalogues -------------------------------------------------------

NAMES = [f"s{n}" for n in range(8)]
LEVELS = st.integers(1, 5)


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    skills = []
    for n, name in enumerate(NAMES):
        broader = draw(st.lists(st.sampled_from(NAMES[:n]), unique=True, max_size=2)) if n else []
        counted = draw(st.none() | st.lists(st.sampled_from(NAMES), unique=True, max_size=2))
        skills.append(skill(name, broader=broader, counted_by=None if counted is None else set(counted) - {name}))
    pairs = draw(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.integers(1, 100)), max_size=8))
    requirements = st.builds(
        lambda skills, importance, level, core: need(*skills, importance=importance, level=level, core=core),
        st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True),
        LEVELS,
        LEVELS,
        st.booleans(),
    )
    needs = draw(st.lists(st.lists(requirements, min_size=1, max_size=5), min_size=1, max_size=4))
    return catalogue(
        skills,
        [role(f"r{n}", *rs, tier=draw(st.sampled_from(Tier))) for n, rs in enumerate(needs)],
        transfers=[transfer(a, b, percent) for a, b, percent in pairs if a != b],
    )


def people(names: list[str]) -> st.SearchStrategy[Profile]:
    return st.builds(
        lambda levels, assumed, unsure: person(levels, assumed=assumed, unsure=unsure),
        st.dictionaries(st.sampled_from(names), LEVELS, max_size=12),
        st.sets(st.sampled_from(names), max_size=12),
        st.sets(st.sampled_from(names), max_size=3),
    )


def slow_fit(small: Catalogue, role_id: str, levels: Mapping[str, int]) -> Fraction:
    """Work the formula out as it is written down, with fractions and no index."""

    def counted(o: str, t: str) -> bool:
        named = small.skills[t].counted_by
        return t in small.skills[o].broader if named is None else o in named

    def credit(o: str, t: str) -> int:
        ways = [100] if o == t else [100] if counted(o, t) else []
        ways += [50] if o in small.skills[t].broader else []
        for row in small.transfers:
            before = o == row.source or counted(o, row.source)
            behind = t == row.target or counted(row.target, t)
            if before and behind and (o == row.source or t == row.target):
                ways.append(row.percent)
        return max(ways, default=0)

    def covered(t: str, level: int) -> Fraction:
        have = max((Fraction(levels[o] * credit(o, t), 100) for o in levels), default=Fraction(0))
        return min(Fraction(1), have / level)

    needs = small.roles[role_id].requirements
    points = sum(r.importance * max(covered(t, r.level) for t in r.skills) for r in needs)
    return 100 * Fraction(points) / sum(r.importance for r in needs)


def levels_of(someone: Profile) -> dict[str, int]:
    return {held.skill: held.level for held in someone.held.values()}


@given(catalogues(), people(NAMES))
def test_the_scorer_agrees_with_the_formula(small: Catalogue, someone: Profile) -> None:
    for fit in Scorer(small).fits(someone):
        exact = 100 * Fraction(fit.points, fit.full_points)
        assert exact == slow_fit(small, fit.role, levels_of(someone))


@given(catalogues(), people(NAMES))
def test_a_credit_is_the_best_and_names_a_skill_that_is_held(small: Catalogue, someone: Profile) -> None:
    for fit in Scorer(small).fits(someone):
        for part in fit.parts:
            if part.credit is None or part.held is None:
                assert part.covered == 0
                continue
            assert part.held is someone.held[part.credit.source]
            assert part.credit.target in part.requirement.skills
            counts = Fraction(part.held.level * part.credit.percent, 100 * part.requirement.level)
            assert Fraction(part.covered, FULL) == min(Fraction(1), counts)


# --- properties: any catalogue --------------------------------------------------------------------


def check_all(scorer: Scorer, cat: Catalogue, someone: Profile) -> None:
    """Check what must hold for everybody."""
    fits = scorer.fits(someone)
    assert sorted(fit.role for fit in fits) == sorted(cat.roles)
    assert fits == tuple(scorer.fit(cat.roles[fit.role], someone) for fit in fits)
    for fit in fits:
        assert 0 <= fit.fit / 2 <= fit.rank <= fit.fit
        assert 0 <= fit.low <= fit.fit <= fit.high <= 100
        assert sum(part.points for part in fit.parts) == fit.points
        assert all(0 <= part.covered <= FULL for part in fit.parts)
        assert (fit.fit == 100) == all(part.full for part in fit.parts)
        assert 0 <= fit.core_met <= fit.core_total
    for tier in Tier:
        ranks = [fit.rank for fit in fits if fit.tier is tier]
        assert ranks == sorted(ranks, reverse=True)
    lean = scorer.fits(someone, parts=False)
    assert [(f.role, f.points, f.low, f.high, f.core_met) for f in lean] == [
        (f.role, f.points, f.low, f.high, f.core_met) for f in fits
    ]


def check_growth(scorer: Scorer, someone: Profile, name: str) -> None:
    """Check that one more skill, or one more level, lowers nothing."""
    before = {fit.role: fit for fit in scorer.fits(someone, parts=False)}
    held = someone.held.get(name)
    more = Held(skill=name, level=min(held.level + 1, 5), assumed=held.assumed) if held else None
    grown = Profile(
        held={**someone.held, name: more or Held(skill=name, level=1, assumed=False)}, unsure=someone.unsure
    )
    for fit in scorer.fits(grown, parts=False):
        old = before[fit.role]
        assert (fit.points, fit.core_met) >= (old.points, old.core_met)
        assert fit.rank >= old.rank
        assert fit.low >= old.low
        assert fit.high >= old.high


def check_raises(scorer: Scorer, cat: Catalogue, role_id: str, someone: Profile) -> None:
    """Check that a step does exactly what it says."""
    wanted = cat.roles[role_id]
    now = scorer.fit(wanted, someone)
    steps = scorer.raises(wanted, someone, limit=99)
    assert bool(steps) == (now.fit < 100)
    assert len({step.skill for step in steps}) == len(steps)
    assert [step.gain for step in steps] == sorted((step.gain for step in steps), reverse=True)
    for step in steps:
        assert step.have == levels_of(someone).get(step.skill, 0) < step.level <= 5
        assert step.level - scorer.credits.hundredths(step.skill, levels_of(someone)) / 100 <= STEP_LEVELS
        then = scorer.fit(wanted, person({**levels_of(someone), step.skill: step.level}))
        assert step.gain == 100 * (then.points - now.points) / now.full_points > 0


@given(catalogues(), people(NAMES), st.sampled_from(NAMES))
def test_promises_on_generated_catalogues(small: Catalogue, someone: Profile, name: str) -> None:
    scorer = Scorer(small)
    check_all(scorer, small, someone)
    check_growth(scorer, someone, name)
    check_raises(scorer, small, "r0", someone)


@given(catalogues(), people(NAMES))
def test_order_changes_nothing(small: Catalogue, someone: Profile) -> None:
    turned = Profile(
        held=dict(reversed(list(someone.held.items()))), unsure=dict(reversed(list(someone.unsure.items())))
    )
    assert Scorer(small).fits(turned) == Scorer(small).fits(someone)


@cache
def shipped() -> tuple[Catalogue, Scorer]:
    cat = load()
    return cat, Scorer(cat)


def skill_names() -> list[str]:
    """Give the skills that some role asks for, and as many others."""
    cat, _ = shipped()
    asked = {s for r in cat.roles.values() for q in r.requirements for s in q.skills}
    return [*sorted(asked), *[s for s in cat.skills if s not in asked][: len(asked)]]


@given(st.data())
def test_promises_on_the_shipped_catalogue(data: st.DataObject) -> None:
    cat, scorer = shipped()
    someone = data.draw(people(skill_names()))
    check_all(scorer, cat, someone)
    check_growth(scorer, someone, data.draw(st.sampled_from(skill_names())))
    check_raises(scorer, cat, data.draw(st.sampled_from(list(cat.roles))), someone)


def test_nothing_is_zero_and_everything_at_its_level_is_a_hundred() -> None:
    cat, scorer = shipped()
    assert all(fit.fit == fit.low == fit.high == 0 for fit in scorer.fits(person({})))
    for wanted in cat.roles.values():
        needed: dict[str, int] = {}
        for requirement in wanted.requirements:
            first = requirement.skills[-1]
            needed[first] = max(requirement.level, needed.get(first, 0))
        fit = scorer.fit(wanted, person(needed))
        assert (fit.fit, fit.low, fit.core_met) == (100, 100, fit.core_total)
        assert scorer.raises(wanted, person(needed)) == ()


# --- from text to fit -----------------------------------------------------------------------------


def labels(cat: Catalogue) -> list[Skill]:
    return [s for s in cat.skills.values() if not s.ambiguous and not set(s.label) & set("(,")][:150]


@given(st.data())
def test_order_and_case_and_alias_change_no_fit(data: st.DataObject) -> None:
    assessor = shipped_assessor()
    skills = data.draw(st.lists(st.sampled_from(labels(assessor.catalogue)), max_size=8, unique_by=lambda s: s.id))
    plain = assessor.assess(", ".join(s.label for s in skills))
    assert plain.profile.held.keys() == {s.id for s in skills}
    turned = assessor.assess(", ".join(s.label.upper() for s in data.draw(st.permutations(skills))))
    assert [fit.points for fit in turned.fits] == [fit.points for fit in plain.fits]
    assert turned.target.role == plain.target.role


@cache
def shipped_assessor() -> Assessor:
    return Assessor(shipped()[0])
