"""Measure how misspelt names are read, and how often ordinary words are read as misspelt names.

Usage: typos.py [--seed N] [WORDLIST ...]

Names of four letters and more from the shipped vocabulary are mistyped as people do (a neighbouring key, two letters
swapped, one dropped, one doubled): 4,000 with one slip, 2,000 of six letters and more with two. Each stands in a list
with one other skill. A word list holds one ordinary word a line (Debian's wamerican); without one that is left out.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from pathlib import Path

from hpcskills import catalogue
from hpcskills.model import Status
from hpcskills.reading.match import Matcher
from hpcskills.reading.tokens import compared, fold

KEYS = {
    key: near
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for key, near in zip(row, row[1:] + row[-2], strict=True)
}
ANCHOR = "COBOL"
"""The other skill of the list: it vouches for ambiguous names and is no neighbour of any."""


def slip(name: str, rng: random.Random) -> str:
    """The name with one typing error."""
    place = rng.randrange(len(name))
    kind = rng.choice(("neighbour", "swap", "drop", "double"))
    if kind == "neighbour" and name[place].lower() in KEYS:
        return name[:place] + KEYS[name[place].lower()] + name[place + 1 :]
    if kind == "swap" and place + 1 < len(name):
        return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    if kind == "drop":
        return name[:place] + name[place + 1 :]
    return name[: place + 1] + name[place:]


def slips(
    names: list[tuple[str, str]], many: int, edits: int, rng: random.Random, taken: set[tuple[str, ...]]
) -> list[tuple[str, str]]:
    """(misspelling, skill) pairs; those that happen to be a name again are left out."""
    found: list[tuple[str, str]] = []
    while len(found) < many:
        name, skill = rng.choice(names)
        wrong = name
        for _ in range(edits):
            wrong = slip(wrong, rng)
        if compared(fold(wrong)) not in taken:
            found.append((wrong, skill))
    return found


def judge(matcher: Matcher, wrong: str, skill: str) -> str:
    """Right, wrong, asked (unsure with the right skill among the candidates) or missed."""
    reading = matcher.read(f"{wrong}, {ANCHOR}")
    inside = [match.skill for match in reading.matches if match.end <= len(wrong) and match.status is Status.HELD]
    if skill in inside:
        return "right"
    asked = [match.skill for place in reading.unsure for match in place.candidates]
    return "wrong" if inside else "asked" if skill in asked else "missed"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("wordlists", nargs="*", type=Path)
    given = parser.parse_args()
    rng = random.Random(given.seed)
    matcher = Matcher(catalogue.load())
    skills = matcher.skills.values()
    names = [(name, skill.id) for skill in skills for name in skill.names if len(name) > 3]
    taken = set(matcher.vocabulary.names)
    for edits, many, shortest in ((1, 4000, 4), (2, 2000, 6)):
        chosen = [pair for pair in names if len(pair[0]) >= shortest]
        counts = Counter(judge(matcher, *pair) for pair in slips(chosen, many, edits, rng, taken))
        shares = ", ".join(f"{kind} {counts[kind] / many:.1%}" for kind in ("right", "asked", "wrong", "missed"))
        print(f"{many} names with {edits} slip(s): {shares}")
    words = {fold(line.strip()) for path in given.wordlists for line in path.open(encoding="utf-8")}
    plain = sorted(word for word in words if word.isalpha() and compared(word) not in taken and len(word) > 2)
    if plain:
        false = [word for word in plain if judge(matcher, word, "") == "wrong"]
        print(f"{len(plain)} ordinary words: {len(false) / len(plain):.2%} read as a skill, such as {false[:12]}")


if __name__ == "__main__":
    main()
