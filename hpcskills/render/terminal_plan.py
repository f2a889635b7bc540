"""The terminal report of a plan."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from hpcskills.model import Catalogue, Strategy
from hpcskills.planning.front import Point
from hpcskills.planning.planned import Plan, Step
from hpcskills.render import figures, plan_words, wording_progress
from hpcskills.render.terminal import bar, bullets, lines, section, sheet, words

TOP_LEFT, TOP_PROGRAMMES, TOP_PAYERS = 6, 2, 4
"""What a reader takes in; the other formats hold everything."""


def plan(found: Plan, catalogue: Catalogue) -> Group:
    """The whole report."""
    first, *rest = plan_words.headline(found, catalogue)
    blocks: list[RenderableType] = [words(first, "bold"), *(words(text) for text in rest), Text()]
    if found.progress:
        blocks.append(section("Since the earlier plan", bullets(wording_progress.progress(found.progress, catalogue))))
    if advice := plan_words.changes(found):
        blocks.append(section("What would bring the goal within reach", bullets(advice)))
    if found.steps:
        blocks.append(section("Steps", *_steps(found, catalogue)))
        blocks.append(section("Where else it leads", words(plan_words.others(found, catalogue) or "-")))
    if earned := plan_words.credentials(found):
        blocks.append(section("To show afterwards", bullets(earned)))
    blocks += _beside(found, catalogue)
    return Group(*blocks, section("How to read this", lines(plan_words.footnotes(found), "dim")))


def _steps(found: Plan, catalogue: Catalogue) -> list[RenderableType]:
    places = plan_words.places(found)
    return [bullets([_step(step, catalogue, places) for step in found.steps], "1")]


def _step(step: Step, catalogue: Catalogue, places: dict[str, int]) -> Text:
    parts = [
        words(f"{step.course.title} · {step.course.provider}", "bold"),
        words(plan_words.step_facts(step)),
        words(f"Brings: {plan_words.reasons(step, places)}"),
        words(f"Needs: {plan_words.asks(step, catalogue, places)} · {step.course.id}", "dim"),
    ]
    if cautions := plan_words.cautions(step):
        parts.append(words(f"Check: {', '.join(cautions)}", "yellow"))
    return Text("\n").join(parts)


def _beside(found: Plan, catalogue: Catalogue) -> list[Group]:
    blocks = []
    if found.left:
        texts = [plan_words.left(one, catalogue) for one in found.left[:TOP_LEFT]]
        blocks.append(section("What stays open", bullets(texts), _more(len(found.left) - TOP_LEFT)))
    shown = []
    for strategy in Strategy:
        those = [one for one in found.programmes if one.course.strategy is strategy]
        shown += [f"{figures.STRATEGIES[strategy]}: {plan_words.programme(one)}" for one in those[:TOP_PROGRAMMES]]
    if shown:
        blocks.append(section("Beside it", bullets(shown), _more(len(found.programmes) - len(shown))))
    if found.payers:
        texts = [plan_words.payer(one) for one in found.payers[:TOP_PAYERS]]
        blocks.append(section("Who may pay", bullets(texts), _more(len(found.payers) - TOP_PAYERS)))
    return blocks


def _more(count: int) -> Text:
    return words(f"and {count} more: --format markdown" if count > 0 else "", "dim")


def front(points: Sequence[Point], role: str, catalogue: Catalogue, *, width: int) -> Group:
    """The choice between money, time and fit, as a table with bars of the fit."""
    table = sheet("Fit", "", "USD", "Hours", "Steps", right=(0, 2, 3, 4), fixed=(0, 2, 3, 4))
    for one in points:
        fit, usd, hours, steps = plan_words.point(one)
        table.add_row(
            words(fit), bar(one.fit, one.fit, max(10, width - 50)), words(usd), words(hours), words(steps)
        )  # fmt: skip
    proven = all(one.proven for one in points)
    note = (
        "Proven: no plan costs less, takes less and leads further than any of these." if proven else "Not all proven."
    )
    blocks: list[RenderableType] = [table if points else words("Within these limits no course helps.")]
    notes = (
        [f"{note} Upper bounds. A selection, at the bands and the most possible: for one, --target FIT --budget USD."]
        if points
        else []
    )
    return Group(section(f"{catalogue.roles[role].label}: money, time and fit", *blocks), lines(notes, "dim"))


def several(plans: Sequence[Plan], catalogue: Catalogue) -> Group:
    """Several roles side by side, then the plan of the first."""
    table = sheet("Role", "Fit", "Work", "Money", "Done by", "Goal", fixed=(1, 4))
    for one in plans:
        table.add_row(*map(words, plan_words.compared(one, catalogue)))
    return Group(section("The roles you could aim at, the soonest ready first", table), plan(plans[0], catalogue))
