"""The study blocks of a plan: on which days, at what time and for how long each step is worked on.

The weeks of a plan count from its first day. Each holds the hours of the person's pace, in blocks of equal length on
the study days, and the last week's blocks end by the plan's last day. A block that two steps share is split.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from hpcskills.errors import UserError
from hpcskills.planning.limits import is_step
from hpcskills.planning.planned import Plan, Step

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

USUAL_DAYS = ("sat", "wed", "mon", "fri", "tue", "thu", "sun")
"""Where no study days are named, as many of these as it takes that no block is longer than three hours."""

USUAL_BLOCK = 180
EVENING, MORNING = time(18), time(9)
"""Blocks begin in the evening, beside a job, if they end by ten; longer ones in the morning."""

LATEST = 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A time to work on a step, the `number`-th of its `count`. A paid place has one, of whole days."""

    step: Step
    number: int
    count: int
    begin: datetime
    end: datetime
    whole_days: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """Minutes of study on a day."""

    day: date
    minutes: int


def blocks(plan: Plan, *, days: Collection[str] = (), begin: time | None = None) -> tuple[Block, ...]:
    """Lay the steps of a plan out over the study days (`mon`, ...), all blocks beginning at the same time.

    Raises UserError where a block would not end on its day.
    """
    pieces = list(_pieces(plan, days or usual_days(plan.limits.pace)))
    longest = max((piece.minutes for piece in pieces), default=0)
    at = begin or (EVENING if longest <= (LATEST - EVENING.hour) * 60 else MORNING)
    if at.hour * 60 + at.minute + longest > 24 * 60:
        raise UserError(
            f"Blocks of {longest / 60:.1f} hours from {at:%H:%M} do not end on their day; name more --study-days, an "
            "earlier --study-time or fewer --hours-per-week."
        )
    shared = list(_shared(plan.steps, pieces, at))
    return tuple(block for step in plan.steps for block in _numbered(step, shared))


def usual_days(pace: float) -> frozenset[str]:
    """Give the study days for so many hours a week where none are named."""
    return frozenset(USUAL_DAYS[: max(1, math.ceil(pace * 60 / USUAL_BLOCK))])


def _pieces(plan: Plan, days: Collection[str]) -> Iterator[_Piece]:
    """Give the study of each week in equal pieces, the first days of it first."""
    pace, left, week = plan.limits.pace * 60, sum(step.minutes for step in plan.steps), 0
    usual = math.ceil(pace / len(days) - 1e-6)
    while left > 0:
        # Whole minutes, which over many weeks come to the pace.
        here = min(left, int(pace * (week + 1) + 1e-6) - int(pace * week + 1e-6))
        open_ = list(_open(plan.limits.start + timedelta(weeks=week), plan.last_day, days))
        size, rest = max(usual, math.ceil(here / len(open_))), here
        for day in open_:
            if rest > 0:
                yield _Piece(day=day, minutes=min(size, rest))
            rest -= size
        left, week = left - here, week + 1


def _open(first: date, last: date, days: Collection[str]) -> Iterator[date]:
    """Give the study days of a week up to the last day; if there are none, the last day itself."""
    week = [first + timedelta(days=number) for number in range(7)]
    found = [day for day in week if WEEKDAYS[day.weekday()] in days and day <= last]
    yield from found or [min(last, week[-1])]


def _shared(steps: Sequence[Step], pieces: Sequence[_Piece], at: time) -> Iterator[Block]:
    """Give the pieces to the steps in their order."""
    waiting = deque((step, step.minutes) for step in steps if step.minutes)
    for piece in pieces:
        begin, left = datetime.combine(piece.day, at), piece.minutes
        while left and waiting:
            step, minutes = waiting.popleft()
            here = min(left, minutes)
            end = begin + timedelta(minutes=here)
            yield Block(step=step, number=0, count=0, begin=begin, end=end)
            begin, left = end, left - here
            if minutes > here:
                waiting.appendleft((step, minutes - here))


def _numbered(step: Step, shared: Sequence[Block]) -> Iterator[Block]:
    """Give the blocks of one step with their numbers; a paid place has its whole days instead."""
    if not is_step(step.course):
        begin, end = (datetime.combine(day, time()) for day in (step.first_day, step.last_day + timedelta(days=1)))
        yield Block(step=step, number=1, count=1, begin=begin, end=end, whole_days=True)
        return
    own = [block for block in shared if block.step is step]
    for number, block in enumerate(own, 1):
        yield replace(block, number=number, count=len(own))
