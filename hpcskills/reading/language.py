"""Which language a text is in: told by words that English has not, small ones and names of skills.

The words of a language are taken for what they mean only in a text of that language, so that Spanish "sin" or German
"gut" disturb no other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from hpcskills.reading.grammar import ENGLISH, Grammar, words
from hpcskills.reading.otherwords import ENGLISH_TOO, GRAMMARS, OTHER_LANGUAGES

_ENGLISH_SMALL = words("""
    the and of with to for is were have i my years year using knowledge from at by it that this not we be can know
    learn some skills worked work want but an
""")

_LETTERS = {
    "es": ("ñ", "¿", "¡", " y "),
    "pt": ("ã", "õ", "ç", "â", "ê", "ô", " e "),
    "de": ("ä", "ö", "ü", "ß"),
    "fr": ("è", "ê", "ç", "à", "ù", "œ"),
}
"""Letters and "and" that tell between languages of which a text has equally many words."""

_OF_NAMES = words("de del la las los el da do das dos du des von der le les")
"""Words that tell nothing before a capital: "Los Angeles", "de la Cruz"."""

SHORT = 12
"""Words of a text so short that one word of another language tells it."""


class Detector:
    """Tells the language of a text by words that only one of the others has."""

    def __init__(self, names: Mapping[str, str], is_english: Callable[[str], bool]) -> None:
        """`names` are all folded names and cues by language; their words that are English as well tell nothing."""
        found: dict[str, list[str]] = {}
        for code in OTHER_LANGUAGES:
            parts = set(names[code].replace("-", " ").replace("'", " ").split())
            for word in {word for word in parts if not is_english(word)} | GRAMMARS[code].common:
                if len(word) > 1 and word.isalpha() and word not in ENGLISH_TOO:
                    found.setdefault(word, []).append(code)
        self._languages = {word: tuple(codes) for word, codes in found.items()}

    def count(self, words: Sequence[str]) -> int:
        """How many of the words tell of another language, at most."""
        return sum([word in self._languages for word in words])

    def language(self, text: str, words: Sequence[str], starts: Sequence[int]) -> Grammar:
        """The language of a text with these folded words; English where nothing else is surer."""
        languages = self._languages
        if languages.keys().isdisjoint(words):
            return ENGLISH
        counts: dict[str, int] = dict.fromkeys(OTHER_LANGUAGES, 0)
        longest = 0
        for index in [index for index, word in enumerate(words) if word in languages]:
            if not _is_named(text, words, starts, index):
                longest = max(longest, len(words[index]))
                for code in languages[words[index]]:
                    counts[code] += 1
        most = max(counts.values())
        english = sum([word in _ENGLISH_SMALL for word in words])
        if most <= english or (most < 2 and (longest < 3 or len(words) > SHORT)):
            return ENGLISH
        alike = [code for code, count in counts.items() if count == most]
        return GRAMMARS[max(alike, key=lambda code: sum(map(text.count, _LETTERS[code])))]


def _is_named(text: str, words: Sequence[str], starts: Sequence[int], index: int) -> bool:
    """Is a word part of a name: short and in capitals, "la" before a capital, or the end of an address?"""
    word, start = words[index], starts[index]
    if text[start - 1 : start] == "." or (len(word) < 5 and text[start : start + len(word)].isupper()):
        return True
    return word in _OF_NAMES and index + 1 < len(words) and text[starts[index + 1]].isupper()
