"""How fast: reading beside other matchers, a batch beside a bare copy of its file, a start beside its imports.

Usage: speed.py [--clients 100000] [--seconds 5] [--profile] [reading|batch|start ...]

All are measured in one run, in CPU seconds (user and system) of one core, and shown as ratios: these carry
over to other machines, the figures do not. Texts and clients are made up, the same in every run.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hpcskills.clients.people import Texts

PARTS = ("reading", "batch", "start")
SPELLINGS = 40_000
LONGEST_ITEM = 40
"""Letters of an item that may be a name; longer ones are sentences, whose words are looked up one by one."""

PROSE = (
    "in that role we kept {} running for the whole site and wrote down what we had learnt",
    "after two years I moved to the night shift, where {} was part of every day",
    "the team of six was responsible for {} and for the training of newcomers",
    "set up and looked after {} in three buildings under tight deadlines",
    "my manager asked me to help customers with {} over the phone",
)


# --- reading ------------------------------------------------------------------------------------------------


def rate(read: Callable[[str], object], texts: Iterable[str], seconds: float) -> float:
    """Texts a CPU second, over as many as fit into the time."""
    start, count = time.process_time(), 0
    for text in texts:
        read(text)
        count += 1
        if time.process_time() - start > seconds:
            break
    return count / (time.process_time() - start)


def in_blocks(texts: Sequence[str], seconds: float, told: Callable[[Texts], object]) -> float:
    """Texts a CPU second, as a batch understands them: many at once, each distinct item of a list judged once."""
    from hpcskills.clients.batch import BLOCK

    start, count = time.process_time(), 0
    for first in range(0, len(texts), BLOCK):
        block = texts[first : first + BLOCK]
        told([(text, "", ()) for text in block])
        count += len(block)
        if time.process_time() - start > seconds:
            break
    return count / (time.process_time() - start)


def prose(words: Sequence[str], size: int) -> Iterator[str]:
    """Make texts of about `size` characters, with a word or two of the pool in every sentence."""
    rng = random.Random(2)
    while True:
        text = ""
        while len(text) < size:
            found = " and ".join(rng.sample(words, rng.randint(1, 2)))
            text += f"{rng.choice(PROSE).format(found)}. "
        yield text


Read = Callable[[str], object]


def flashtext(names: Sequence[str]) -> Read:
    from flashtext2 import KeywordProcessor

    found = KeywordProcessor(case_sensitive=False)
    for name in names:
        found.add_keyword(name, name)
    read: Read = found.extract_keywords
    return read


def phrases(names: Sequence[str]) -> Read:
    import spacy
    from spacy.matcher import PhraseMatcher

    language = spacy.blank("en")
    found = PhraseMatcher(language.vocab, attr="LOWER")
    found.add("skill", [language.make_doc(name) for name in names])
    return lambda text: found(language.make_doc(text))


def symspell(names: Sequence[str]) -> Read:
    from symspellpy import SymSpell, Verbosity

    found = SymSpell(max_dictionary_edit_distance=2)
    for name in names:
        found.create_dictionary_entry(name, 1)

    def read(text: str) -> None:
        for item in items(text):
            for word in [item] if len(item) <= LONGEST_ITEM else item.split():
                found.lookup(word, Verbosity.TOP, max_edit_distance=2)

    return read


def wratio(names: Sequence[str]) -> Read:
    from rapidfuzz import fuzz, process

    return lambda text: [process.extractOne(item, names, scorer=fuzz.WRatio) for item in items(text)]


def items(text: str) -> list[str]:
    """What the searches that know no sentences are asked for: items of lists, and sentences of prose."""
    return re.split(r"[,;.\n]\s*", text.lower())


PEERS = (
    ("flashtext2 (exact only)", flashtext),
    ("spaCy PhraseMatcher (exact only)", phrases),
    ("symspellpy (two edits)", symspell),
    ("rapidfuzz extractOne, WRatio", wratio),
)


def measure_reading(seconds: float, profile: bool) -> None:
    """Compare this reader with others on the same names and texts: lists of ten skills, and prose of 4 kB."""
    from generate_clients import clients, pool

    from hpcskills.assess import Assessor
    from hpcskills.catalogue import load
    from hpcskills.clients.people import People
    from hpcskills.scoring.points import Points

    catalogue = load()
    names = sorted({name.lower() for skill in catalogue.skills.values() for name in skill.names})
    assessor = Assessor(catalogue)
    matcher = assessor.matcher
    lists = [text for _, text in clients(catalogue, 30_000, seed=1, spellings=SPELLINGS, skills=10)]
    texts = list(islice(prose(pool(catalogue, SPELLINGS, random.Random(1)), 4000), 2_000))
    ours = [rate(matcher.read, sample, seconds) for sample in (lists, texts)]
    rows = [("hpcskills, every rule on", ours)]
    rows.append(("  words met before", [rate(matcher.read, sample, seconds) for sample in (lists, texts)]))
    told = People(Assessor(catalogue), Points(catalogue, assessor.scorer)).told
    rows.append(("hpcskills, lists of a batch", [in_blocks(lists, 4 * seconds, told), math.nan]))
    rows.append(("  words met before", [in_blocks(lists, seconds, told), math.nan]))
    for label, make in PEERS:
        try:
            read = make(names)
        except ImportError:
            print(f"  {label}: not installed, left out (pip install '.[bench]')")
            continue
        rows.append((label, [rate(read, sample, seconds) for sample in (lists, texts)]))
    print(f"Reading over {len(names):,} names, texts a CPU second, and times the rate of the first row:")
    print(f"  {'':34}{'lists of 10':>12}{'':10}{'texts of 4 kB':>14}")
    for label, (short, long) in rows:
        listed = f"  {label:34}{short:12,.0f}{short / ours[0]:9.3g}x"
        print(listed if math.isnan(long) else f"{listed}{long:14,.1f}{long / ours[1]:9.3g}x", flush=True)
    if profile:
        show_profile(matcher.read, lists[:2_000])
        show_profile(matcher.read, texts[:200])


def show_profile(read: Read, texts: Sequence[str]) -> None:
    """The functions that take the most time, in texts whose words were met before."""
    import cProfile
    import pstats

    with cProfile.Profile() as measured:
        for text in texts:
            read(text)
    pstats.Stats(measured).strip_dirs().sort_stats("tottime").print_stats(20)


# --- batch --------------------------------------------------------------------------------------------------


def peak_megabytes() -> float:
    """Give the most memory this process ever held; a child's own, not what it was forked from."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.findall(r"VmHWM:\s+(\d+)", status.read_text())[0]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def child_batch(source: Path, target: Path) -> None:
    """Score a file; the catalogue is loaded before the clock starts."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from hpcskills.assess import Assessor
    from hpcskills.catalogue import load
    from hpcskills.clients.batch import run
    from hpcskills.clients.tables import Columns

    assessor = Assessor(load())
    start = time.process_time()
    refused = target.with_suffix(".refused.csv")
    tally = run(source, target, refused, assessor, columns=Columns(), tick=lambda _: None)
    print(json.dumps([tally.rows, time.process_time() - start, peak_megabytes()]))


def child_copy(source: Path, target: Path) -> None:
    """Read a CSV file and write it again, row by row."""
    start, count = time.process_time(), 0
    with (
        source.open(encoding="utf-8", newline="") as rows,
        target.open("w", encoding="utf-8", newline="") as out,
    ):
        writer = csv.writer(out)
        for row in csv.reader(rows):
            writer.writerow(row)
            count += 1
    print(json.dumps([count, time.process_time() - start, peak_megabytes()]))


def child_two(source: Path, target: Path) -> None:
    """Score a file in two processes; gives wall seconds, and the memory of this process alone."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from hpcskills.assess import Assessor
    from hpcskills.catalogue import load
    from hpcskills.clients.batch import How, run
    from hpcskills.clients.tables import Columns

    assessor = Assessor(load())
    start = time.perf_counter()
    refused = target.with_suffix(".refused.csv")
    tally = run(source, target, refused, assessor, columns=Columns(), tick=lambda _: None, how=How(jobs=2))
    print(json.dumps([tally.rows, time.perf_counter() - start, peak_megabytes()]))


CHILDREN = {"batch": child_batch, "copy": child_copy, "two": child_two}


def in_child(name: str, source: Path, target: Path) -> tuple[int, float, float]:
    """Run one of `CHILDREN` in a process of its own; gives rows, CPU seconds and peak memory."""
    command = [sys.executable, __file__, "--child", name, str(source), str(target)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    rows, seconds, memory = json.loads(done.stdout)
    return int(rows), float(seconds), float(memory)


def measure_batch(count: int) -> None:
    """Score a tenth of the clients and all of them, each beside a bare copy."""
    from generate_clients import write

    from hpcskills.catalogue import load

    print(f"Batch, clients with 10 skills each out of {SPELLINGS:,} spellings:")
    catalogue = load()
    with tempfile.TemporaryDirectory() as folder:
        for clients in (count // 10, count):
            source = Path(folder) / f"{clients}.csv"
            write(source, catalogue, clients, spellings=SPELLINGS)
            rows, seconds, memory = in_child("batch", source, Path(folder) / "scores.csv")
            _, copying, bare = in_child("copy", source, Path(folder) / "copy.csv")
            print(
                f"  {rows:10,} clients {seconds:8.2f} s, {rows / seconds:,.0f}/s, peak {memory:.0f} MB;"
                f" csv read and write {copying:.2f} s, peak {bare:.0f} MB: {seconds / copying:.0f} times",
                flush=True,
            )
            rows, seconds, _ = in_child("batch", source, Path(folder) / "scores.parquet")
            print(f"  {'':10} into Parquet {seconds:8.2f} s, {rows / seconds:,.0f}/s", flush=True)
            rows, seconds, memory = in_child("two", source, Path(folder) / "scores.csv")
            print(f"  {'':10} two processes {seconds:8.2f} s by the clock, {rows / seconds:,.0f}/s", flush=True)


# --- start --------------------------------------------------------------------------------------------------


def cpu_of(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """CPU seconds of one run of a command."""
    import resource

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def measure_start(runs: int = 15) -> None:
    """Run the smallest assessment and the imports no command can do without, by turns."""
    assess = [sys.executable, "-m", "hpcskills", "assess", "linux, slurm, python"]
    imports = [sys.executable, "-c", "import typer, rich.table"]
    with tempfile.TemporaryDirectory() as compiled:
        # Warm means compiled: into a folder of its own, whatever the settings outside are.
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": compiled, "XDG_CACHE_HOME": compiled}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for command in (assess, imports):
            cpu_of(command, environment)
        pairs = [(cpu_of(assess, environment), cpu_of(imports, environment)) for _ in range(runs)]
    ours, theirs = (statistics.median(times) for times in zip(*pairs, strict=True))
    print(
        f"Start, warm, median of {runs}: assess {ours * 1000:.0f} ms,"
        f" import typer, rich.table {theirs * 1000:.0f} ms: {ours / theirs:.2f} times"
    )


def main() -> None:
    """Read the command line and measure what it asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="reading|batch|start")
    parser.add_argument("--clients", type=int, default=100_000)
    parser.add_argument("--profile", action="store_true", help="show where the time of the reading goes")
    parser.add_argument("--seconds", type=float, default=5, help="CPU seconds for each reading measurement")
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        name, source, target = given.child
        CHILDREN[name](Path(source), Path(target))
        return
    if wrong := set(given.parts) - set(PARTS):
        parser.error(f"no part named {', '.join(sorted(wrong))}")
    parts = given.parts or PARTS
    if "reading" in parts:
        measure_reading(given.seconds, given.profile)
    if "batch" in parts:
        measure_batch(given.clients)
    if "start" in parts:
        measure_start()


if __name__ == "__main__":
    main()
