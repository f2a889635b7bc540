"""The page of a plan: the same sentences and figures as in the terminal, with the steps drawn along the calendar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hpcskills.model import Catalogue, Strategy
from hpcskills.planning.planned import Plan, Step
from hpcskills.render import charts, figures, plan_words, wording_progress
from hpcskills.render.html import Linked, linked
from hpcskills.render.page import page

TOP_LEFT, TOP_PROGRAMMES, TOP_PAYERS = 12, 3, 6
"""What a reader takes in; Markdown and JSON hold everything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """One step: what it is, why it is there, and where it lies between the first day and the last."""

    course: Linked
    provider: str
    brings: str
    needs: str
    cautions: str
    days: str
    fit: int
    start: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """Everything the page shows; `roles` compares several roles, if there are several."""

    role: str
    lead: str
    rest: tuple[str, ...]
    scale: charts.Ruler
    roles: tuple[tuple[str, ...], ...]
    progress: tuple[str, ...]
    changes: tuple[str, ...]
    steps: tuple[StepView, ...]
    others: str
    credentials: tuple[str, ...]
    left: tuple[str, ...]
    programmes: tuple[str, ...]
    payers: tuple[str, ...]
    notes: tuple[str, ...]


def plan(found: Plan, catalogue: Catalogue, *, made: date, several: Sequence[Plan] = ()) -> str:
    """The page of a plan; `several` are the plans for other roles that it was chosen from."""
    role = catalogue.roles[found.role].label
    first, *rest = plan_words.headline(found, catalogue)
    places = plan_words.places(found)
    view = PlanView(
        role=role,
        lead=first,
        rest=tuple(rest),
        scale=charts.ruler(found.end, role, catalogue.bands),
        roles=tuple(plan_words.compared(one, catalogue) for one in several),
        progress=tuple(wording_progress.progress(found.progress, catalogue)) if found.progress else (),
        changes=tuple(plan_words.changes(found)),
        steps=tuple(_step(step, found, catalogue, places) for step in found.steps),
        others=plan_words.others(found, catalogue),
        credentials=tuple(plan_words.credentials(found)),
        left=tuple(plan_words.left(one, catalogue) for one in found.left[:TOP_LEFT]),
        programmes=_programmes(found),
        payers=tuple(plan_words.payer(one) for one in found.payers[:TOP_PAYERS]),
        notes=tuple(plan_words.footnotes(found)),
    )
    return page("plan.html", title=f"Your plan: {role}", kind="Retraining plan", made=made, view=view)


def _step(step: Step, found: Plan, catalogue: Catalogue, places: Mapping[str, int]) -> StepView:
    first, last = found.limits.start, found.last_day
    length = max((last - first).days + 1, 1)
    course = linked(step.course.title, step.course.url, plan_words.step_facts(step))
    return StepView(
        course=course,
        provider=step.course.provider,
        brings=plan_words.reasons(step, dict(places)),
        needs=f"{plan_words.asks(step, catalogue, dict(places))} · {step.course.id}",
        cautions=", ".join(plan_words.cautions(step)),
        days=f"{step.first_day.isoformat()} to {step.last_day.isoformat()}",
        fit=figures.whole(step.fit.fit),
        start=charts.percent(100 * (step.first_day - first).days / length),
        width=charts.percent(100 * ((step.last_day - step.first_day).days + 1) / length),
    )


def _programmes(found: Plan) -> tuple[str, ...]:
    return tuple(
        f"{figures.STRATEGIES[strategy]}: {plan_words.programme(one)}"
        for strategy in Strategy
        for one in [one for one in found.programmes if one.course.strategy is strategy][:TOP_PROGRAMMES]
    )
