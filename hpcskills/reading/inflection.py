"""The forms that a name takes in a sentence: plurals, German endings, and other words between two nouns.

Names are compared without a plural s already; what is more than that is spelled out once, when a language is first met.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from hpcskills.reading.grammar import Grammar

Keys = tuple[str, ...]

MOST_WORDS = 6
"""Words of the longest name that is inflected; longer ones are said in one way only."""


def inflected(keys: Keys, grammar: Grammar) -> Iterator[Keys]:
    """Other forms of a name of a language, by their compared words."""
    if len(keys) <= MOST_WORDS:
        for linked in _linked(keys, grammar.linking):
            yield linked
            yield from _german(linked) if grammar.code == "de" else _romance(linked, grammar)


def _linked(keys: Keys, linking: Mapping[str, tuple[str, ...]]) -> Iterator[Keys]:
    """The name as it is, and with another word in the place of each that links two nouns."""
    yield keys
    for place, word in enumerate(keys[1:-1], 1):
        for other in linking.get(word, ()):
            yield (*keys[:place], *other.split(), *keys[place + 1 :])


def _romance(keys: Keys, grammar: Grammar) -> Iterator[Keys]:
    """Plurals in -es: "servidor" as in "servidores", which is compared without its s."""
    if grammar.code == "fr":
        return
    plural = tuple(f"{word}e" if word[-1] in "lrndz" and word not in grammar.common else word for word in keys)
    if plural != keys:
        yield plural
        yield (plural[0], *keys[1:])


def _german(keys: Keys) -> Iterator[Keys]:
    """Endings of adjectives ("paralleler Programmierung") and of the last noun ("Datenbanken")."""
    last = keys[-1]
    nouns = (last, f"{last}n") if last[-1] in "er" else (last, f"{last}e", f"{last}en")
    for before in product(*(_endings(word) for word in keys[:-1])):
        for noun in nouns:
            yield (*before, noun)


def _endings(word: str) -> tuple[str, ...]:
    return (word, f"{word}n", f"{word}r", f"{word}m") if word[-1] == "e" else (word,)
