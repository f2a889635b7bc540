"""A plan that was kept as JSON, read again to plan anew from what was done since."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import inf
from pathlib import Path
from typing import Any

from hpcskills.errors import InputError
from hpcskills.model import Catalogue, Held, Profile, Role
from hpcskills.planning.eligibility import Person, Standing
from hpcskills.planning.limits import CONFIDENCE, Limits
from hpcskills.planning.planned import Prefer, Spent, Target

SCHEMA = "hpcskills/plan/1"

LARGEST = 10_000_000
"""Bytes; a plan has some ten thousand."""

HOW = "Save one with: hpcskills plan ... --format json --output FILE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What a kept plan says: who set out where to, within which limits, and what each promised course takes.

    `unknown` names what the data no longer hold; `digest` is the hash of the data it was made with.
    """

    role: Role
    prefer: Prefer
    target: Target
    limits: Limits
    profile: Profile
    promised: Mapping[str, Spent]
    unknown: tuple[str, ...]
    digest: str


def read_plan(file: Path, catalogue: Catalogue) -> Saved:
    """Read a kept plan. Raises InputError with one sentence if it is none, or damaged."""
    try:
        found = json.loads(_content(file))
        if not isinstance(found, dict) or found.get("schema") != SCHEMA:
            raise InputError(f"{file} is no plan for one role kept by this program. {HOW}")
        return _saved(found, catalogue)
    # Whatever is missing, of another kind or out of range makes the file a damaged one: nothing of it is used.
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise InputError(f"{file} is damaged or no plan kept by this program ({_reason(error)}). {HOW}") from None


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror or error}.") from None
    if len(content) > LARGEST:
        raise InputError(f"{file} is larger than {LARGEST // 1_000_000} MB: that is no plan. {HOW}")
    return content


def _reason(error: Exception) -> str:
    return f"{error} is missing" if isinstance(error, KeyError) else str(error).split("\n")[0]


# --- what stands in it --------------------------------------------------------------------------------------------


def _saved(found: Mapping[str, Any], catalogue: Catalogue) -> Saved:
    role, target, steps = found["role"], found["target"], found["steps"]
    if role not in catalogue.roles:
        raise InputError(f"The plan is for the role “{role}”, which the data do not hold. See: hpcskills roles")
    limits, held = _limits(found["limits"]), [_held(one) for one in found["profile"]]
    promised = {str(one["course"]): _spent(one) for one in steps}
    courses = {*promised, *limits.exclude, *limits.include, *limits.done}
    known = frozenset(courses & catalogue.courses.keys())
    unknown = {*courses - known, *{one.skill for one in held} - catalogue.skills.keys()}
    return Saved(
        role=catalogue.roles[role],
        prefer=Prefer(found["prefer"]),
        target=Target(fit=_whole(target["fit"], 0, 100), core=bool(target["core"])),
        limits=replace(
            limits, exclude=limits.exclude & known, include=limits.include & known, done=limits.done & known
        ),
        profile=Profile(held={one.skill: one for one in held if one.skill in catalogue.skills}, unsure={}),
        promised=promised,
        unknown=tuple(sorted(unknown)),
        digest=str(found["digest"]),
    )


def _held(one: Mapping[str, Any]) -> Held:
    level = _whole(one["level"], 1, 5)
    if level is None:
        raise ValueError("a skill has no level")
    return Held(skill=str(one["skill"]), level=level, assumed=bool(one["assumed"]))


def _spent(step: Mapping[str, Any]) -> Spent:
    return Spent(hours=_number(step["hours"]["max"]) or 0.0, usd=_number(step["usd"]["max"]))


def _limits(found: Mapping[str, Any]) -> Limits:
    confidence = found["min_confidence"]
    if confidence not in (None, *CONFIDENCE):
        raise ValueError(f"“{confidence}” is no confidence")
    standings = frozenset(Standing(one) for one in found["standings"])
    return Limits(
        start=date.fromisoformat(found["start"]),
        person=Person(country=_text(found["country"]), standings=standings, age=_whole(found["age"], 0, 120)),
        budget=_number(found["budget"]),
        hours_per_week=_number(found["hours_per_week"], 0.5),
        weeks=_number(found["weeks"]),
        by=None if found["by"] is None else date.fromisoformat(found["by"]),
        free_only=bool(found["free_only"]),
        certificates_only=bool(found["certificates_only"]),
        min_confidence=confidence,
        **{name: frozenset(map(str, found[name])) for name in _SETS},
    )


_SETS = ("delivery", "languages", "preferred", "providers", "exclude", "include", "done", "funding")


def _text(value: object) -> str | None:
    """A text, or null."""
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{value!r} stands where a text should")
    return value


def _number(value: object, least: float = 0.0) -> float | None:
    """A number that is not below `least`, or null."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value < inf:
        raise ValueError(f"{value!r} stands where a number should")
    return float(value)


def _whole(value: object, least: int, most: int) -> int | None:
    """A whole number from `least` to `most`, or null."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ValueError(f"{value!r} stands where a number from {least} to {most} should")
    return value
