"""A batch beside other ways to the same end: exact matching with polars, fuzzy matching of each item with rapidfuzz.

Usage: batch.py [--clients 1000000] [--fuzzy 300] [NAME ...]

All ways read the same made-up clients, one after the other in one run, each in a process of its own. Shown are clients
a second by the clock and a CPU second, the largest process, and the ratio to hpcskills in one process. The others do
less: they know no levels, cues, doubts, ranges or duplicates. Fuzzy matching gets only so many clients: it is slow.
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

SPELLINGS = 40_000


def hpcskills(source: Path, target: Path, jobs: int) -> None:
    """Score a file with the command that people use."""
    from hpcskills.cli import main

    sys.argv = ["hpcskills", "batch", str(source), "--output", str(target), "--jobs", str(jobs)]
    main()


def needs() -> tuple[list[tuple[str, str]], list[tuple[str, str, int]]]:
    """Names with their skills, and skills with the roles that ask for them and how much."""
    from hpcskills.catalogue import load

    catalogue = load()
    names = {name.casefold(): skill.id for skill in catalogue.skills.values() for name in skill.names}
    asked = [
        (skill, role.id, need.importance)
        for role in catalogue.roles.values()
        for need in role.requirements
        for skill in need.skills
    ]
    return list(names.items()), asked


def polars(source: Path, target: Path, _: int) -> None:
    """Split the lists, join names and roles, add up by client and role: exact matches alone."""
    import polars as pl

    found, asked = needs()
    names = pl.LazyFrame(found, ["item", "skill"], orient="row")
    roles = pl.LazyFrame(asked, ["skill", "role", "importance"], orient="row")
    read = pl.scan_parquet if source.suffix == ".parquet" else pl.scan_csv
    clients = read(source).with_columns(item=pl.col("skills").str.split(",")).explode("item")
    fits = (
        clients.with_columns(item=pl.col("item").str.strip_chars().str.to_lowercase())
        .join(names, on="item")
        .unique(["id", "skill"])
        .join(roles, on="skill")
        .group_by("id", "role")
        .agg(pl.col("importance").sum())
    )
    if target.suffix == ".parquet":
        fits.sink_parquet(target)
    else:
        fits.sink_csv(target)


def wratio(source: Path, target: Path, _: int) -> None:
    """Find the nearest name of each item with WRatio and add up by role."""
    from rapidfuzz import fuzz, process

    found, asked = needs()
    names, skills = [name for name, _ in found], [skill for _, skill in found]
    roles = defaultdict(list)
    for skill, role, importance in asked:
        roles[skill].append((role, importance))
    with source.open(encoding="utf-8", newline="") as rows, target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        for row in csv.DictReader(rows):
            fits: dict[str, int] = defaultdict(int)
            items = [item.strip().casefold() for item in row["skills"].split(",")]
            best = [process.extractOne(item, names, scorer=fuzz.WRatio, score_cutoff=85) for item in items]
            for skill in {skills[one[2]] for one in best if one}:
                for role, importance in roles[skill]:
                    fits[role] += importance
            writer.writerow([row["id"], *fits.items()])


class Way(NamedTuple):
    """A way to score a file: what does it, on which form of file, in how many processes, needing which module."""

    run: Callable[[Path, Path, int], None]
    form: str
    jobs: int = 1
    module: str = "hpcskills"


WAYS = {
    "hpcskills": Way(hpcskills, "csv"),
    "hpcskills-2": Way(hpcskills, "csv", 2),
    "hpcskills-parquet": Way(hpcskills, "parquet", module="pyarrow"),
    "hpcskills-parquet-2": Way(hpcskills, "parquet", 2, "pyarrow"),
    "polars": Way(polars, "csv", module="polars"),
    "polars-parquet": Way(polars, "parquet", module="polars"),
    "wratio": Way(wratio, "csv", module="rapidfuzz"),
}


class Measured(NamedTuple):
    """What a way took: seconds by the clock, CPU seconds of all its processes, megabytes of the largest."""

    seconds: float
    cpu: float
    megabytes: float


def measure(name: str, source: Path, target: Path) -> Measured:
    """Run a way in a process of its own, on one core unless it asks for more."""
    threads = {"POLARS_MAX_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    start = time.perf_counter()
    with tempfile.TemporaryFile() as told:
        child = subprocess.Popen(
            [sys.executable, __file__, "--child", name, str(source), str(target)],
            env={**os.environ, **threads},
            stderr=told,
        )
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            told.seek(0)
            sys.exit(f"{name} ended with {child.returncode}.\n{told.read().decode()}")
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Measured(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / unit)


def make(source: Path) -> None:
    """Write the clients as CSV, and the same as Parquet where that can be done."""
    from generate_clients import write

    from hpcskills.catalogue import load

    write(source, load(), int(source.stem), spellings=SPELLINGS)
    if find_spec("pyarrow") is not None:
        import pyarrow.csv
        import pyarrow.parquet

        pyarrow.parquet.write_table(pyarrow.csv.read_csv(source), source.with_suffix(".parquet"))


def compare(names: list[str], clients: int, fuzzy: int) -> None:
    """Measure the ways and print a line for each."""
    print(f"{'way':20} {'clients':>10} {'seconds':>8} {'/s':>9} {'CPU s':>8} {'/CPU s':>9} {'MB':>6} {'ratio':>7}")
    base = 0.0
    with tempfile.TemporaryDirectory() as named:
        folder = Path(named)
        for count in {fuzzy, clients}:
            # In a process of its own: what this one has held would count for those that it starts.
            subprocess.run([sys.executable, __file__, "--make", str(folder / f"{count}.csv")], check=True)
        for name in names:
            if find_spec(WAYS[name].module) is None:
                print(f"{name:20} not measured: {WAYS[name].module} is not installed")
                continue
            count = fuzzy if name == "wratio" else clients
            source = folder / f"{count}.{WAYS[name].form}"
            seconds, cpu, megabytes = measure(name, source, folder / f"out.{WAYS[name].form}")
            rate = count / seconds
            base = base or rate
            print(
                f"{name:20} {count:10,} {seconds:8.1f} {rate:9,.0f} {cpu:8.1f} {count / cpu:9,.0f} {megabytes:6.0f}"
                f" {rate / base:7.3f}",
                flush=True,
            )


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"any of {', '.join(WAYS)}")
    parser.add_argument("--clients", type=int, default=1_000_000)
    parser.add_argument("--fuzzy", type=int, default=300)
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--make", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if unknown := set(given.names) - WAYS.keys():
        parser.error(f"no such way: {', '.join(unknown)}")
    if given.child:
        name, source, target = given.child
        WAYS[name].run(Path(source), Path(target), WAYS[name].jobs)
    elif given.make:
        make(given.make)
    else:
        compare(given.names or list(WAYS), given.clients, given.fuzzy)


if __name__ == "__main__":
    main()
