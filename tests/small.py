"""A small catalogue built from records, so that tests of the scoring need no data files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hpcskills.model import (
    Background,
    Band,
    Catalogue,
    Category,
    Course,
    Eligibility,
    Funding,
    Held,
    Implied,
    Level,
    Profile,
    Range,
    Requirement,
    Role,
    Scale,
    SelfStudy,
    Skill,
    Strategy,
    Tier,
    Transfer,
    YearsRule,
)

SCALE = Scale(
    source="test",
    levels=tuple(Level(number=n, name=f"level {n}", can_do="") for n in range(1, 6)),
    years=(YearsRule(years=0, level=2), YearsRule(years=1, level=3), YearsRule(years=3, level=4)),
    assumed=3,
    assumed_learning=2,
    cues=(),
)
BANDS = (
    Band(id="far", label="Far", min_fit=0, meaning=""),
    Band(id="near", label="Near", min_fit=50, meaning=""),
    Band(id="ready", label="Ready", min_fit=80, meaning=""),
)


def skill(id_: str, *, broader: Iterable[str] = (), counted_by: Iterable[str] | None = None) -> Skill:
    return Skill(
        id=id_,
        label=id_.capitalize(),
        category="all",
        broader=tuple(broader),
        counted_by=None if counted_by is None else tuple(counted_by),
    )


def transfer(source: str, target: str, percent: int) -> Transfer:
    return Transfer(source=source, target=target, percent=percent, why="same concepts")


def need(*skills: str, importance: int = 1, level: int = 4, core: bool = False) -> Requirement:
    return Requirement(
        skills=skills,
        label="/".join(skills),
        importance=importance,
        level=level,
        core=core,
        why="test",
        evidence="test",
    )


def role(id_: str, *requirements: Requirement, tier: Tier = Tier.CORE) -> Role:
    return Role(
        id=id_,
        label=id_,
        tier=tier,
        summary="",
        functions=(),
        titles=(),
        onet=(),
        esco=(),
        requirements=requirements,
    )


def background(id_: str, **levels: int) -> Background:
    skills = tuple(Implied(skill=s, level=n, why="", evidence="") for s, n in levels.items())
    return Background(id=id_, label=id_, titles=(), skills=skills, usual_gaps=())


def course(
    id_: str,
    *,
    teaches: Mapping[str, int] | None = None,
    cost: float | None = 0,
    hours: float | None = 10,
    kind: str = "course",
    strategy: Strategy = Strategy.CROSS_TRAINING,
    start: Mapping[str, int] | None = None,
    **other: Any,
) -> Course:
    study = SelfStudy(start=start, hours=Range(low=80, high=150, basis="estimated")) if start else None
    fields: dict[str, Any] = {
        "requires": {},
        "proves": {},
        "requires_credential": None,
        "status": "active",
        **other,
    }
    return Course(
        id=id_,
        title=id_,
        provider="test",
        url="",
        kind=kind,
        strategy=strategy,
        delivery=("self-paced",),
        languages=("en",),
        hours=Range(low=hours, high=hours, basis="stated"),
        cost_usd=Range(low=cost, high=cost, basis="stated"),
        subscription=False,
        teaches=teaches or {},
        self_study=study,
        credential=None,
        prepares_for=(),
        eligibility=Eligibility(text="anyone"),
        pays_learner=None,
        entry_level_fit="high",
        as_of="2026-01",
        confidence="high",
        source="test",
        **fields,
    )


def funding(id_: str, *, applies_to: Iterable[str] = (), courses: Iterable[str] = ()) -> Funding:
    return Funding(
        id=id_,
        name=id_,
        who="",
        text="",
        amount_usd=None,
        applies_to=tuple(applies_to),
        courses=tuple(courses),
        countries=(),
        conditions={},
        url="",
        as_of=None,
        source="",
        confidence="high",
    )


def catalogue(
    skills: Iterable[Skill],
    roles: Iterable[Role],
    *,
    transfers: Iterable[Transfer] = (),
    courses: Iterable[Course] = (),
    funding: Iterable[Funding] = (),
) -> Catalogue:
    return Catalogue(
        categories={"all": Category(id="all", label="All")},
        skills={s.id: s for s in skills},
        transfers=tuple(transfers),
        narrower_percent=100,
        broader_percent=50,
        false_friends=frozenset(),
        scale=SCALE,
        bands=BANDS,
        roles={r.id: r for r in roles},
        backgrounds={},
        facts=(),
        courses={c.id: c for c in courses},
        funding={f.id: f for f in funding},
        digest="",
    )


def person(levels: Mapping[str, int], *, assumed: Iterable[str] = (), unsure: Iterable[str] = ()) -> Profile:
    """Give a profile; the skills named in `unsure` are unsure at level 3."""
    assumed_skills = frozenset(assumed)
    return Profile(
        held={s: Held(skill=s, level=n, assumed=s in assumed_skills) for s, n in levels.items()},
        unsure={s: Held(skill=s, level=3, assumed=True) for s in unsure},
    )
