"""The options of a plan read into limits, and refused with a sentence where they contradict each other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time

from hpcskills.cli import choose
from hpcskills.errors import UserError
from hpcskills.model import Catalogue
from hpcskills.planning.calendar import WEEKDAYS
from hpcskills.planning.limits import Limits


def day(option: str, text: str | None) -> date | None:
    """A day such as 2027-06-30."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UserError(f"--{option} needs a day such as 2027-06-30, not “{text}”.") from error


def country(code: str | None) -> str | None:
    """A country as two letters."""
    if code is None:
        return None
    found = {"UK": "GB"}.get(code.upper(), code.upper())
    if not (len(found) == 2 and found.isascii() and found.isalpha()):
        raise UserError(f"--country needs a code of two letters such as US, DE or PY, not “{code}”.")
    return found


def languages(codes: list[str] | None) -> frozenset[str]:
    """Languages as their codes."""
    return frozenset(code.casefold() for code in codes or ())


def words(kind: str, asked: list[str] | None, known: Iterable[str]) -> frozenset[str]:
    """Some of the known words."""
    all_known = list(known)
    return frozenset(choose.word(kind, one, all_known) for one in asked or ())


def courses(catalogue: Catalogue, asked: list[str] | None) -> frozenset[str]:
    """Courses by id or title."""
    return frozenset(choose.course(catalogue, one).id for one in asked or ())


def study_days(text: str | None) -> frozenset[str]:
    """Days of the week such as mon,wed,sat."""
    return (
        frozenset(choose.word("day", one.strip().casefold()[:3], WEEKDAYS) for one in text.split(","))
        if text
        else frozenset()
    )


def study_time(text: str | None) -> time | None:
    """A time such as 18:30."""
    if text is None:
        return None
    try:
        return time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError as error:
        raise UserError(f"--study-time needs a time such as 18:30, not “{text}”.") from error


def check(limits: Limits) -> None:
    """Refuse wishes that contradict each other."""
    if limits.by is not None and limits.by < limits.start:
        raise UserError(f"--by {limits.by.isoformat()} is before the first day, {limits.start.isoformat()}.")
    if both := sorted(limits.include & (limits.exclude | limits.done)):
        raise UserError(f"{both[0]} cannot be included and left out (or done) at once.")
