"""Score the levels and years read from labelled texts: the share read exactly and within one level.

Usage: evaluate_levels.py FOLDER [--show]

FOLDER holds texts.jsonl and gold.jsonl; a skill label may carry `level` (the person's words for it) or `years`. Words
stand for the level of the cue in roles.yaml that holds them, years for that of the scale's convention.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from hpcskills.catalogue import load
from hpcskills.model import Match, Scale
from hpcskills.reading.match import Matcher
from hpcskills.reading.tokens import fold
from hpcskills.scoring.profile import said_level

FILES = ("texts.jsonl", "gold.jsonl")
NONE = -9


def level_of_words(words: str, scale: Scale) -> int:
    """Give the level of the longest cue that stands within `words`."""
    said = f" {fold(words)} "
    cues = [(len(one), cue.level) for cue in scale.cues if cue.level for one in cue.words if f" {fold(one)} " in said]
    # "knowledge" alone is no cue; "knowledge of" is.
    cues = cues or [(0, cue.level) for cue in scale.cues if cue.level and f"{fold(words)} of" in map(fold, cue.words)]
    return max(cues, default=(0, NONE))[1]


def level_of_years(years: float, scale: Scale) -> int:
    """Give the level that years stand for."""
    return max((rule.level for rule in scale.years if rule.years <= years), default=NONE)


def level_read(match: Match | None, scale: Scale) -> int:
    """Give the level that counts for a match: what was said, or what the years stand for."""
    level = said_level(match, scale) if match is not None else None
    return NONE if level is None else level


def labels(folder: Path) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Give the text and the label of each skill with a level or years."""
    for name in FILES:
        for line in filter(str.strip, (folder / name).read_text(encoding="utf-8").splitlines()):
            row = json.loads(line)
            for label in row["skills"]:
                if label.get("level") or label.get("years"):
                    yield row["text"], label


def labelled(matches: tuple[Match, ...], skill: str, mention: str, scale: Scale) -> Match | None:
    """Give the match with the labelled words that says most, else any of the skill."""
    found = [match for match in matches if match.skill == skill]
    same = [match for match in found if fold(match.mention) in fold(mention)]
    return max(same or found, key=lambda match: level_read(match, scale), default=None)


def main() -> None:
    """Print the shares, and with --show the labels read otherwise."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--show", action="store_true", help="print the labels that were read otherwise")
    given = parser.parse_args()
    catalogue = load()
    matcher, scale = Matcher(catalogue), catalogue.scale
    counts: Counter[str] = Counter()
    for text, label in labels(given.folder):
        skill = str(label["skill"] or label.get("proposed") or "")
        matches = matcher.read(text).matches
        match = labelled(matches, skill, str(label["mention"]), scale)
        years = label.get("years")
        told = (
            level_of_words(str(label["level"]), scale)
            if label.get("level")
            else level_of_years(float(str(years)), scale)
        )
        read = level_read(match, scale)
        counts.update(all=1, named=match is not None, exact=read == told, near=abs(read - told) <= 1)
        if years is not None:
            counts.update(years=1, years_exact=any(one.skill == skill and one.years == years for one in matches))
        if given.show and read != told:
            print(f"{label['mention']!r}: told {label.get('level') or years} ({told}), read {match}")
    print(
        f"{counts['all']} labels with a level or years: level exact {counts['exact']}, within one {counts['near']}; "
        f"skill read at all {counts['named']}; years exact {counts['years_exact']} of {counts['years']}"
    )


if __name__ == "__main__":
    main()
