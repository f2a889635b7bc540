"""From what a person said to what a person has: one level for each skill."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from hpcskills.model import Background, Held, Match, Profile, Reading, Scale, Status

MOST_FROM_YEARS = 4
"""Time alone makes nobody an expert: level 5 needs a word or a self-rating."""

MOST_APART = 1
"""Where a level and years are said together and disagree, the lower counts, plus this many levels at most."""


def build(reading: Reading, scale: Scale, background: Background | None = None) -> Profile:
    """Turn the held matches, and the skills a background implies, into one level (1-5) for each skill.

    Denied and wanted skills never count, and a denial removes what the background would imply.
    """
    own = {skill: _held(skill, matches, scale) for skill, matches in _by_skill(_held_in(reading.matches)).items()}
    denied = {match.skill for match in reading.matches if match.status is Status.DENIED}
    held = own | (_implied(background, own, denied) if background else {})
    return Profile(held=held, unsure=_unsure(reading, scale, held.keys() | denied))


def said_level(match: Match, scale: Scale) -> int | None:
    """Give the level (1-5) that a match states by a word, a rating or years; None if it states none."""
    by_years = None if match.derived else _level_of_years(match.years, scale)
    if match.level is None or by_years is None:
        return match.level or by_years
    return min(max(match.level, by_years), min(match.level, by_years) + MOST_APART)


def assumed_level(match: Match, scale: Scale) -> int:
    """Give the level to assume where none is said; the dates of jobs can only raise it."""
    if match.learning:
        return scale.assumed_learning
    return max(scale.assumed, _level_of_years(match.years if match.derived else None, scale) or 0)


def _level_of_years(years: float | None, scale: Scale) -> int | None:
    reached = [rule.level for rule in scale.years if years is not None and years >= rule.years]
    return min(max(reached), MOST_FROM_YEARS) if reached else None


def _held_in(matches: Iterable[Match]) -> Iterable[Match]:
    return (match for match in matches if match.status is Status.HELD)


def _by_skill(matches: Iterable[Match]) -> dict[str, tuple[Match, ...]]:
    found: dict[str, tuple[Match, ...]] = {}
    for match in matches:
        found[match.skill] = (*found.get(match.skill, ()), match)
    return found


def _held(skill: str, matches: tuple[Match, ...], scale: Scale) -> Held:
    """Take the highest level said; only where none is said, the highest assumed."""
    said = [level for match in matches if (level := said_level(match, scale)) is not None]
    assumed = (assumed_level(match, scale) for match in matches)
    return Held(skill=skill, level=max(said or assumed), assumed=not said, matches=matches)


def _implied(background: Background, own: Mapping[str, Held], denied: Collection[str]) -> dict[str, Held]:
    """Give what the trade adds: a level said beats its typical one, which beats a lower assumed one."""
    found: dict[str, Held] = {}
    for implied in background.skills:
        mine = own.get(implied.skill)
        if mine and (not mine.assumed or mine.level >= implied.level):
            continue
        if implied.skill not in denied:
            found[implied.skill] = Held(
                skill=implied.skill,
                level=implied.level,
                assumed=True,
                matches=mine.matches if mine else (),
                background=background.id,
            )
    return found


def _unsure(reading: Reading, scale: Scale, settled: Collection[str]) -> Mapping[str, Held]:
    """Read each doubtful mention as its best candidate that is neither held nor denied elsewhere."""
    best = (
        next((match for match in _held_in(doubt.candidates) if match.skill not in settled), None)
        for doubt in reading.unsure
    )
    candidates = _by_skill(match for match in best if match is not None)
    return {skill: _held(skill, matches, scale) for skill, matches in candidates.items()}
