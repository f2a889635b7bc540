"""Score the reading of labelled texts: write predictions to a temporary folder, run an evaluator on them.

Usage: evaluate_reading.py FOLDER EVALUATE.py [texts|gold|mentions ...]

FOLDER holds texts.jsonl and gold.jsonl ({"id", "text", "skills"} lines) and mentions.csv (mention, skill_id).
The evaluator is called as `EVALUATE.py TRUTH PREDICTIONS` or `EVALUATE.py --mentions TRUTH PREDICTIONS`.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from hpcskills.catalogue import load
from hpcskills.model import Status
from hpcskills.reading.match import Matcher

FILES = {"texts": "texts.jsonl", "gold": "gold.jsonl", "mentions": "mentions.csv"}


def predict_texts(matcher: Matcher, truth: Path, target: Path) -> None:
    """Read every text of a JSON Lines file and write what was matched, one line each."""
    with truth.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8") as out:
        for line in filter(str.strip, lines):
            row = json.loads(line)
            found = [
                {"skill": match.skill, "mention": match.mention, "status": match.status.value}
                for match in matcher.read(row["text"]).matches
            ]
            print(json.dumps({"id": row["id"], "skills": found}), file=out)


def read_mention(matcher: Matcher, mention: str) -> str:
    """Give the one skill that a mention, read as a list of one item, holds for sure; empty if not one."""
    held = {match.skill for match in matcher.read(mention).matches if match.status is Status.HELD}
    return held.pop() if len(held) == 1 else ""


def predict_mentions(matcher: Matcher, truth: Path, target: Path) -> None:
    """Read every mention of a CSV file and write the skill it was taken for."""
    with (
        truth.open(encoding="utf-8", newline="") as rows,
        target.open("w", encoding="utf-8", newline="") as out,
    ):
        writer = csv.writer(out)
        writer.writerow(["mention", "skill_id"])
        for row in csv.DictReader(rows):
            writer.writerow([row["mention"], read_mention(matcher, row["mention"])])


def evaluate(matcher: Matcher, part: str, folder: Path, evaluator: Path) -> int:
    """Predict one part into a temporary folder and run the evaluator on it; gives its exit code."""
    truth = folder / FILES[part]
    with tempfile.TemporaryDirectory() as scratch:
        predictions = Path(scratch) / truth.name
        if part == "mentions":
            predict_mentions(matcher, truth, predictions)
        else:
            predict_texts(matcher, truth, predictions)
        print(f"== {part}: {truth.name}", flush=True)
        options = ["--mentions"] if part == "mentions" else []
        command = [sys.executable, str(evaluator), *options, str(truth), str(predictions)]
        return subprocess.run(command, check=False).returncode


def main() -> int:
    """Evaluate the parts asked for; 0 when every evaluator run ended well, 2 when something is not there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("evaluator", type=Path, metavar="EVALUATE.py")
    parser.add_argument("parts", nargs="*", metavar="texts|gold|mentions", default=[])
    given = parser.parse_args()
    parts = given.parts or list(FILES)
    if unheard := [part for part in parts if part not in FILES]:
        parser.error(f"no part named {', '.join(unheard)}; there are {', '.join(FILES)}")
    wanted = [given.evaluator, *(given.folder / FILES[part] for part in parts)]
    if absent := [str(path) for path in wanted if not path.is_file()]:
        print("Nothing was evaluated: not there: " + ", ".join(absent), file=sys.stderr)
        return 2
    matcher = Matcher(load())
    return max(evaluate(matcher, part, given.folder, given.evaluator) for part in parts)


if __name__ == "__main__":
    raise SystemExit(main())
