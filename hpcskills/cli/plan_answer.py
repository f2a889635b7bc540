"""A plan found and written as it was asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from pathlib import Path

from hpcskills.cli import wishes
from hpcskills.cli.options import PlanFormat
from hpcskills.cli.out import drawn, say, today, width
from hpcskills.cli.person import Person, tell_aside
from hpcskills.errors import UserError
from hpcskills.model import Assessment, Catalogue, Profile, Role, Tier
from hpcskills.planning.limits import Limits
from hpcskills.planning.planned import Plan, Prefer, Spent, Target
from hpcskills.planning.saved import Saved
from hpcskills.render import figures
from hpcskills.scoring.fit import Scorer


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A plan that was kept, and what was done of it."""

    saved: Saved
    done: Mapping[str, Spent]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Who wants a plan to which role (None: any of the six), how, and perhaps after which earlier one."""

    catalogue: Catalogue
    scorer: Scorer
    profile: Profile
    role: Role | None
    limits: Limits
    prefer: Prefer
    target: Target | None
    seconds: float
    earlier: Earlier | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the options say; `dated`: the limits' first day was named. `any_role` wants whichever is ready soonest."""

    limits: Limits
    dated: bool
    role: Role | None
    any_role: bool
    prefer: Prefer | None
    target: Target | None
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How the answer is written and where to (None: the screen); a calendar's study days and time."""

    format: PlanFormat
    output: Path | None
    days: frozenset[str]
    begin: time | None


def begun(heard: Person, said: Said) -> Ask:
    """What somebody asks whose words were read; the role is the one named, else the nearest core role."""
    assessed, catalogue = heard.assessed(said.role), heard.assessor.catalogue
    tell_aside(heard)
    if said.role is None and not said.any_role:
        say(_nearest(assessed, catalogue))
    return Ask(
        catalogue=catalogue,
        scorer=heard.assessor.scorer,
        profile=assessed.profile,
        role=None if said.any_role else catalogue.roles[assessed.target.role],
        limits=said.limits,
        prefer=said.prefer or (Prefer.FASTEST if said.any_role else Prefer.CHEAPEST),
        target=said.target,
        seconds=said.seconds,
    )


def _nearest(assessed: Assessment, catalogue: Catalogue) -> str:
    """Which role is planned for where none was named, and what is nearer."""
    text = f"Planned for the nearest core role, {catalogue.roles[assessed.target.role].label} (--role names another)."
    entry = next((fit for fit in assessed.fits if fit.tier is Tier.ENTRY), None)
    if entry is None or entry.fit <= assessed.target.fit:
        return text
    fit = f"{figures.whole(entry.fit)} of 100 today"
    return f"{text} Nearer is an entry role, {catalogue.roles[entry.role].label}: {fit}, --role {entry.role}."


def carried_on(saved: Saved, said: Said, catalogue: Catalogue) -> Ask:
    """What somebody asks who follows a plan: as then, but for what was done and what is said anew."""
    from hpcskills.planning.progress import resumed, said_anew, spent

    if said.any_role:
        raise UserError("--from follows a plan for one role; leave --role any out.")
    done = spent(saved, (catalogue.courses[id_] for id_ in sorted(said.limits.done)))
    start = said.limits.start if said.dated else max(said.limits.start, saved.limits.start)
    return Ask(
        catalogue=catalogue,
        scorer=Scorer(catalogue),
        profile=saved.profile,
        role=said.role or saved.role,
        limits=said_anew(resumed(saved, done, start=start), said.limits),
        prefer=said.prefer or saved.prefer,
        target=said.target or saved.target,
        seconds=said.seconds,
        earlier=Earlier(saved=saved, done=done),
    )


def answer(ask: Ask, form: Form, *, pareto: bool) -> str:
    """What was asked for, as it is to be written."""
    wishes.check(ask.limits)
    if pareto:
        return _choice(ask, form)
    return _any_role(ask, form) if ask.role is None else _one_role(ask, ask.role, form)


def _one_role(ask: Ask, role: Role, form: Form) -> str:
    from hpcskills.planning.optimum import plan
    from hpcskills.planning.progress import followed

    found = plan(
        ask.catalogue, ask.scorer, ask.profile, role, ask.limits,
        prefer=ask.prefer, target=ask.target, seconds=ask.seconds,
    )  # fmt: skip
    if ask.earlier:
        found = followed(found, ask.earlier.saved, ask.earlier.done, ask.catalogue)
    return _written(found, ask.catalogue, form)


def _any_role(ask: Ask, form: Form) -> str:
    from hpcskills.planning.optimum import plans

    core = [one for one in ask.catalogue.roles.values() if one.tier is Tier.CORE]
    found = plans(
        ask.catalogue, ask.scorer, ask.profile, core, ask.limits,
        prefer=ask.prefer, target=ask.target, seconds=ask.seconds,
    )  # fmt: skip
    return _written(found[0], ask.catalogue, form, several=found)


def _written(found: Plan, catalogue: Catalogue, form: Form, *, several: Sequence[Plan] = ()) -> str:
    match form.format:
        case PlanFormat.JSON:
            from hpcskills.render import json_plan

            return json_plan.several(several, catalogue) if several else json_plan.plan(found, catalogue)
        case PlanFormat.MARKDOWN:
            from hpcskills.render import markdown_plan

            return markdown_plan.several(several, catalogue) if several else markdown_plan.plan(found, catalogue)
        case PlanFormat.TERMINAL:
            from hpcskills.render import terminal_plan

            report = terminal_plan.several(several, catalogue) if several else terminal_plan.plan(found, catalogue)
            return drawn(report, form.output)
        case PlanFormat.HTML:
            from hpcskills.render import html_plan

            return html_plan.plan(found, catalogue, made=today(), several=several)
        case PlanFormat.ICS:
            from hpcskills.planning.calendar import blocks
            from hpcskills.render import ics

            return ics.plan(found, blocks(found, days=form.days, begin=form.begin), catalogue)


def _choice(ask: Ask, form: Form) -> str:
    from hpcskills.planning.front import front

    if ask.role is None:
        raise UserError("--pareto shows one role: name it with --role, or leave --role any out.")
    if form.format in (PlanFormat.HTML, PlanFormat.ICS):
        raise UserError("--pareto has no page and no calendar; use --format terminal, markdown or json.")
    catalogue = ask.catalogue
    points = front(catalogue, ask.scorer, ask.profile, ask.role, ask.limits, seconds=ask.seconds)
    if form.format is PlanFormat.JSON:
        from hpcskills.render import json_plan

        return json_plan.front(points, ask.role.id, ask.limits, catalogue)
    if form.format is PlanFormat.MARKDOWN:
        from hpcskills.render import markdown_plan

        return markdown_plan.front(points, ask.role.id, catalogue)
    from hpcskills.render import terminal_plan

    return drawn(terminal_plan.front(points, ask.role.id, catalogue, width=width()), form.output)
