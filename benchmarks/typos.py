"""Measure how misspelt names are read, and how often ordinary words are read as misspelt names.

Usage: typos.py [--seed N ...] [--list] [--technologies FILE] [WORDLIST ...]

Names of four letters and more from the shipped vocabulary are mistyped as people do (a neighbouring key, two letters
swapped, one dropped, one doubled): 4,000 with one slip, 2,000 of six letters and more with two. Each stands in a list
with one other skill. Read may be the skill meant (right), a broader or narrower one (AWS for a misspelt AWS Lambda),
another (wrong; `--list` names them all), or none: the skill is among those asked about, or missed.

A slip that makes another name, alone ("Intel Xen" for Intel Xeon) or as a part of the words, cannot be told by anybody;
names of four letters, known words and other numbers hardly: their shares are shown apart. A word list holds one
ordinary word a line (Debian's wamerican); without one that is left out. Technologies outside the vocabulary are a
thousand names of Debian packages, or one a line in FILE.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from hpcskills import catalogue
from hpcskills.model import Status
from hpcskills.reading.match import Matcher
from hpcskills.reading.plainwords import FILLERS
from hpcskills.reading.tokens import compared, fold

KEYS = {
    key: near
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for key, near in zip(row, row[1:] + row[-2], strict=True)
}
ANCHOR = "COBOL"
"""The other skill of the list: it vouches for ambiguous names and is no neighbour of any."""

MOST_TECHNOLOGIES = 1_500
"""Names of packages that are looked at; about a third are words of the vocabulary, or hold signs."""


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
) -> list[tuple[str, str, str]]:
    """(name, misspelling, skill) triples; those that happen to be a name again are left out."""
    found: list[tuple[str, str, str]] = []
    while len(found) < many:
        name, skill = rng.choice(names)
        wrong = name
        for _ in range(edits):
            wrong = slip(wrong, rng)
        if compared(fold(wrong)) not in taken:
            found.append((name, wrong, skill))
    return found


def judge(matcher: Matcher, wrong: str, skill: str) -> tuple[str, list[str]]:
    """How a misspelt name was read, and the skills it was taken for; `skill` is the right one, "" for none."""
    reading = matcher.read(f"{wrong}, {ANCHOR}")
    inside = [match.skill for match in reading.matches if match.end <= len(wrong) and match.status is Status.HELD]
    asked = [match.skill for place in reading.unsure for match in place.candidates]
    if skill in inside:
        return "right", inside
    if inside:
        near = skill and all(is_broader(matcher, one, skill) or is_broader(matcher, skill, one) for one in inside)
        return ("broader" if near else "wrong"), inside
    return ("asked" if skill in asked or (asked and not skill) else "missed"), asked


def is_broader(matcher: Matcher, skill: str, than: str) -> bool:
    """Does one skill stand above another?"""
    above = matcher.skills[than].broader
    return skill in above or any(is_broader(matcher, skill, one) for one in above)


def hardness(matcher: Matcher, name: str, wrong: str) -> str:
    """Why a misspelling can hardly be told from another word; "fair" for all others."""
    vocabulary = matcher.vocabulary
    changed = set(compared(fold(wrong))) - set(compared(fold(name)))
    if any((word,) in vocabulary.names for word in changed):
        return "itself a name"
    if len(name) < 5:
        return "four letters"
    if re.sub(r"\D", "", name) != re.sub(r"\D", "", wrong):
        return "other number"
    return "known words" if changed <= vocabulary.known | FILLERS else "fair"


def shares(kinds: Iterable[str]) -> str:
    counts = Counter(kinds)
    shown = ("right", "asked", "broader", "wrong", "missed")
    return f"{counts.total():5} " + ", ".join(f"{kind} {counts[kind] / max(1, counts.total()):.2%}" for kind in shown)


def measure_slips(matcher: Matcher, edits: int, many: int, shortest: int, given: argparse.Namespace) -> None:
    names = [(name, one.id) for one in matcher.skills.values() for name in one.names if len(name) >= shortest]
    taken = set(matcher.vocabulary.names)
    found = [slip for seed in given.seed for slip in slips(names, many, edits, random.Random(seed * edits), taken)]
    judged = [(hardness(matcher, name, wrong), *judge(matcher, wrong, skill)) for name, wrong, skill in found]
    print(f"Names with {edits} slip(s): {shares(kind for _, kind, _ in judged)}")
    for hard in ("fair", "itself a name", "four letters", "other number", "known words"):
        print(f"  {hard:23} {shares(kind for which, kind, _ in judged if which == hard)}")
    for (name, wrong, skill), (hard, kind, read) in zip(found, judged, strict=True):
        if given.list and kind == "wrong":
            print(f"    {hard}: {wrong!r} for {name!r} ({skill}) read as {', '.join(read)}")


def packages() -> list[str]:
    """Names of Debian packages without what only says how they are packed; none where there is no apt."""
    if not shutil.which("apt-cache"):
        return []
    done = subprocess.run(["apt-cache", "pkgnames"], check=True, capture_output=True, text=True)
    packed = re.compile(r"^(?:lib|python3?-|golang-|node-|ruby-|r-cran-|haskell-)|-.*$|[\d.+]+$")
    return sorted({packed.sub("", name) for name in done.stdout.split()})


def measure_others(matcher: Matcher, label: str, words: Iterable[str]) -> None:
    """How many words that are no skill are read as one, or asked about."""
    known = matcher.vocabulary.known
    plain = [word for word in words if word.isalpha() and len(word) > 2 and not known.issuperset(compared(word))]
    kinds = [(judge(matcher, word, "")[0], word) for word in plain]
    false = [word for kind, word in kinds if kind == "wrong"]
    asked = sum(kind == "asked" for kind, _ in kinds)
    if plain:
        print(
            f"{len(plain)} {label}: {len(false) / len(plain):.2%} read as a skill, such as {false[:12]}; "
            f"{asked / len(plain):.2%} asked about"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, nargs="+", default=[1])
    parser.add_argument("--list", action="store_true", help="list all that is read as a wrong skill")
    parser.add_argument("--technologies", type=Path, metavar="FILE")
    parser.add_argument("wordlists", nargs="*", type=Path)
    given = parser.parse_args()
    matcher = Matcher(catalogue.load())
    for edits, many, shortest in ((1, 4000, 4), (2, 2000, 6)):
        measure_slips(matcher, edits, many, shortest, given)
    words = {fold(line.strip()) for path in given.wordlists for line in path.open(encoding="utf-8")}
    measure_others(matcher, "ordinary words", sorted(words))
    others = given.technologies.read_text(encoding="utf-8").split() if given.technologies else packages()
    some = random.Random(given.seed[0]).sample(others, min(MOST_TECHNOLOGIES, len(others)))
    measure_others(matcher, "names of other technologies", some)


if __name__ == "__main__":
    main()
