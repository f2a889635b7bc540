"""The sentences of a plan that every report shares, as plain text: each renderer cleans and styles them itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hpcskills.catalogue.check import AGING
from hpcskills.model import Catalogue, Range
from hpcskills.planning.front import Point
from hpcskills.planning.limits import Limit, Limits, is_step
from hpcskills.planning.planned import Change, Left, Payer, Plan, Practice, Prefer, Programme, Step, Won
from hpcskills.planning.takes import Way
from hpcskills.render import figures

PREFERS = {
    Prefer.CHEAPEST: "cheaper",
    Prefer.FASTEST: "faster",
    Prefer.BEST: "better",
}

# --- the answer -----------------------------------------------------------------------------------------------


def headline(plan: Plan, catalogue: Catalogue) -> list[str]:
    """The answer in a few sentences, most important first."""
    role = catalogue.roles[plan.role].label
    start, end = figures.whole(plan.start.fit), figures.whole(plan.end.fit)
    if not plan.steps:
        return [*_nothing(plan, role, start), *goal(plan, catalogue)]
    sum_ = f"{figures.plural(len(plan.steps), 'step')}, {hours(plan.hours)}, {money(plan)}"
    when = f"done by {plan.last_day.isoformat()} ({figures.number(round(plan.weeks, 1))} weeks)"
    return [f"{role}: from {start} to {end} of 100 in {sum_}; {when}.", *goal(plan, catalogue), proof(plan)]


def _nothing(plan: Plan, role: str, start: int) -> list[str]:
    if plan.reached:
        return [f"{role}: {start} of 100. The goal is reached without any course: apply."]
    return [f"{role}: {start} of 100. Within these limits no course helps."]


def goal(plan: Plan, catalogue: Catalogue) -> Iterator[str]:
    """What was aimed at, and where it had to be set lower."""
    asked = f"a fit of {plan.goal.fit}"
    if plan.goal.met or plan.goal.core_beyond:
        asked += " with every core skill at most one level short"
    if plan.goal.within_courses:
        yield f"Goal: {asked}." + ("" if plan.reached else " These limits do not allow it; this is the best they do.")
        return
    priced = " of known price" if plan.limits.budget is not None else ""
    yield f"No courses{priced} lead to {asked}. The goal is {_lower(plan, catalogue)}."
    if plan.goal.core_beyond:
        names = ", ".join(need.label for need in plan.goal.core_beyond)
        yield f"Core skill that no course brings near enough: {names}."
    if not plan.reached:
        yield "These limits do not allow even that; this is the best they do."


def _lower(plan: Plan, catalogue: Catalogue) -> str:
    """The goal where courses do not lead to the one that was asked for."""
    full, points = plan.end.full_points, plan.goal.points
    band = next((band for band in catalogue.bands if -(-band.min_fit * full // 100) == points), None)
    if band is None:
        return f"the most they lead to: {figures.whole(100 * points / full)} of 100"
    return f"the best band they lead to: {band.label}, from {band.min_fit} of 100"


def proof(plan: Plan) -> str:
    """Whether this is the optimum."""
    if not plan.proof.proven:
        return f"Not proven: time ran out while looking for less {plan.proof.aim}. A better plan may exist."
    if not plan.reached:
        return "Proven: no plan within these limits leads further."
    return (
        f"Proven: no plan that reaches the goal within these limits is {PREFERS[plan.prefer]}."
        if (plan.prefer is not Prefer.BEST)
        else "Proven: no plan within these limits leads further."
    )


def hours(figure: Range) -> str:
    """A total of hours: `120-180 h`."""
    return f"{_span(figure)} h"


def money(plan: Plan) -> str:
    """A total of money; what nobody knows is said, not counted."""
    text = "free" if plan.usd.high == 0 else f"{_span(plan.usd)} USD"
    if plan.unpriced:
        text += f" and {figures.plural(len(plan.unpriced), 'course')} of unknown price"
    return text


def _span(figure: Range) -> str:
    low, high = (f"{bound or 0:,.0f}" for bound in (figure.low, figure.high))
    return low if low == high else f"{low}-{high}"


# --- a step ---------------------------------------------------------------------------------------------------


def step_facts(step: Step) -> str:
    """Days, hours, price and the fit afterwards."""
    days = step.first_day.isoformat()
    if step.last_day != step.first_day:
        days += f" to {step.last_day.isoformat()}"
    spoken = "" if step.course.languages == ("en",) else f" · in {', '.join(step.course.languages)}"
    return f"{days} · {work(step)} · {price(step)}{spoken} · then {figures.whole(step.fit.fit)} of 100"


def work(step: Step) -> str:
    """The hours of a step; an exam says what they are for."""
    text = figures.hours(step.hours)
    if step.way is Way.STUDY:
        return f"{text} of own study" + (" left after its preparation" if _prepared(step) else "")
    return f"{text} at the exam" if step.way is Way.SIT else text


def _prepared(step: Step) -> bool:
    return any(id_ != step.course.requires_credential for id_ in step.after)


def price(step: Step) -> str:
    """The price, and who pays part of it."""
    if not step.aids:
        return figures.cost(step.course)
    paid = ", ".join(f"{aid.usd:,.0f} USD paid by {aid.route.name}" for aid in step.aids)
    return f"{_span(step.usd)} USD ({figures.cost(step.course)}, {paid})"


def reasons(step: Step, places: dict[str, int]) -> str:
    """Why a step is there."""
    texts = [won(one) for one in step.won]
    if step.leads_to:
        texts.append(f"opens {_steps(step.leads_to, places)}")
    if step.included:
        texts.append("you asked for it")
    return "; ".join(texts) or "asked for by a later step"


def won(one: Won) -> str:
    """`Networking 0 to 2`."""
    return f"{one.requirement.label} {figures.number(one.before)} to {figures.number(one.after)}"


def asks(step: Step, catalogue: Catalogue, places: dict[str, int]) -> str:
    """What a step needs, and what meets it."""
    texts = [
        f"{catalogue.skills[one.skill].label} {one.level} ({_steps([one.by], places) if one.by else 'you'})"
        for one in step.asks
    ]
    if step.after:
        texts.append(f"after {_steps(step.after, places)}")
    return ", ".join(texts) or "nothing"


def _steps(ids: Sequence[str], places: dict[str, int]) -> str:
    known = [str(places[id_]) for id_ in ids if id_ in places]
    return f"step {', '.join(known)}" if known else ", ".join(ids)


def places(plan: Plan) -> dict[str, int]:
    """The number of each step, by course."""
    return {step.course.id: number for number, step in enumerate(plan.steps, 1)}


def cautions(step: Step) -> list[str]:
    """What to look at before signing up."""
    course = step.course
    found = []
    if step.months is None:
        found.append("undated")
    elif step.months > AGING:
        found.append(f"facts {step.months} months old")
    if course.status == "unknown":
        found.append("may have ended")
    if course.cost_usd.high is None:
        found.append("price unknown")
    if course.subscription:
        found.append("price by the month: slower costs more")
    if "self-paced" not in course.delivery:
        found.append("on fixed dates: ask for the next" if "online-live" in course.delivery else "ask where and when")
    if course.confidence == "low":
        found.append("little evidence")
    if not is_step(course):
        found.append(f"{'paid place' if course.pays_learner else course.kind}: planned at 40 h a week")
    if course.eligibility.countries or course.eligibility.conditions:
        found.append("conditions apply")
    return found


# --- the rest -------------------------------------------------------------------------------------------------


def others(plan: Plan, catalogue: Catalogue) -> str:
    """How far the plan leads towards the runner-up roles."""
    ends = plan.steps[-1].others if plan.steps else plan.others
    pairs = zip(plan.others, ends, strict=True)
    return ", ".join(
        f"{catalogue.roles[a.role].label} {figures.whole(a.fit)} to {figures.whole(b.fit)}" for a, b in pairs
    )


def credentials(plan: Plan) -> list[str]:
    """Credentials earned, in order, each with what earns it."""
    return [
        f"{step.course.title}: {step.course.credential.name}"
        + (f" (valid {figures.plural_years(years)})" if (years := step.course.credential.validity_years) else "")
        for step in plan.steps
        if step.course.credential
    ]


def left(one: Left, catalogue: Catalogue) -> str:
    """A part that is not full: what is missing, and what closes it."""
    part = one.part
    text = f"{part.requirement.label}: {figures.number(part.have)} of {part.requirement.level}, {one.gain:.1f} points"
    if one.practice is None:
        return f"{text}; a course can close it"
    return f"{text}; no course closes it: {practice(one.practice, catalogue)}"


def practice(one: Practice, catalogue: Catalogue) -> str:
    """Where a skill grows by doing."""
    ways = [f"work as {catalogue.roles[role].label}" for role in one.roles]
    ways += [f"{course.title} ({course.kind})" for course in one.places[:1]]
    if one.open_source:
        ways.append("open-source work")
    return figures.join_or(ways) or "practice at work"


def programme(one: Programme) -> str:
    """A paid place, degree or scholarship in one line."""
    worth = f", up to {one.gain:.0f} points" if one.gain >= 1 else ""
    asks_ = f"; asks {' and '.join(one.opening.asks)}" if one.opening.asks else ""
    pays = f"; pays the learner: {one.course.pays_learner}" if one.course.pays_learner else ""
    ended = "; may have ended" if one.course.status == "unknown" else ""
    return f"{one.course.title} ({one.course.kind}){worth}{pays}{asks_}{ended} · {one.course.id}"


def payer(one: Payer) -> str:
    """A funding route in one line; where the prices count on it, with what it pays for."""
    counted = f"counted in the prices. {one.route.text.rstrip('.')}" if one.counted else "not counted"
    asks_ = f"; asks {' and '.join(one.opening.asks)}" if one.opening.asks else ""
    return f"{one.route.name}: {figures.funding_line(one.route)}{asks_}; {counted} · {one.route.id}"


def change(one: Change, limits: Limits) -> str:
    """The smallest change that is enough, in words and as options."""
    return "; and ".join(_changed(one, limits))


def _changed(one: Change, limits: Limits) -> Iterator[str]:
    becomes = one.becomes
    if Limit.BUDGET in one.limits:
        yield f"a budget of {becomes.budget:,.0f} USD instead of {limits.budget:,.0f} (--budget {becomes.budget:.0f})"
    if Limit.TIME in one.limits and one.faster:
        yield f"{figures.number(becomes.pace)} hours a week instead of {figures.number(limits.pace)} " + (
            f"(--hours-per-week {figures.number(becomes.pace)})"
        )
    elif Limit.TIME in one.limits:
        yield from _later(one.becomes, limits)
    released = sorted(limits.exclude - becomes.exclude)
    if released:
        yield f"without --exclude {', '.join(released)}"
    exceptions = [course.id for course in one.exceptions if course.id not in released]
    if exceptions:
        wishes = figures.join_or([limit.value for limit in one.limits if limit not in (Limit.BUDGET, Limit.TIME)])
        options = " ".join(f"--include {id_}" for id_ in exceptions)
        paid = sum(course.cost_usd.high or 0 for course in one.exceptions)
        price_ = f" for {paid:,.0f} USD" if Limit.FREE in one.limits else ""
        yield f"{figures.plural(len(exceptions), 'exception')} from {wishes}{price_} ({options})"
    if one.dropped:
        yield f"without --include {', '.join(one.dropped)}"


def _later(becomes: Limits, limits: Limits) -> Iterator[str]:
    if becomes.weeks != limits.weeks:
        yield f"{figures.number(becomes.weeks or 0)} weeks instead of {figures.number(limits.weeks or 0)} " + (
            f"(--weeks {figures.number(becomes.weeks or 0)})"
        )
    if becomes.by != limits.by and becomes.by and limits.by:
        yield f"time until {becomes.by.isoformat()} instead of {limits.by.isoformat()} (--by {becomes.by.isoformat()})"


def changes(plan: Plan) -> list[str]:
    """What stands in the way, and what would be enough."""
    if not plan.changes:
        return []
    if plan.binding:
        return [f"Only {one.limits[0].value} changed: {change(one, plan.limits)}." for one in plan.changes]
    return [
        f"No single limit is enough. {' and '.join(one.limits)} together: {change(one, plan.limits)}."
        for one in plan.changes
    ]


def footnotes(plan: Plan) -> list[str]:
    """What a reader must know to read a plan rightly."""
    pace = figures.number(plan.limits.pace)
    said = "" if plan.limits.hours_per_week is not None else " (assumed; say yours with --hours-per-week)"
    notes = [
        f"Days follow one step after the other at {pace} h a week{said}. Limits hold for the upper bounds of hours and "
        "prices; ranges are shown where the data are ranges.",
        "A step is there only if the steps before it, or you, meet what it asks. Course levels are estimates.",
        f"Facts older than {AGING} months are marked: ask the provider before you sign up.",
    ]
    closed = _unsaid(plan.limits)
    return [*notes, *closed]


def _unsaid(limits: Limits) -> list[str]:
    if limits.person.country is not None:
        return []
    return ["Courses for certain countries only are left out until you say where you live: --country."]


# --- several plans --------------------------------------------------------------------------------------------


def point(one: Point) -> tuple[str, str, str, str]:
    """Fit, money, hours and number of courses of a point of the front."""
    usd = f"{one.usd:,.0f}" + (f" + {one.unpriced} unknown" if one.unpriced else "")
    return str(figures.whole(one.fit)), usd, f"{one.hours:,.0f}", str(len(one.courses))


def compared(plan: Plan, catalogue: Catalogue) -> tuple[str, ...]:
    """One role among several: fit, hours, money, last day, whether the goal is reached."""
    goal_ = "yes" if plan.reached and plan.goal.within_courses else "a lower one" if plan.reached else "no"
    fit = f"{figures.whole(plan.start.fit)} to {figures.whole(plan.end.fit)}"
    return catalogue.roles[plan.role].label, fit, hours(plan.hours), money(plan), plan.last_day.isoformat(), goal_
