"""A plan in Markdown: a checklist to print or to keep, with everything the terminal leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from hpcskills.model import Catalogue, Strategy
from hpcskills.planning.front import Point
from hpcskills.planning.planned import Plan, Step
from hpcskills.render import figures, plan_words, wording_progress
from hpcskills.render.clean import markdown as safe
from hpcskills.render.markdown import document, link, table


def plan(found: Plan, catalogue: Catalogue) -> str:
    """The whole report."""
    return document(*_blocks(found, catalogue))


def _blocks(found: Plan, catalogue: Catalogue) -> Iterator[str]:
    first, *rest = plan_words.headline(found, catalogue)
    yield f"# Plan: {safe(catalogue.roles[found.role].label)}"
    yield f"**{safe(first)}**"
    yield safe(" ".join(rest))
    if found.progress:
        yield "## Since the earlier plan"
        yield _list(wording_progress.progress(found.progress, catalogue))
    if advice := plan_words.changes(found):
        yield "## What would bring the goal within reach"
        yield _list(advice)
    if found.steps:
        places = plan_words.places(found)
        yield "## Steps"
        yield "\n".join(_step(step, catalogue, places) for step in found.steps)
        yield f"Where else it leads: {safe(plan_words.others(found, catalogue))}"
    if earned := plan_words.credentials(found):
        yield "## To show afterwards"
        yield _list(earned)
    yield from _beside(found, catalogue)
    yield "## How to read this"
    yield _list(plan_words.footnotes(found))


def _step(step: Step, catalogue: Catalogue, places: dict[str, int]) -> str:
    """A box to tick, and what belongs to it."""
    lines = [
        f"- [ ] **{places[step.course.id]}. {link(step.course.title, step.course.url)}**",
        safe(step.course.provider),
        safe(plan_words.step_facts(step)),
        f"Brings: {safe(plan_words.reasons(step, places))}",
        f"Needs: {safe(plan_words.asks(step, catalogue, places))}",
        f"Id: {safe(step.course.id)} · {safe(figures.dated(step.course.as_of))} · source: {safe(step.course.source)}",
    ]
    if cautions := plan_words.cautions(step):
        lines.append(f"Check: {safe(', '.join(cautions))}")
    return "\n  - ".join(lines)


def _beside(found: Plan, catalogue: Catalogue) -> Iterator[str]:
    if found.left:
        yield "## What stays open"
        yield _list(plan_words.left(one, catalogue) for one in found.left)
    if found.programmes:
        yield "## Beside the plan"
    for strategy in Strategy:
        if those := [one for one in found.programmes if one.course.strategy is strategy]:
            yield f"### {figures.STRATEGIES[strategy]}"
            yield _list(plan_words.programme(one) for one in those)
    if found.payers:
        yield "## Who may pay"
        yield _list(plan_words.payer(one) for one in found.payers)


def front(points: Sequence[Point], role: str, catalogue: Catalogue) -> str:
    """The choice between money, time and fit."""
    rows = [(*plan_words.point(one), ", ".join(one.courses)) for one in points]
    return document(
        f"# {safe(catalogue.roles[role].label)}: money, time and fit",
        table(("Fit", "USD", "Hours", "Steps", "Courses"), rows) if rows else "Within these limits no course helps.",
    )


def several(plans: Sequence[Plan], catalogue: Catalogue) -> str:
    """Several roles side by side, then the plan of the first."""
    rows = (plan_words.compared(one, catalogue) for one in plans)
    heads = ("Role", "Fit", "Work", "Money", "Done by", "Goal")
    return (
        document("# The roles you could aim at, the soonest ready first", table(heads, rows))
        + "\n"
        + plan(plans[0], catalogue)
    )


def _list(texts: Iterable[str]) -> str:
    return "\n".join(f"- {safe(text)}" for text in texts)
