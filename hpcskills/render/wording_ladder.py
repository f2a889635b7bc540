"""The stepping stones in sentences that every report shares, as plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hpcskills.model import Catalogue, Fact, Part
from hpcskills.planning.ladder import Ladder, Rung
from hpcskills.planning.planned import Plan
from hpcskills.render import figures, plan_words

TOP_ASKED, TOP_GROWN = 5, 6
"""What a reader takes in of a rung; JSON holds everything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stone:
    """A rung as a heading and the lines below it."""

    title: str
    lines: tuple[str, ...]


def stones(ladder: Ladder, facts: Sequence[Fact], catalogue: Catalogue) -> list[Stone]:
    """Every rung; `facts` are those of the outlook."""
    return [
        Stone(title=way(rung.plan, catalogue), lines=tuple(_lines(rung, facts, catalogue))) for rung in ladder.rungs
    ]


def way(plan: Plan, catalogue: Catalogue) -> str:
    """The role and the plan to it: fits, steps, hours, money and weeks."""
    role, start, end = catalogue.roles[plan.role].label, figures.whole(plan.start.fit), figures.whole(plan.end.fit)
    if not plan.steps:
        return f"{role}: {start} of 100, {'apply' if plan.reached else 'no course helps'}"
    weeks = figures.plural(max(1, round((plan.hours.high or 0) / plan.limits.pace)), "week")
    steps = f"{figures.plural(len(plan.steps), 'step')}, {plan_words.hours(plan.hours)}"
    far = "" if plan.goal.within_courses else " (the whole goal is beyond courses)"
    sure = "" if plan.proof.proven else " (a better plan may exist)"
    return f"{role}: {start} to {end} of 100 in {steps}, {plan_words.money(plan)}, {weeks}{far}{sure}"


def _lines(rung: Rung, facts: Sequence[Fact], catalogue: Catalogue) -> Iterator[str]:
    yield f"Asks most (level, what counts of yours then): {', '.join(map(_asked, _most(rung.plan.start.parts)))}."
    for fact in outlook(rung.plan.role, facts):
        yield f"{figures.fact_line(fact)}."
    if rung.beside:
        yield f"Or {'; or '.join(way(plan, catalogue) for plan in rung.beside)}."
    if rung.year:
        grown = [f"{catalogue.skills[skill].label} {level}" for skill, level in rung.year.items()]
        more = f" and {len(grown) - TOP_GROWN} more" if len(grown) > TOP_GROWN else ""
        yield f"A year in it (estimated): {', '.join(grown[:TOP_GROWN])}{more}."


def _most(parts: Sequence[Part]) -> list[Part]:
    """What weighs most, core skills first."""
    return sorted(parts, key=lambda one: (not one.requirement.core, -one.requirement.importance))[:TOP_ASKED]


def _asked(part: Part) -> str:
    return f"{part.requirement.label} {part.requirement.level} ({figures.number(part.have)})"


def outlook(role: str, facts: Sequence[Fact]) -> list[Fact]:
    """The first figure of growth and the first of pay; where sources disagree the first leads."""
    own = [fact for fact in facts if role in fact.about]
    growth = (fact for fact in own if "growth" in fact.fact)
    pay = (fact for fact in own if "wage" in fact.fact or "pay" in fact.fact)
    return [fact for fact in (next(growth, None), next(pay, None)) if fact is not None]


def notes(ladder: Ladder, catalogue: Catalogue) -> list[str]:
    """What the rungs rest on."""
    pace = figures.number(ladder.rungs[0].plan.limits.pace) if ladder.rungs else ""
    year = " and a year of work in it" if catalogue.work else ""
    found = [
        f"Each rung is the cheapest plan to a fit of {ladder.near.min_fit} ({ladder.near.label.lower()}), with the "
        f"skills after the rung before{year}, at {pace} h a week (--hours-per-week). The steps: hpcskills plan.",
    ]
    if catalogue.work:
        one = "one level" if catalogue.work.levels == 1 else f"{catalogue.work.levels} levels"
        found.append(
            f"Estimated: a year of work raises what the role asks for by {one}, up to what it asks and at most "
            f"{catalogue.work.most}: {catalogue.work.why}."
        )
    if ladder.cut:
        found.append("Time was up before every rung was planned: some roles are missing here.")
    return found
