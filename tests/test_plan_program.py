"""The program against a plain search over all subsets and orders, and against what must always hold."""

from __future__ import annotations

from random import Random

import pytest
from small import person
from small_plans import best_by_search, some_catalogue, some_limits, some_start

from hpcskills.planning.aims import Aim, Wish
from hpcskills.planning.choice import Choice, choice
from hpcskills.planning.program import Program, Solution
from hpcskills.planning.takes import Take
from hpcskills.scoring.fit import Scorer

CATALOGUES = 500
ORDERS = {
    "cheapest": (Aim.UNPRICED, Aim.CENTS, Aim.MINUTES, Aim.POINTS),
    "fastest": (Aim.MINUTES, Aim.UNPRICED, Aim.CENTS, Aim.POINTS),
    "best": (Aim.POINTS, Aim.MINUTES, Aim.UNPRICED, Aim.CENTS),
}


@pytest.mark.parametrize("block", range(10))
def test_the_plan_is_the_best_of_all_subsets_and_orders(block: int) -> None:
    for seed in range(block * CATALOGUES // 10, (block + 1) * CATALOGUES // 10):
        rnd = Random(seed)
        cat = some_catalogue(rnd)
        scorer, wanted, limits, someone = Scorer(cat), cat.roles["r"], some_limits(rnd, cat), person(some_start(rnd))
        options = choice(cat, scorer.credits, someone, wanted, limits)
        most = options.points(range(len(options.takes)))
        core = frozenset(place for place, need in enumerate(wanted.requirements) if need.core)
        for name, aims in ORDERS.items():
            wish = Wish(
                points=0 if name == "best" else int(most * rnd.choice([0.8, 1.0, 1.0])),
                met=core if rnd.random() < 0.3 else frozenset(),
                cents=limits.cents,
                minutes=limits.minutes,
            )
            found = Program(options, wish, aims, seconds=60).solve()
            expected = best_by_search(scorer, cat, someone, limits, wish=wish, aims=aims)
            assert (None if found is None else seen(found, options, aims)) == expected, (seed, name)


def seen(found: Solution, options: Choice, aims: tuple[Aim, ...]) -> tuple[object, ...]:
    assert found.unproven is None
    value = {
        Aim.UNPRICED: found.unpriced,
        Aim.CENTS: found.cents,
        Aim.MINUTES: found.minutes,
        Aim.POINTS: -found.points,
    }
    keys = tuple(sorted((t.course.id, ("learn", "sit", "study").index(t.way), t.after) for t in took(found, options)))
    return (*(value[aim] for aim in aims), len(keys), keys)


def took(found: Solution, options: Choice) -> list[Take]:
    return [options.takes[k] for k in found.takes]
