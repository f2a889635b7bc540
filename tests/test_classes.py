"""The class to run: the optimum against brute force, its limits, and offers from a file."""

from __future__ import annotations

import random
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from small import catalogue, course, need, role, skill

from hpcskills.assess import Assessor
from hpcskills.clients.classes import FINENESS, advise, best, gains_of
from hpcskills.clients.cohort_file import Client
from hpcskills.clients.offers import Offer, offers, read_offers
from hpcskills.errors import UserError

if TYPE_CHECKING:
    from hpcskills.clients.classes import Gains

SKILLS = ("linux", "slurm", "mpi", "cuda", "git")


def a_case(rng: random.Random) -> tuple[Assessor, list[Client], list[Offer], int]:
    """A small cohort with courses, some of which ask for something."""
    needs = [need(one, importance=rng.randint(1, 5), level=rng.randint(2, 5)) for one in SKILLS]
    courses = [
        course(
            f"c{number}",
            teaches={one: rng.randint(1, 4) for one in rng.sample(SKILLS, rng.randint(1, 2))},
            requires={rng.choice(SKILLS): 1} if rng.random() < 0.3 else {},
        )
        for number in range(rng.randint(1, 3))
    ]
    roles = [role("r", *needs[:4]), role("q", *needs[2:])]
    assessor = Assessor(catalogue([skill(one) for one in SKILLS], roles, courses=courses))
    clients = [
        Client(
            id=str(n),
            levels={one: rng.randint(1, 4) for one in rng.sample(SKILLS, rng.randint(0, 3))},
            fits={},
            columns={},
        )
        for n in range(rng.randint(1, 6))
    ]
    offered = [
        Offer(course=one, size=rng.randint(1, 3), price=rng.choice((0, 100, 150)), fee=rng.choice((0, 0, 20)))
        for one in courses
    ]
    return assessor, clients, offered, rng.choice((0, 100, 210, 320, 500))


def cost(chosen: tuple[int, ...], offered: list[Offer]) -> int:
    counts = [chosen.count(place) for place in range(len(offered))]
    return sum(-(-n // o.size) * o.price + n * o.fee for n, o in zip(counts, offered, strict=True))


def won(chosen: tuple[int, ...], gains: Gains) -> int:
    return sum(int(gains[place, one]) for place, one in enumerate(chosen) if one >= 0)


def brute_force(gains: Gains, offered: list[Offer], budget: int) -> int:
    """Try every way to send everybody to one course or none."""
    ways = product(range(-1, len(offered)), repeat=gains.shape[0])
    return max(won(chosen, gains) for chosen in ways if cost(chosen, offered) <= budget)


@pytest.mark.parametrize("seed", range(200))
def test_the_optimum_is_that_of_brute_force(seed: int) -> None:
    assessor, clients, offered, budget = a_case(random.Random(seed))
    roles = list(assessor.catalogue.roles.values())
    targets = [roles[place % 2] for place in range(len(clients))]
    gains = gains_of(clients, targets, offered, assessor)
    chosen, bound, proven = best(gains, offered, budget)
    assert proven
    assert cost(chosen, offered) <= budget
    assert won(chosen, gains) == brute_force(gains, offered, budget) == pytest.approx(bound, abs=0.5)


@pytest.mark.parametrize("seed", range(40))
def test_gains_are_those_of_the_fit(seed: int) -> None:
    """Learning what a course teaches raises the fit by exactly what was counted."""
    assessor, clients, offered, _ = a_case(random.Random(seed))
    role_ = assessor.catalogue.roles["r"]
    gains = gains_of(clients, [role_] * len(clients), offered, assessor)
    for row, client in enumerate(clients):
        levels = dict(client.levels or {})
        for column, offer in enumerate(offered):
            asked = offer.course.requires.items()
            ready = all(assessor.scorer.credits.hundredths(one, levels) >= 100 * level for one, level in asked)
            after = {one: max(levels.get(one, 0), offer.course.teaches.get(one, 0)) for one in SKILLS}
            more = (
                assessor.scorer.percents({k: v for k, v in after.items() if v})[0] - assessor.scorer.percents(levels)[0]
            )
            assert gains[row, column] == (int(FINENESS * more + 1e-6) if ready else 0)


@pytest.mark.parametrize("seed", range(30))
def test_the_advice_keeps_its_limits_and_beats_the_plain_ranking(seed: int) -> None:
    assessor, clients, offered, budget = a_case(random.Random(1000 + seed))
    targets = [assessor.catalogue.roles["r"]] * len(clients)
    found = advise(clients, targets, offered, assessor, budget=budget)
    for schedule in (found.best, found.by_frequency):
        assert schedule.cost <= budget
        ids = [seat.id for booking in schedule.bookings for seat in booking.seats]
        assert len(ids) == len(set(ids)) == schedule.people
        assert all(len(one.seats) <= one.classes * one.offer.size for one in schedule.bookings)
    assert found.best.gain >= found.by_frequency.gain - 1e-9
    assert found.best.gain == pytest.approx(found.bound, abs=1 / FINENESS)


def test_nobody_and_nothing_on_offer() -> None:
    assert best(np.zeros((0, 0), np.int64), [], 100)[0] == ()
    assert best(np.zeros((3, 0), np.int64), [], 100) == ((-1, -1, -1), 0, True)


def test_what_cannot_be_a_class_is_not_offered() -> None:
    courses = [
        course("a", teaches={"git": 2}, cost=49),
        course("unpriced", teaches={"git": 2}, cost=None),
        course("exam", kind="exam", proves={"git": 2}),
        course("work", kind="apprenticeship", teaches={"git": 2}),
    ]
    assert [(one.course.id, one.fee) for one in offers(courses, size=10, price=5)] == [("a", 4900)]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("b,12,100,0", "there is no course “b”"),
        ("a,many,100,0", "must be numbers"),
        ("a,0,100,0", "at least one seat"),
        ("a,12,-5,0", "at least one seat"),
        ("exam,12,5,0", "teaches nothing"),
    ],
)
def test_a_wrong_price_list_says_where(line: str, says: str, tmp_path: Path) -> None:
    given = catalogue(
        [skill("git")], [role("r", need("git"))],
        courses=[course("a", teaches={"git": 2}), course("exam", kind="exam", proves={"git": 2})],
    )  # fmt: skip
    path = tmp_path / "prices.csv"
    path.write_text(f"course,size,price,fee\na,12,3000,10.5\n{line}\n", encoding="utf-8")
    with pytest.raises(UserError, match=says) as raised:
        read_offers(path, given)
    assert f"{path}:3" in str(raised.value)
    path.write_text("course,size,price,fee\na,12,3000,10.5\n", encoding="utf-8")
    assert [(one.size, one.price, one.fee) for one in read_offers(path, given)] == [(12, 300_000, 1_050)]
