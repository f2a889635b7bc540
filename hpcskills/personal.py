"""What a person set right once: levels, skills denied and wanted, words that mean a skill, words that mean nothing.

It wins over what is read from a text: the person's words become names of skills, and what was read is settled by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from hpcskills.model import Assessment, Catalogue, How, Match, Reading, Skill, Status, Unknown, Unsure
from hpcskills.reading.tokens import compared, fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """A level that the person gives a skill; None where it is assumed, `learning` where it is only being learnt."""

    level: int | None = None
    learning: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Personal:
    """A person's own corrections, as a profile file holds them. Skills by id; words as the person writes them."""

    skills: Mapping[str, Rating] = field(default_factory=dict)
    denied: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    confirmed: Mapping[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    background: str | None = None

    def status(self, skill: str) -> Status | None:
        """What the person says of a skill; None if nothing."""
        if skill in self.denied:
            return Status.DENIED
        if skill in self.wanted:
            return Status.WANTED
        return Status.HELD if skill in self.skills else None


def same(word: str) -> str:
    """The form in which a person's words are compared: case, accents and blanks do not matter."""
    return " ".join(fold(word).split())


# --- corrections, one at a time -----------------------------------------------------------------------------------


def with_word(personal: Personal, word: str, skill: str | None) -> Personal:
    """The same person, who says that a word means a skill, or none."""
    confirmed = {known: meant for known, meant in personal.confirmed.items() if same(known) != same(word)}
    ignored = tuple(known for known in personal.ignored if same(known) != same(word))
    if skill is None:
        return replace(personal, confirmed=confirmed, ignored=(*ignored, word))
    return replace(personal, confirmed={**confirmed, word: skill}, ignored=ignored)


def with_level(personal: Personal, skill: str, level: int) -> Personal:
    """The same person, who gives a skill a level; 0 says that it is not there."""
    skills = {known: rating for known, rating in personal.skills.items() if known != skill}
    denied = tuple(known for known in personal.denied if known != skill)
    wanted = tuple(known for known in personal.wanted if known != skill)
    if level:
        skills[skill] = Rating(level=level)
    return replace(personal, skills=skills, denied=denied if level else (*denied, skill), wanted=wanted)


# --- a text read with them ----------------------------------------------------------------------------------------


def with_names(catalogue: Catalogue, personal: Personal) -> Catalogue:
    """The catalogue with the person's words as names, so that a text is read with them and what is said beside them."""
    if not personal.confirmed:
        return catalogue
    skills = dict(catalogue.skills)
    for word, meant in personal.confirmed.items():
        keys = compared(fold(word))
        for skill in skills.values():
            if keys in _spelled(skill.aliases) and skill.id != meant:
                aliases = tuple(name for name in skill.aliases if compared(fold(name)) != keys)
                skills[skill.id] = replace(skill, aliases=aliases)
        skills[meant] = _with_name(skills[meant], word)
    return replace(catalogue, skills=skills)


def _with_name(skill: Skill, word: str) -> Skill:
    """The skill with one more name, and none of its kind in doubt."""
    keys = compared(fold(word))
    aliases = skill.aliases if keys in _spelled(skill.names) else (*skill.aliases, word)
    ambiguous = tuple(name for name in skill.ambiguous if compared(fold(name)) != keys)
    return replace(skill, aliases=aliases, ambiguous=ambiguous)


def _spelled(names: Iterable[str]) -> set[tuple[str, ...]]:
    return {compared(fold(name)) for name in names}


def settle(reading: Reading, personal: Personal) -> Reading:
    """What was read, corrected: words that mean a skill count, words that mean none are left out."""
    ignored = {same(word) for word in personal.ignored}
    meant = {same(word): skill for word, skill in personal.confirmed.items()}

    def kept(place: Match | Unsure | Unknown) -> bool:
        return same(place.mention) not in ignored

    doubts: list[Unsure | Unknown] = [*reading.unsure, *reading.unknown]
    matches = [_meant(match, meant.get(same(match.mention))) for match in reading.matches if kept(match)]
    matches += [_settled(place, meant[same(place.mention)]) for place in doubts if same(place.mention) in meant]
    return replace(
        reading,
        matches=tuple(_told(match, personal) for match in sorted(matches, key=lambda match: match.start)),
        unsure=tuple(doubt for doubt in filter(kept, reading.unsure) if same(doubt.mention) not in meant),
        unknown=tuple(place for place in filter(kept, reading.unknown) if same(place.mention) not in meant),
    )


def _meant(match: Match, skill: str | None) -> Match:
    return match if skill is None else match._replace(skill=skill, how=How.CONFIRMED, score=1.0)


def _settled(place: Unsure | Unknown, skill: str) -> Match:
    """Doubtful or unknown words as the skill they mean; what was said beside doubtful ones stays."""
    candidates = place.candidates if isinstance(place, Unsure) else ()
    read = next((match for match in candidates if match.skill == skill), candidates[0] if candidates else None)
    if read is not None:
        return _meant(read, skill)
    return Match(skill=skill, mention=place.mention, start=place.start, end=place.end, how=How.CONFIRMED, score=1.0)


def _told(match: Match, personal: Personal) -> Match:
    """A match with what the person says of its skill in place of what was read."""
    status = personal.status(match.skill)
    if status is None:
        return match
    rating = personal.skills.get(match.skill, Rating()) if status is Status.HELD else Rating()
    if rating.level is None:
        return match._replace(status=status, learning=match.learning or rating.learning)
    return match._replace(status=status, level=rating.level, years=None, learning=False, because=())


def with_own_skills(reading: Reading, personal: Personal, catalogue: Catalogue) -> Reading:
    """What was read and, before it, the skills that the person names and the text does not."""
    told = {match.skill for match in reading.matches}
    own = tuple(match for match in _own(personal, catalogue) if match.skill not in told)
    return replace(reading, matches=(*own, *reading.matches))


def _own(personal: Personal, catalogue: Catalogue) -> Iterator[Match]:
    for skill in (*personal.skills, *personal.denied, *personal.wanted):
        rating = personal.skills.get(skill, Rating())
        yield Match(
            skill=skill,
            mention=catalogue.skills[skill].label,
            start=0,
            end=0,
            how=How.CONFIRMED,
            score=1.0,
            status=personal.status(skill) or Status.HELD,
            level=rating.level,
            learning=rating.learning,
        )


# --- to be kept ---------------------------------------------------------------------------------------------------


def remembered(personal: Personal, found: Assessment) -> Personal:
    """All that a profile file should hold: the corrections, and the skills that were understood of the text."""
    held = {
        skill: Rating(
            level=None if one.assumed else one.level,
            learning=one.assumed and all(match.learning for match in one.matches if match.status is Status.HELD),
        )
        for skill, one in found.profile.held.items()
        if one.matches
    }
    return replace(
        personal,
        skills=held,
        denied=_with(Status.DENIED, found.reading, held),
        wanted=_with(Status.WANTED, found.reading, held),
        background=found.background.id if found.background else personal.background,
    )


def _with(status: Status, reading: Reading, held: Mapping[str, Rating]) -> tuple[str, ...]:
    denied = {match.skill for match in reading.matches if match.status is Status.DENIED}
    taken = held.keys() if status is Status.DENIED else held.keys() | denied
    return tuple(dict.fromkeys(m.skill for m in reading.matches if m.status is status and m.skill not in taken))
