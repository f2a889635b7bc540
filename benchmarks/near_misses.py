"""List the ordinary words that a typing error apart are a skill, for `false_friends` in the vocabulary.

Usage: near_misses.py WORDLIST [WORDLIST ...]

A word list holds one word a line, such as Debian's wamerican package (SCOWL, permissive licence). Printed are the words
that the shipped vocabulary would read as a misspelt skill; run again after names were added.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from hpcskills import catalogue
from hpcskills.model import How
from hpcskills.reading.match import Matcher
from hpcskills.reading.tokens import fold


def undoubled(word: str) -> str:
    """A word without doubled letters; one that differs only there is misspelt and no word of its own."""
    return "".join(letter for letter, _ in groupby(word))


def near_misses(matcher: Matcher, words: set[str]) -> list[str]:
    """Those of `words` that are read as a misspelling of some skill when they stand alone in a list."""
    found = []
    for word in sorted(words):
        fuzzy = [match for match in matcher.read(word).matches if match.how is How.FUZZY]
        names = {undoubled(fold(name)) for match in fuzzy for name in matcher.skills[match.skill].names}
        if fuzzy and undoubled(word) not in names:
            found.append(word)
    return found


def main() -> int:
    """Print one word a line; 2 when a word list is missing."""
    lists = [Path(name) for name in sys.argv[1:]]
    missing = [str(path) for path in lists if not path.is_file()]
    if missing or not lists:
        print(f"No such word list: {', '.join(missing) or 'none given'}", file=sys.stderr)
        return 2
    words = {fold(line.strip().removesuffix("'s")) for path in lists for line in path.open(encoding="utf-8")}
    shipped = catalogue.load()
    matcher = Matcher(replace(shipped, false_friends=frozenset()))
    print("\n".join(near_misses(matcher, {word for word in words if word.isalpha()})))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
