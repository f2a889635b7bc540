"""The takes of a plan told as steps: in a good order, with reasons, dates and the fits after them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hpcskills.catalogue.check import months_since
from hpcskills.model import FULL, Fit, Held, Profile, Range, Role
from hpcskills.planning.choice import Choice
from hpcskills.planning.leads import mask_of
from hpcskills.planning.limits import Limits
from hpcskills.planning.planned import Aid, Met, Step, Won
from hpcskills.planning.program import Solution
from hpcskills.planning.takes import Take, Way
from hpcskills.scoring.fit import Scorer

RUNNERS_UP = 2
"""Other roles of the same tier whose fit is followed along the plan: the nearest ones at the start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """The steps in order, and the person before and after them."""

    steps: tuple[Step, ...]
    before: Profile
    after: Profile
    others: tuple[Fit, ...]


def walk(scorer: Scorer, profile: Profile, options: Choice, found: Solution, limits: Limits) -> Walk:
    """Order the takes of a solution and follow the person through them."""
    order = in_order(options, found.takes)
    before = grown(profile, options.start)
    others = _others(scorer.fits(before, parts=False), options.role)
    person, steps, minutes = before, [], 0
    for place, k in enumerate(order):
        take = options.takes[k]
        person = grown(person, take.gives)
        fits = {fit.role: fit for fit in scorer.fits(person, parts=False)}
        step = Step(
            course=take.course,
            way=take.way,
            after=take.after,
            asks=_asks(options, order[:place], take),
            gives=take.gives,
            won=_won(options, order[:place], k),
            leads_to=_leads_to(options, order, place),
            included=take.course.id in options.included,
            hours=take.hours,
            minutes=take.minutes,
            aids=tuple(_aids(options, found, k)),
            first_day=day(limits, minutes),
            last_day=max(day(limits, minutes), day(limits, minutes + take.minutes, last=True)),
            fit=fits[options.role.id],
            others=tuple(fits[other.role] for other in others),
            months=None if take.course.as_of is None else months_since(take.course.as_of, limits.start),
        )
        steps.append(step)
        minutes += take.minutes
    return Walk(steps=tuple(steps), before=before, after=person, others=others)


def day(limits: Limits, minutes: int, *, last: bool = False) -> date:
    """Give the day on which so many minutes are over at the person's pace; `last`: the last one that they fill."""
    days = minutes * 7 / (limits.pace * 60)
    return limits.start + timedelta(days=max(0, math.ceil(days - 1e-9) - 1) if last else int(days + 1e-9))


def total(ranges: Iterable[Range]) -> Range:
    """Add ranges up; what is unknown adds nothing and is told apart."""
    known = list(ranges)
    bases = {one.basis for one in known}
    return Range(
        low=sum(one.low or 0.0 for one in known),
        high=sum(one.high or 0.0 for one in known),
        basis=bases.pop() if len(bases) == 1 else "estimated",
    )


def grown(profile: Profile, gives: Mapping[str, int]) -> Profile:
    """Give the profile of a person who learned something; a level that is proven is no longer assumed."""
    held = dict(profile.held)
    for skill, level in gives.items():
        if skill not in held or held[skill].level < level:
            held[skill] = Held(skill=skill, level=level, assumed=False)
    return replace(profile, held=held)


def in_order(options: Choice, taken: Sequence[int]) -> list[int]:
    """Order takes so that needs are met and the fit grows early: next comes what wins most points an hour.

    What wins nothing itself counts with the best of what it opens the way to.
    """
    order: list[int] = []
    waiting, done = set(taken), 0
    while waiting:
        ready = sorted(k for k in waiting if all(mask & done for mask in options.providers[k]))
        chosen = max(ready, key=lambda k: (_worth(options, order, k, waiting), -k))
        order.append(chosen)
        waiting.remove(chosen)
        done |= 1 << chosen
    return order


def _worth(options: Choice, order: Sequence[int], k: int, waiting: Iterable[int]) -> float:
    start = options.points(order)
    own = (options.points([*order, k]) - start) / max(1, options.takes[k].minutes)
    if own:
        return own
    done = mask_of([*order, k])
    opened = [j for j in waiting if j != k and all(mask & done for mask in options.providers[j])]
    pairs = ((options.points([*order, j]) - start, options.takes[j].minutes + options.takes[k].minutes) for j in opened)
    return max((points / max(1, minutes) for points, minutes in pairs), default=0.0)


# --- why a step is there ------------------------------------------------------------------------------------------


def _asks(options: Choice, before: Sequence[int], take: Take) -> tuple[Met, ...]:
    """Name what a take asks and what meets it: the first step that does, or the person at the start."""
    study = take.course.self_study
    asked = study.start if take.way is Way.STUDY and study else take.course.requires
    k = options.takes.index(take)
    masks = dict(zip(take.needs, options.providers[k], strict=False))
    return tuple(
        Met(skill=skill, level=level, by=_first(options, before, masks.get((skill, level))))
        for skill, level in asked.items()
    )


def _first(options: Choice, before: Sequence[int], mask: int | None) -> str | None:
    if mask is None:
        return None
    return next(options.takes[j].course.id for j in before if mask >> j & 1)


def _won(options: Choice, before: Sequence[int], k: int) -> tuple[Won, ...]:
    won = []
    for share in options.shares:
        level = share.requirement.level
        then, now = share.covered(before), share.covered([*before, k])
        if now > then:
            won.append(Won(requirement=share.requirement, before=then * level / FULL, after=now * level / FULL))
    return tuple(won)


def _leads_to(options: Choice, order: Sequence[int], place: int) -> tuple[str, ...]:
    """Name the later steps for which this one is the first to meet some need."""
    earlier, bit = mask_of(order[:place]), 1 << order[place]
    return tuple(
        options.takes[j].course.id
        for j in order[place + 1 :]
        if any(mask & bit and not mask & earlier for mask in options.providers[j])
    )


def _aids(options: Choice, found: Solution, k: int) -> Iterable[Aid]:
    for grant in options.grants:
        if cents := found.paid.get((grant.route.id, k), 0):
            yield Aid(route=grant.route, usd=cents / 100)


def _others(fits: Sequence[Fit], role: Role) -> tuple[Fit, ...]:
    return tuple(fit for fit in fits if fit.tier is role.tier and fit.role != role.id)[:RUNNERS_UP]
