"""Random small catalogues for the plan, and the plain search over all subsets and orders to hold it against."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from random import Random

from small import catalogue, course, funding, need, role, skill, transfer

from hpcskills.model import FULL, Catalogue, Course, Funding, Profile, Range, Role, SelfStudy
from hpcskills.planning.aims import Aim, Wish
from hpcskills.planning.limits import Limits
from hpcskills.scoring.credit import Credits
from hpcskills.scoring.fit import Scorer

START = date(2026, 11, 22)
SKILLS = ("admin", "bash", "cuda", "linux", "pbs", "slurm")
WAYS = ("learn", "sit", "study")


def some_catalogue(rnd: Random, most: int = 6) -> Catalogue:
    """Courses and exams over six skills, with narrower skills, a transfer, groups and routes that pay."""
    courses = [_course(rnd, f"c{n}") for n in range(rnd.randint(3, most))]
    exams = [one.id for one in courses if one.kind == "exam"]
    courses = [_linked(rnd, one, exams, [c.id for c in courses]) for one in courses]
    needs = [
        need(
            *rnd.sample(SKILLS, rnd.choice([1, 1, 1, 2])),
            importance=rnd.randint(1, 5),
            level=rnd.randint(2, 5),
            core=rnd.random() < 0.3,
        )
        for _ in range(rnd.randint(3, 6))
    ]
    return catalogue(
        [skill("admin"), skill("bash", broader=["linux"]), *map(skill, ("cuda", "linux", "pbs", "slurm"))],
        [role("r", *needs)],
        transfers=[transfer("pbs", "slurm", 70), transfer("slurm", "pbs", 75), transfer("admin", "linux", 50)],
        courses=courses,
        funding=_routes(rnd),
    )


def _levels(rnd: Random, few: int, high: int = 4) -> dict[str, int]:
    return {name: rnd.randint(1, high) for name in rnd.sample(SKILLS, rnd.randint(0, few))}


def _course(rnd: Random, id_: str) -> Course:
    exam = rnd.random() < 0.25
    gives = _levels(rnd, 3, high=3) or {"linux": 2}
    one = course(
        id_,
        teaches={} if exam else gives,
        proves=gives if exam else {},
        requires=gives if exam and rnd.random() < 0.8 else _levels(rnd, 2, high=2),
        kind="exam" if exam else "course",
        cost=rnd.choice([0, 0, 10, 10, 25.5, 60, None]),
        hours=rnd.choice([1, 2, 2, 3, 5.5, 8]),
    )
    if not exam or rnd.random() < 0.1:
        return one
    hours = Range(low=3, high=rnd.choice([4, 6, 9]), basis="estimated")
    return replace(one, self_study=SelfStudy(start=_levels(rnd, 1, high=2), hours=hours))


def _linked(rnd: Random, one: Course, exams: list[str], ids: list[str]) -> Course:
    if exams and one.kind != "exam" and rnd.random() < 0.5:
        one = replace(one, prepares_for=tuple(rnd.sample(exams, rnd.randint(1, len(exams)))))
    if rnd.random() < 0.1:
        one = replace(one, requires_credential=rnd.choice([other for other in ids if other != one.id]))
    return one


def _routes(rnd: Random) -> list[Funding]:
    routes = []
    for name in ("f1", "f2")[: rnd.choice([0, 0, 1, 2])]:
        route = funding(name, applies_to=rnd.sample(["course", "exam"], rnd.randint(1, 2)))
        basis = rnd.choice(["stated, for each test", "stated"])
        routes.append(replace(route, amount_usd=Range(low=0, high=rnd.choice([5, 20, 70]), basis=basis)))
    return routes


def some_limits(rnd: Random, cat: Catalogue) -> Limits:
    """Money, time and courses left out, put in or done, or not."""
    ids = rnd.sample(sorted(cat.courses), 3)
    return Limits(
        start=START,
        budget=rnd.choice([None, None, None, 20, 60, 100]),
        hours_per_week=1,
        weeks=rnd.choice([None, None, None, 8, 15, 25]),
        exclude=frozenset(ids[:1] if rnd.random() < 0.2 else ()),
        include=frozenset(ids[1:2] if rnd.random() < 0.1 else ()),
        done=frozenset(ids[2:] if rnd.random() < 0.1 else ()),
        funding=frozenset(cat.funding),
    )


def some_start(rnd: Random) -> dict[str, int]:
    return _levels(rnd, 2, high=2)


# --- the plain search ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tried:
    """A sequence of courses, each with its way and the preparations it counts on."""

    keys: tuple[tuple[str, int, tuple[str, ...]], ...]
    levels: Mapping[str, int]
    minutes: int

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(key[0] for key in self.keys)


def sequences(cat: Catalogue, levels: Mapping[str, int], limits: Limits) -> Iterator[Tried]:
    """Every order in which any of the courses can follow one another."""
    credits_ = Credits(cat)
    for id_ in limits.done:
        levels = _raised(levels, cat.courses[id_].gives)
    waiting = [Tried(keys=(), levels=levels, minutes=0)]
    while waiting:
        now = waiting.pop()
        yield now
        for one in cat.courses.values():
            if one.id not in now.ids and one.id not in limits.done and limits.allows(one):
                waiting += _next(now, one, cat, credits_, limits)


def _next(now: Tried, one: Course, cat: Catalogue, credits_: Credits, limits: Limits) -> Iterator[Tried]:
    def met(asked: Mapping[str, int]) -> bool:
        return all(credits_.hundredths(s, now.levels) >= 100 * n for s, n in asked.items())

    def then(way: str, after: tuple[str, ...], gives: Mapping[str, int], hours: float) -> Tried:
        key = (one.id, WAYS.index(way), tuple(sorted({*after, *asked})))
        return Tried(
            keys=(*now.keys, key),
            levels=_raised(now.levels, gives),
            minutes=now.minutes + int(hours * 60),
        )

    credential = one.requires_credential
    asked = () if credential is None or credential in limits.done else (credential,)
    if not set(asked) <= set(now.ids):
        return
    if one.kind != "exam":
        if met(one.requires):
            yield then("learn", (), one.teaches, one.hours.high or 0)
        return
    if met(one.requires):
        new = {s: n for s, n in one.proves.items() if n > one.requires.get(s, 0)}
        yield then("sit", (), new, one.hours.high or 0)
    if one.self_study and met(one.self_study.start):
        before = [id_ for id_ in now.ids if one.id in cat.courses[id_].prepares_for]
        done = [id_ for id_ in limits.done if one.id in cat.courses[id_].prepares_for]
        for count in range(len(before) + 1):
            for some in combinations(sorted(before), count):
                spared = sum(cat.courses[id_].hours.high or 0 for id_ in (*some, *done))
                yield then("study", some, one.proves, max(0, (one.self_study.hours.high or 0) - spared))


def _raised(levels: Mapping[str, int], gives: Mapping[str, int]) -> dict[str, int]:
    return {s: max(levels.get(s, 0), gives.get(s, 0)) for s in {*levels, *gives}}


def price(cat: Catalogue, ids: tuple[str, ...], limits: Limits) -> int:
    """Cents to pay: the least that routes leave, by the cheapest cut (which equals the largest flow)."""
    prices = {id_: round((cat.courses[id_].cost_usd.high or 0) * 100) for id_ in ids}
    routes = [cat.funding[name] for name in sorted(limits.funding)]
    cuts = []
    for count in range(len(routes) + 1):
        for kept in combinations(routes, count):
            cut = sum(_whole(route) for route in routes if route not in kept)
            for id_, cents in prices.items():
                paying = [r for r in kept if cat.courses[id_].kind in r.applies_to]
                caps = [_each(route) for route in paying]
                cut += min(cents, sum(caps)) if caps else 0
            cuts.append(cut)
    return sum(prices.values()) - int(min(cuts))


def _each(route: Funding) -> float:
    assert route.amount_usd is not None
    return (route.amount_usd.high or 0) * 100 if "each" in route.amount_usd.basis else float("inf")


def _whole(route: Funding) -> float:
    assert route.amount_usd is not None
    return float("inf") if "each" in route.amount_usd.basis else (route.amount_usd.high or 0) * 100


def best_by_search(
    scorer: Scorer, cat: Catalogue, someone: Profile, limits: Limits, *, wish: Wish, aims: tuple[Aim, ...]
) -> tuple[object, ...] | None:
    """The objectives, the number of courses and the keys of the best plan, or None."""
    start = {s: held.level for s, held in someone.held.items()}
    wanted = cat.roles["r"]
    place = list(cat.roles).index(wanted.id)
    seen: dict[tuple[object, ...], tuple[object, ...]] = {}
    for tried in sequences(cat, start, limits):
        keys = tuple(sorted(tried.keys))
        if keys in seen:
            continue
        points = scorer.totals(tried.levels)[place]
        cents = price(cat, tried.ids, limits)
        met = all(_meets(scorer, wanted, place_, tried.levels) for place_ in wish.met)
        inside = (wish.cents is None or cents <= wish.cents) and (wish.minutes is None or tried.minutes <= wish.minutes)
        if points < wish.points or not met or not inside or not limits.include - limits.done <= set(tried.ids):
            seen[keys] = ()
            continue
        value = {
            Aim.UNPRICED: sum(cat.courses[id_].cost_usd.high is None for id_ in tried.ids),
            Aim.CENTS: cents,
            Aim.MINUTES: tried.minutes,
            Aim.POINTS: -points,
        }
        seen[keys] = (*(value[aim] for aim in aims), len(keys), keys)
    return min((found for found in seen.values() if found), default=None)


def _meets(scorer: Scorer, wanted: Role, place: int, levels: Mapping[str, int]) -> bool:
    """A core skill is met from one level short, never from nothing."""
    need_ = wanted.requirements[place]
    hundredths = max(scorer.credits.hundredths(s, levels) for s in need_.skills)
    units = min(FULL, hundredths * FULL // 100 // need_.level)
    return units >= max(need_.level - 1, 1) * FULL // need_.level
