"""Made-up clients for measurements: a CSV file of ids and lists of skills, the same for the same seed.

Usage: generate_clients.py CLIENTS TARGET.csv [--seed 1] [--spellings 40000] [--skills 10]

Every client draws from a pool of distinct spellings: names of the vocabulary in several cases and joins, a
fifth of them with a level or years, 8 % with a typing error, and 12 % words that name no skill.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from hpcskills.catalogue import load
from hpcskills.model import Catalogue

TYPOS, UNKNOWN, LEVELS = 0.08, 0.12, 0.20
PHRASES = (
    "{} (3 years)",
    "{} (10 yrs)",
    "basic {}",
    "expert in {}",
    "{} - intermediate",
    "advanced {}",
    "{} (1 year)",
)
SYLLABLES = (
    "ba",
    "cho",
    "dri",
    "fel",
    "gan",
    "hul",
    "jor",
    "kem",
    "lis",
    "mov",
    "nup",
    "pra",
    "qui",
    "rond",
    "sta",
    "tuv",
)


def vary(name: str, rng: random.Random) -> str:
    """Give one of the ways people write a name: another case, hyphens for blanks or the reverse."""
    name = rng.choice((str, str.lower, str.upper, str.title))(name)
    return rng.choice((name, name, name.replace(" ", "-"), name.replace("-", " ")))


def mistype(name: str, rng: random.Random) -> str:
    """Drop, double, swap or replace one letter."""
    at = rng.randrange(len(name) - 1)
    head, letter, tail = name[:at], name[at], name[at + 1 :]
    return rng.choice((head + tail, head + letter * 2 + tail, head + tail[:1] + letter + tail[1:], head + "e" + tail))


def spell(names: Sequence[str], rng: random.Random) -> str:
    """Make one entry of the pool."""
    luck = rng.random()
    if luck < UNKNOWN:
        return "".join(rng.choices(SYLLABLES, k=rng.randint(2, 4)))
    name = rng.choice(names)
    written = mistype(name, rng) if luck < UNKNOWN + TYPOS and len(name) > 3 else vary(name, rng)
    return rng.choice(PHRASES).format(written) if rng.random() < LEVELS else written


def pool(catalogue: Catalogue, spellings: int, rng: random.Random) -> list[str]:
    """Make so many distinct spellings; none holds a comma, which parts the items of a list."""
    names = sorted({name for skill in catalogue.skills.values() for name in skill.names if "," not in name})
    found: dict[str, None] = {}
    while len(found) < spellings:
        found[spell(names, rng)] = None
    return list(found)


def clients(catalogue: Catalogue, count: int, *, seed: int, spellings: int, skills: int) -> Iterator[tuple[str, str]]:
    """Give id and list of skills for each client."""
    rng = random.Random(seed)
    words = pool(catalogue, spellings, rng)
    for number in range(1, count + 1):
        yield f"client-{number:07d}", ", ".join(rng.choices(words, k=skills))


def write(
    target: Path,
    catalogue: Catalogue,
    count: int,
    *,
    seed: int = 1,
    spellings: int = 40_000,
    skills: int = 10,
) -> None:
    """Write the clients with a header line."""
    with target.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(["id", "skills"])
        writer.writerows(clients(catalogue, count, seed=seed, spellings=spellings, skills=skills))


def main() -> None:
    """Read the command line and write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clients", type=int)
    parser.add_argument("target", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--spellings", type=int, default=40_000)
    parser.add_argument("--skills", type=int, default=10)
    given = parser.parse_args()
    write(given.target, load(), given.clients, seed=given.seed, spellings=given.spellings, skills=given.skills)


if __name__ == "__main__":
    main()
