"""Which questions are worth a person's time: doubtful words first, then the levels that change the answer most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hpcskills.assess import Assessor
from hpcskills.model import Assessment, Fit, Status, Tier, Unknown, Unsure
from hpcskills.personal import same
from hpcskills.suggest import Suggester

MOST_WORDS = 6
MOST_LEVELS = 5
MOST_QUESTIONS = 10
"""More than a person answers gladly."""

NEAR_ROLES = 3
"""Core roles whose fits show what an answer changes, beside the target and the nearest entry role."""

MOST_CANDIDATES = 4

LIKELY = 80
"""From this score (0-100) a name is so like an unknown word that it is worth a question."""

LONG_TEXT = 200
"""Characters from which a person may not recall where a word stands."""

AROUND = 30
"""Characters shown on either side of a word in a long text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordQuestion:
    """What do these words mean? `candidates` are skill ids, the likeliest first; `place` is the text around them."""

    mention: str
    candidates: tuple[str, ...]
    why: str
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelQuestion:
    """At which level is this skill? `assumed` is what counts as long as nobody says."""

    skill: str
    assumed: int


def about_words(assessor: Assessor, found: Assessment, text: str) -> tuple[WordQuestion, ...]:
    """Doubtful words, those first that change most, then unknown ones that look like the name of a skill."""
    doubtful = {same(one.mention): one for one in reversed(found.reading.unsure) if _may_count(one, found)}
    ranked = sorted(doubtful.values(), key=lambda one: (-_worth(assessor, found, one), one.start))
    asked = [_about_doubt(one, text) for one in ranked]
    return (*asked, *_about_unknown(assessor, found, text, {*doubtful, *assessor.catalogue.false_friends}))[:MOST_WORDS]


def about_levels(assessor: Assessor, found: Assessment, asked: int) -> tuple[LevelQuestion, ...]:
    """The assumed levels that the nearest fits hang on most, after `asked` other questions."""
    assumed = [held for held in found.profile.held.values() if held.assumed]
    effects = {held.skill: _effect(assessor, found, held.skill, low=1, high=5) for held in assumed}
    ranked = sorted((one for one in assumed if effects[one.skill] > 0), key=lambda one: -effects[one.skill])
    most = min(MOST_LEVELS, MOST_QUESTIONS - asked)
    return tuple(LevelQuestion(skill=one.skill, assumed=one.level) for one in ranked[:most])


def _may_count(doubt: Unsure, found: Assessment) -> bool:
    """Would a skill count, that does not yet, if the words were confirmed?"""
    settled = {match.skill for match in found.reading.matches}
    return any(match.status is Status.HELD and match.skill not in settled for match in doubt.candidates)


def _worth(assessor: Assessor, found: Assessment, doubt: Unsure) -> float:
    level = assessor.catalogue.scale.assumed
    return max(_effect(assessor, found, match.skill, low=0, high=level) for match in doubt.candidates)


def _about_doubt(doubt: Unsure, text: str) -> WordQuestion:
    candidates = tuple(dict.fromkeys(match.skill for match in doubt.candidates))[:MOST_CANDIDATES]
    return WordQuestion(mention=doubt.mention, candidates=candidates, why=doubt.why, place=_around(text, doubt))


def _about_unknown(assessor: Assessor, found: Assessment, text: str, asked: set[str]) -> Iterator[WordQuestion]:
    suggester = Suggester(assessor.catalogue.skills.values())
    for one in found.reading.unknown:
        if same(one.mention) in asked:
            continue
        asked.add(same(one.mention))
        if candidates := suggester.misspelt(one.mention, LIKELY)[:MOST_CANDIDATES]:
            yield WordQuestion(
                mention=one.mention, candidates=candidates, why="is not known", place=_around(text, one)
            )  # fmt: skip


def _around(text: str, place: Unsure | Unknown) -> str:
    """The words around a place of a long text, in its line; nothing of a short one."""
    if len(text) < LONG_TEXT:
        return ""
    before, after = text[: place.start].rpartition("\n")[2], text[place.end :].partition("\n")[0]
    if len(before) > AROUND:
        before = f"… {before[-AROUND:].partition(' ')[2]}"
    if len(after) > AROUND:
        after = f"{after[:AROUND].rpartition(' ')[0]} …"
    return f"{before}{text[place.start : place.end]}{after}".strip(" \t-*•") if before.strip() or after.strip() else ""


# --- what an answer changes ---------------------------------------------------------------------------------------


def _effect(assessor: Assessor, found: Assessment, skill: str, *, low: int, high: int) -> float:
    """Percent points by which the nearest fits differ, all together, between two levels of a skill."""
    held = {one.skill: one.level for one in found.profile.held.values()}
    after = _percents(assessor, {**held, skill: high})
    before = _percents(assessor, {**held, skill: low})
    return sum(after[role] - before[role] for role in _near(found))


def _percents(assessor: Assessor, levels: Mapping[str, int]) -> dict[str, float]:
    percents = assessor.scorer.percents({skill: level for skill, level in levels.items() if level})
    return dict(zip(assessor.catalogue.roles, percents, strict=True))


def _near(found: Assessment) -> set[str]:
    def first(tier: Tier, most: int) -> list[Fit]:
        return [fit for fit in found.fits if fit.tier is tier][:most]

    return {fit.role for fit in (found.target, *first(Tier.CORE, NEAR_ROLES), *first(Tier.ENTRY, 1))}
