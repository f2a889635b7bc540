"""Text to words: fold case, accents and look-alikes without moving a character, then split into words and gaps.

Folding keeps the length of the text, so that an offset in the folded text is an offset in what the person wrote.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, compress, count, pairwise
from typing import TypeVar

from hpcskills.reading.grammar import ENGLISH, Grammar

V = TypeVar("V")

_SIGNS = r"(?=[+#])(?:\+\+|(?<=[^\W\d_])[+#](?![\w+#]))| (?=[+#])(?<=\bc )(?:\+\+|#)(?![\w+#])"
_WORD = re.compile(rf"([^\W_]+(?:{_SIGNS})?)")
_WORD_OR_NET = re.compile(rf"((?<![^\s,;:(/|])\.net\b|{_WORD.pattern[1:]}")
_ASCII_WORD = re.compile(_WORD.pattern.replace(r"[^\W_]", "[a-z0-9]").replace(r"[^\W\d_]", "[a-z]"))
_PLAIN_WORD = re.compile(r"([a-z0-9]+)")
"""A word: letters and digits, with the signs that belong to a name (C++, C #, A+).

The second knows .NET as well; the others are faster, the last one for texts without any of these signs."""

GLUED = re.compile(r"[A-Z](?:(?<=[a-z]{2}.)(?=[A-Za-z])|(?<=\d.)(?=[a-z])|(?<=[A-Z].)(?=[a-z]{3}))")
"""Capitals before which a blank may be lost: "10Active DirectoryTCP/IP", "monthsCompany"."""

SHORTEST_GLUED = 4
"""Letters of the shortest name that is cut off a word that nobody knows: SQL is no part of "SQLAlchemy"."""

_BRITISH = (
    ("isation", "ization"),
    ("ising", "izing"),
    ("ised", "ized"),
    ("centre", "center"),
    ("elling", "eling"),
)


_PLURAL_ACRONYMS = frozenset({"gpus", "cpus", "tpus", "dpus", "apis"})


class Memo(dict[str, V]):
    """What `make` gives for some piece of text, remembered; never so much that hostile input could fill the memory."""

    LIMIT, LONGEST = 200_000, 80

    def __init__(self, make: Callable[[str], V]) -> None:
        self._make = make

    def __missing__(self, piece: str) -> V:
        value = self._make(piece)
        if len(piece) <= self.LONGEST:
            if len(self) >= self.LIMIT:
                self.clear()
            self[piece] = value
        return value


class _Folds(dict[int, str]):
    """Character -> its lower-case base letter, found when first met; never longer than one character."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold(chr(code))
        return folded


def _fold(char: str) -> str:
    if char in "‐‑‒–—−":
        return "-"
    if char in "‘’‛′`´":
        return "'"
    if char.isspace():
        return "\n" if char in "\r\v\f\x85\u2028\u2029" else char if char in "\n\t" else " "
    base = unicodedata.normalize("NFKD", char)[:1].lower()
    return base if len(base) == 1 and base.isalnum() else char.lower() if len(char.lower()) == 1 else char


_FOLDS = _Folds()
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_OTHER_BLANKS = "\r\v\f\x1c\x1d\x1e\x1f"


def fold(text: str) -> str:
    """Lower case, no accents, plain dashes and blanks; as long as `text`."""
    if text.isascii():
        return text.translate(_FOLDS) if any(map(text.__contains__, _OTHER_BLANKS)) else text.lower()
    folded = _NOT_ASCII.sub(lambda match: _FOLDS[ord(match[0])], text).lower()
    return folded if len(folded) == len(text) else text.translate(_FOLDS)


def key(word: str) -> str:
    """The form under which a folded word is compared: American spelling, no plural s. "centres" -> "center"."""
    if len(word) > 3 and word[-1] == "s":
        word = _singular(word)
    if word[:2] == "c ":
        return f"c{word[2:]}"
    if len(word) > 5:
        for british, american in _BRITISH:
            if british in word:
                return word.replace(british, american)
    return word


def _singular(word: str) -> str:
    """A word without its plural s: "switch", "library", "gpu"; but "nagios", "access" and "bus" stay as they are."""
    if word in _PLURAL_ACRONYMS:
        return word[:-1]
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")) and len(word) > 5:
        return word[:-2]
    return word if word[-2] in "siuo" else word[:-1]


_KEYS = Memo(key)


def compared(folded: str) -> tuple[str, ...]:
    """The words of a folded name as they are compared: "linux clusters" -> ("linux", "cluster")."""
    return tuple([_KEYS[word] for word in _pattern(folded).findall(folded)])


def compared_lines(folded: Sequence[str]) -> list[tuple[str, ...]]:
    """The same for many names at once, none of which has a line break."""
    text = "\n".join(folded)
    words = re.findall(rf"(\n|{_pattern(text).pattern[1:]}", text)
    _KEYS.update({word: key(word) for word in set(words)})
    keys = list(map(_KEYS.__getitem__, words))
    ends = [*compress(count(), map("\n".__eq__, keys)), len(keys)]
    return [tuple(keys[begin + 1 : end]) for begin, end in pairwise([-1, *ends])]


def _pattern(folded: str) -> re.Pattern[str]:
    if ".net" in folded:
        return _WORD_OR_NET
    if not folded.isascii():
        return _WORD
    return _ASCII_WORD if "+" in folded or "#" in folded else _PLAIN_WORD


@dataclass(frozen=True, slots=True)
class Words:
    """A text as words. `gaps[i]` stands before word i, `gaps[-1]` after the last; `starts[i]` is its offset.

    Words and gaps are folded; `mention` gives what the person wrote.
    """

    text: str
    folded: str
    words: list[str]
    keys: list[str]
    gaps: list[str]
    starts: list[int]
    grammar: Grammar = ENGLISH

    def end(self, index: int) -> int:
        """Offset behind word `index`."""
        return self.starts[index] + len(self.words[index])

    def written(self, first: int, last: int) -> str:
        """Words `first` to `last` with what is between them, folded."""
        return self.folded[self.starts[first] : self.starts[last] + len(self.words[last])]

    def mention(self, first: int, last: int) -> str:
        """The person's own writing from word `first` to word `last`."""
        return self.text[self.starts[first] : self.starts[last] + len(self.words[last])]


def words(text: str, is_word: Callable[[str], bool], known: frozenset[str]) -> Words:
    """Split `text`; what `is_word` does not take for one word is split where it hides a lost blank."""
    folded = fold(text)
    parts = _pattern(folded).split(folded)
    starts = list(accumulate(map(len, parts), initial=0))[1:-1:2]
    words = Words(text, folded, parts[1::2], [], parts[0::2], starts)
    _unglue(words, is_word, known)
    words.keys.extend(map(_KEYS.__getitem__, words.words))
    return words


def _unglue(words: Words, is_word: Callable[[str], bool], known: frozenset[str]) -> None:
    """Cut words in which a blank was lost."""
    cuts: dict[int, list[int]] = {}
    for match in GLUED.finditer(words.text):
        place = bisect_right(words.starts, match.start()) - 1
        if words.starts[place] < match.start() < words.end(place):
            cuts.setdefault(place, []).append(match.start() - words.starts[place])
    cut = {place: pieces for place in cuts if (pieces := _pieces(words.words[place], cuts[place], is_word, known))}
    if cut:
        _replace(words, cut)


def _pieces(word: str, cuts: list[int], is_word: Callable[[str], bool], known: frozenset[str]) -> list[str]:
    """The pieces of a glued word; empty if it is one word, or none is known but what ends many names ("EmberJS")."""
    if is_word(_KEYS[word]):
        return []
    pieces = [word[a:b] for a, b in pairwise([0, *cuts, len(word)])]
    of_names = [len(piece) for piece in pieces if _KEYS[piece] in known]
    return pieces if len(of_names) == len(pieces) or max(of_names, default=0) >= SHORTEST_GLUED else []


def _replace(words: Words, cut: Mapping[int, list[str]]) -> None:
    """Put the pieces in the place of the words, with empty gaps between them."""
    said, starts, gaps = list(words.words), list(words.starts), list(words.gaps)
    for part in (words.words, words.starts, words.gaps):
        part.clear()
    done = 0
    for place, pieces in cut.items():
        words.words.extend([*said[done:place], *pieces])
        words.starts.extend([*starts[done:place], *accumulate(map(len, pieces[:-1]), initial=starts[place])])
        words.gaps.extend([*gaps[done : place + 1], *[""] * (len(pieces) - 1)])
        done = place + 1
    words.words.extend(said[done:])
    words.starts.extend(starts[done:])
    words.gaps.extend(gaps[done:])
