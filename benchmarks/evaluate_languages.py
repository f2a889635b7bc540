"""Score the reading of self-reports in other languages against the cases of the tests, one line a language.

Usage: evaluate_languages.py [CASES.yaml ...] [--show]

A case names every held, denied and wanted skill of its text and the levels and years said; see tests/cases.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from hpcskills.catalogue import load
from hpcskills.model import Match, Reading, Status
from hpcskills.reading.match import Matcher

CASES = Path(__file__).parent.parent / "tests" / "cases"


def tally(case: Mapping[str, object], reading: Reading) -> Counter[str]:
    """Count what of a case was read right and wrong."""
    counts: Counter[str] = Counter()
    said = {status: Counter(one.skill for one in reading.matches if one.status is status) for status in Status}
    told = {status: Counter(_texts(case.get(status.value))) for status in Status}
    for status in Status:
        counts[f"{status} hit"] = (said[status] & told[status]).total()
        counts[f"{status} said"] = said[status].total()
        counts[f"{status} told"] = told[status].total()
        for other in set(Status) - {status}:
            counts["confused"] += ((told[status] - said[status]) & (said[other] - told[other])).total()
    held = {one.skill: one for one in reading.matches if one.status is Status.HELD}
    for skill, level in _numbers(case.get("levels")).items():
        counts["levels"] += 1
        counts["levels exact"] += _level(held.get(skill)) == level
        counts["levels near"] += abs(_level(held.get(skill)) - level) <= 1
    for skill, years in _numbers(case.get("years")).items():
        counts["years"] += 1
        counts["years exact"] += skill in held and held[skill].years == years
    counts["cases"] = 1
    return counts


def _texts(value: object) -> Sequence[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _numbers(value: object) -> Mapping[str, float]:
    return {str(skill): float(number) for skill, number in value.items()} if isinstance(value, dict) else {}


def _level(match: Match | None) -> float:
    """Give the level read; far from any if none was."""
    return match.level if match is not None and match.level is not None else -9


def wrong(case: Mapping[str, object], reading: Reading) -> bool:
    """Tell whether anything of a case was read otherwise than it says."""
    counts = tally(case, reading)
    skills = all(counts[f"{one} hit"] == counts[f"{one} said"] == counts[f"{one} told"] for one in Status)
    return not (skills and counts["levels"] == counts["levels exact"] and counts["years"] == counts["years exact"])


def line(name: str, counts: Counter[str]) -> str:
    """Give the figures of one file."""
    found, right, told = counts["held said"], counts["held hit"], counts["held told"]
    other = " ".join(f"{one} {counts[f'{one} hit']}/{counts[f'{one} told']}" for one in ("denied", "wanted"))
    return (
        f"{name:<14} {counts['cases']:>3} texts  held: precision {right / max(1, found):.3f} ({right}/{found}), "
        f"recall {right / max(1, told):.3f} ({right}/{told}); {other}, confused {counts['confused']}; "
        f"levels exact {counts['levels exact']}/{counts['levels']}, within one {counts['levels near']}; "
        f"years {counts['years exact']}/{counts['years']}"
    )


def show(case: Mapping[str, object], reading: Reading) -> str:
    """Give a case that was read wrong, with what was read."""
    read = [
        f"{one.skill} {one.status.value[0]}"
        + (f" L{one.level}" if one.level else "")
        + (f" {one.years}y" if one.years else "")
        + f" [{one.mention}]"
        for one in reading.matches
    ]
    unsure = [f"?[{place.mention}]" for place in reading.unsure]
    told = {key: value for key, value in case.items() if key != "text"}
    return f"- {case['text']}\n    told: {told}\n    read: {', '.join([*read, *unsure])}"


def main() -> None:
    """Print one line for each file, and with --show the cases that were read wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=sorted(CASES.glob("reading_??.yaml")))
    parser.add_argument("--show", action="store_true", help="print the cases that were read wrong")
    given = parser.parse_args()
    matcher = Matcher(load())
    for file in given.files:
        counts: Counter[str] = Counter()
        for case in yaml.safe_load(file.read_text(encoding="utf-8")):
            reading = matcher.read(case["text"])
            counts += tally(case, reading)
            if given.show and wrong(case, reading):
                print(show(case, reading))
        print(line(file.stem, counts))


if __name__ == "__main__":
    main()
