"""Plans on the shipped data: proven or not, processor seconds, a greedy planner beside; the front; larger catalogues.

    python benchmarks/plan.py [TEXTS] [--profiles N] [--only plans|fronts|sizes]

TEXTS holds one person a line, as JSON with "id" and "text". Without it the profiles are those of the backgrounds.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random

from hpcskills import Assessor, load
from hpcskills.model import Catalogue, Profile, Role, Tier
from hpcskills.planning.choice import Choice, choice
from hpcskills.planning.front import front
from hpcskills.planning.limits import Limits
from hpcskills.planning.optimum import plan
from hpcskills.planning.planned import Goal, Plan, Prefer
from hpcskills.planning.takes import Take
from hpcskills.scoring.fit import Scorer

START = date(2026, 11, 22)
LIMITS = Limits(start=START)
SIZES = (333, 1000, 3000)
COMPARED = 12
"""Every how many people the greedy planner, which is slow, is asked too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """One plan: seconds of the whole, and how the greedy plan compares (1 is equal; None: it missed the goal)."""

    prefer: Prefer
    seconds: float
    proven: bool
    compared: bool
    ratio: float | None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="?", type=Path, help="JSON Lines with id and text")
    parser.add_argument("--profiles", type=int, default=60, help="people at most")
    parser.add_argument("--only", choices=("plans", "fronts", "sizes"), help="one of the three parts")
    asked = parser.parse_args()
    assessor = Assessor(load())
    people = list(_people(assessor, asked.texts))[: asked.profiles]
    print(f"{len(people)} profiles, {len(assessor.catalogue.courses)} courses", flush=True)
    if asked.only in (None, "plans"):
        _plans(assessor, people)
    if asked.only in (None, "fronts"):
        _fronts(assessor, people)
    if asked.only in (None, "sizes"):
        _sizes(assessor.catalogue, people)


def _people(assessor: Assessor, texts: Path | None) -> Iterable[Profile]:
    if texts is None or not texts.exists():
        print(f"No texts{f' at {texts}' if texts else ' given'}: profiles are generated from the backgrounds.")
        for background in assessor.catalogue.backgrounds.values():
            yield assessor.assess("", background=background).profile
        return
    for line in texts.read_text(encoding="utf-8").splitlines():
        yield assessor.assess(json.loads(line)["text"]).profile


def _core(catalogue: Catalogue) -> list[Role]:
    return [role for role in catalogue.roles.values() if role.tier is Tier.CORE]


# --- the plans ----------------------------------------------------------------------------------------------------


def _plans(assessor: Assessor, people: Sequence[Profile]) -> None:
    import highspy  # noqa: F401  (so that its import is not timed)

    catalogue, scorer = assessor.catalogue, assessor.scorer
    done = []
    for place, person in enumerate(people, 1):
        for role in _core(catalogue):
            compare = place % COMPARED == 1
            done += [_timed(catalogue, scorer, person, role=role, prefer=prefer, compare=compare) for prefer in Prefer]
        print(f"\r{place} of {len(people)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    for prefer in Prefer:
        _report(prefer.value, [one for one in done if one.prefer is prefer])
    _report("all", done)


def _timed(
    catalogue: Catalogue, scorer: Scorer, person: Profile, *, role: Role, prefer: Prefer, compare: bool
) -> Timed:
    begun = time.process_time()
    found = plan(catalogue, scorer, person, role, LIMITS, prefer=prefer)
    seconds = time.process_time() - begun
    ratio: float | None = None
    if compare:
        ratio = _ratio(choice(catalogue, scorer.credits, person, role, LIMITS), found)
    return Timed(prefer=prefer, seconds=seconds, proven=found.proof.proven, compared=compare, ratio=ratio)


def _report(name: str, done: Sequence[Timed]) -> None:
    seconds = sorted(one.seconds for one in done)
    compared = [one for one in done if one.compared]
    ratios = [one.ratio for one in compared if one.ratio is not None]
    missed = len(compared) - len(ratios)
    print(
        f"{name:9} {len(done)} plans, {sum(one.proven for one in done)} proven; processor seconds median "
        f"{statistics.median(seconds):.3f}, p90 {seconds[int(0.9 * len(seconds))]:.3f}, max {seconds[-1]:.3f}; "
        f"greedy missed the goal {missed} of {len(compared)} times, else median {statistics.median(ratios):.2f} x, "
        f"mean {statistics.mean(ratios):.2f} x, at most {max(ratios):.2f} x; equal {sum(r < 1.0005 for r in ratios)}"
    )


# --- the baseline -------------------------------------------------------------------------------------------------


def greedy(options: Choice, goal: Goal, prefer: Prefer) -> list[int] | None:
    """Plan as a person with a spreadsheet does: take what wins most points for its price, until it is enough.

    A course counts with the cheapest chain that leads to it. In the end what is not needed is left out, dearest first.
    """
    taken: list[int] = []
    while not _enough(options, goal, taken):
        chosen = _next(options, goal, taken, prefer)
        if chosen is None:
            return None
        taken += chosen
    for k in sorted(taken, key=lambda k: -_price(options.takes[k], prefer)):
        rest = [j for j in taken if j != k]
        if not options.ordered(rest)[1] and _enough(options, goal, rest):
            taken = rest
    return taken


def _next(options: Choice, goal: Goal, taken: Sequence[int], prefer: Prefer) -> list[int] | None:
    """Give the take, or the shortest chain to one, that wins most for its price."""
    have = {options.takes[k].course.id for k in taken}
    start = _score(options, goal, taken)
    best: tuple[float, list[int]] | None = None
    for k, take in enumerate(options.takes):
        if take.course.id in have:
            continue
        chain = _chain(options, taken, k, prefer)
        if chain is None:
            continue
        gain = _score(options, goal, [*taken, *chain]) - start
        worth = gain / (1 + sum(_price(options.takes[j], prefer) for j in chain))
        if gain > 0 and (best is None or worth > best[0]):
            best = worth, chain
    return None if best is None else best[1]


def _chain(options: Choice, taken: Sequence[int], k: int, prefer: Prefer, depth: int = 4) -> list[int] | None:
    """Meet each open need of a take by its cheapest provider, and theirs, a few levels deep."""
    done = sum(1 << j for j in taken)
    chain: list[int] = []
    for mask in options.providers[k]:
        if mask & (done | sum(1 << j for j in chain)):
            continue
        ways = sorted(
            (j for j in range(len(options.takes)) if mask >> j & 1), key=lambda j: _price(options.takes[j], prefer)
        )
        found = next(
            (more for j in ways[:6] if depth and (more := _chain(options, [*taken, *chain], j, prefer, depth - 1))),
            None,
        )
        if found is None:
            return None
        chain += [j for j in found if j not in chain]
    courses = [options.takes[j].course.id for j in (*taken, *chain, k)]
    return [*chain, k] if len(set(courses)) == len(courses) else None


def _score(options: Choice, goal: Goal, taken: Sequence[int]) -> float:
    met = sum(options.shares[p].covered(taken) >= options.shares[p].met_from for p in goal.met)
    return min(options.points(taken), goal.points) + 10_000 * met


def _enough(options: Choice, goal: Goal, taken: Sequence[int]) -> bool:
    core = all(options.shares[p].covered(taken) >= options.shares[p].met_from for p in goal.met)
    return core and options.points(taken) >= goal.points


def _price(take: Take, prefer: Prefer) -> float:
    dollars = take.cents / 100 if take.priced else 2000.0
    hours = take.minutes / 60
    return hours + dollars / 1000 if prefer is Prefer.FASTEST else dollars + hours / 100


def _ratio(options: Choice, found: Plan) -> float | None:
    """Give how many times the greedy plan needs of what the optimum does: hours, or dollars (2,000 where unknown).

    For the best fit: how many times the points above the start. None: greedy found no way to the goal.
    """
    taken = greedy(options, found.goal, found.prefer)
    if taken is None:
        return None
    takes = [options.takes[k] for k in taken]
    if found.prefer is Prefer.BEST:
        return (found.end.points + 1) / (options.points(taken) + 1)
    if found.prefer is Prefer.FASTEST:
        return (1 + sum(take.minutes for take in takes)) / (1 + 60 * (found.hours.high or 0))
    ours = (found.usd.high or 0) + 2000 * len(found.unpriced)
    return (100 + sum(take.cents / 100 if take.priced else 2000 for take in takes)) / (100 + ours)


# --- the front and larger catalogues ------------------------------------------------------------------------------


def _fronts(assessor: Assessor, people: Sequence[Profile]) -> None:
    seconds, counts = [], []
    for person in people[::6]:
        for role in _core(assessor.catalogue)[:2]:
            begun = time.process_time()
            points = front(assessor.catalogue, assessor.scorer, person, role, LIMITS, seconds=600)
            seconds.append(time.process_time() - begun)
            counts.append(len(points))
            assert all(point.proven for point in points)
    print(
        f"front     {len(seconds)} fronts of {min(counts)}-{max(counts)} points, all proven; processor seconds median "
        f"{statistics.median(seconds):.2f}, max {max(seconds):.2f}"
    )


def _sizes(catalogue: Catalogue, people: Sequence[Profile]) -> None:
    for size in SIZES:
        larger = enlarged(catalogue, size)
        scorer, seconds = Scorer(larger), []
        for person in people[::12]:
            for role in _core(larger)[::2]:
                for prefer in Prefer:
                    begun = time.process_time()
                    assert plan(larger, scorer, person, role, LIMITS, prefer=prefer, seconds=300).proof.proven
                    seconds.append(time.process_time() - begun)
        print(
            f"{size:5} courses, {len(seconds)} proven; processor seconds median {statistics.median(seconds):.3f}, "
            f"max {max(seconds):.3f}",
            flush=True,
        )


def enlarged(catalogue: Catalogue, size: int) -> Catalogue:
    """Add courses like the shipped ones: other hours and prices, a level more or less here and there."""
    rnd, courses = Random(size), dict(list(catalogue.courses.items())[:size])
    originals = list(catalogue.courses.values())
    while len(courses) < size:
        one = rnd.choice(originals)
        times = rnd.choice([0.5, 0.8, 1.25, 2.0])
        copy = replace(
            one,
            id=f"{one.id}-{len(courses)}",
            teaches=_shifted(rnd, one.teaches),
            requires=one.requires if one.kind == "exam" else _shifted(rnd, one.requires),
            hours=replace(one.hours, high=None if one.hours.high is None else round(one.hours.high * times, 2)),
            cost_usd=replace(
                one.cost_usd, high=None if one.cost_usd.high is None else round(one.cost_usd.high * rnd.uniform(0.5, 2))
            ),
        )
        courses[copy.id] = copy
    return replace(catalogue, courses=courses)


def _shifted(rnd: Random, levels: Mapping[str, int]) -> dict[str, int]:
    return {skill: min(4, max(1, level + rnd.choice([-1, 0, 0, 0, 1]))) for skill, level in levels.items()}


if __name__ == "__main__":
    main()
