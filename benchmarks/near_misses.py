"""List the ordinary words that a typing error apart are a skill, for `false_friends` in the vocabulary.

Usage: near_misses.py WORDLIST [WORDLIST ...]

A word list holds one word a line, such as Debian's wamerican package (SCOWL, permissive licence). Printed are the words
that the shipped vocabulary would read as a misspelt skill; run again after names were added.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from hpcskills import catalogue
from hpcskills.model import How
from hpcskills.reading.match import Matcher
from hpcskills.reading.slips import undoubled
from hpcskills.reading.tokens import fold

ANCHOR = "COBOL"
"""The skill of the list: it vouches for ambiguous names and is no neighbour of any."""


def near_misses(matcher: Matcher, words: set[str]) -> list[str]:
    """Those of `words` that are read as a misspelling of some skill when they stand in a list beside one."""
    found = []
    for word in sorted(words):
        fuzzy = [match for match in matcher.read(f"{word}, {ANCHOR}").matches if match.how is How.FUZZY]
        # A word that differs only in doubled letters is misspelt and no word of its own.
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
