"""What must be known of a language to read a self-report in it, beside the names of skills and the cues."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hpcskills.reading import plainwords

Set = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """What must be known of a language to read a self-report in it, beside names and cues.

    `common` words name no skill unless in capitals (French "ai" is no AI). `linking` tells what may stand in the place
    of a word between two nouns ("del" for "de"), `tails` what may be glued to a name ("Linuxkenntnisse"), and `plurals`
    and `bent` how words are inflected.
    """

    code: str
    label: str
    common: Set = frozenset()
    fillers: Set
    list_words: Set
    never_misspelt: Set
    joining: Set
    contrast: Set
    prepositions: Set
    around_times: Set
    upto: Set = frozenset({"to", "until", "till", "through"})
    less: frozenset[tuple[str, str]] = frozenset({("less", "than")})
    numbers: Mapping[str, float] = field(default_factory=dict)
    units: Mapping[str, float] = field(default_factory=dict)
    linking: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tails: tuple[str, ...] = ()


ENGLISH = Grammar(
    code="en",
    label="English",
    fillers=plainwords.FILLERS,
    list_words=plainwords.LIST_WORDS,
    never_misspelt=plainwords.NEVER_MISSPELT,
    joining=plainwords.JOINING,
    contrast=plainwords.CONTRAST,
    prepositions=plainwords.PREPOSITIONS,
    around_times=plainwords.AROUND_TIMES,
)


def words(text: str) -> Set:
    """The words of a text, as a set."""
    return frozenset(text.split())


def _counted(text: str) -> Mapping[str, float]:
    """Numbers by their words: "un=1 dos=2"."""
    return {word: float(number) for word, _, number in (pair.partition("=") for pair in text.split())}


def grammar(
    code: str,
    label: str,
    *,
    common: str,
    listed: str,
    near: str,
    joining: str,
    contrast: str,
    prepositions: str,
    around_times: str,
    numbers: str,
    years: str,
    months: str,
    decades: str,
    upto: str,
    less: tuple[tuple[str, str], ...],
    linking: Mapping[str, tuple[str, ...]],
    tails: tuple[str, ...] = (),
) -> Grammar:
    """Make a language out of its words; those of English hold as well. `near` words look like the name of a skill."""
    counted = _counted(numbers)
    small, plain = words(common) | counted.keys(), words(f"{listed} {years} {months}")
    units = dict.fromkeys(years.split(), 1.0) | dict.fromkeys(months.split(), 1 / 12)
    units |= dict.fromkeys(decades.split(), 10.0)
    return Grammar(
        code=code,
        label=label,
        common=small,
        fillers=plainwords.FILLERS | small | plain,
        list_words=plainwords.LIST_WORDS | plain,
        never_misspelt=plainwords.NEVER_MISSPELT | small | plain | words(near),
        joining=plainwords.JOINING | words(joining),
        contrast=plainwords.CONTRAST | words(contrast),
        prepositions=plainwords.PREPOSITIONS | words(prepositions),
        around_times=plainwords.AROUND_TIMES | words(around_times),
        upto=ENGLISH.upto | words(upto),
        less=ENGLISH.less | frozenset(less),
        numbers=counted,
        units=units,
        linking=linking,
        tails=tails,
    )
