"""Figures in words: numbers, hours, money and dates of courses, funding routes and outlook facts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from hpcskills.course_filter import study
from hpcskills.model import Course, CourseOption, Fact, Fit, Funding, Gap, Range, Strategy

STRATEGIES: Mapping[Strategy, str] = {
    Strategy.APPLIED_TRAINING: "Applied training",
    Strategy.CROSS_TRAINING: "Cross-training",
    Strategy.ONLINE_CERTIFICATE: "Online certificate",
    Strategy.DIVERSITY: "Diversity programme",
    Strategy.NATIONAL_LAB: "National laboratory",
}

UNKNOWN = "unknown"


def whole(value: float) -> int:
    """Floor, so that 100 is shown only for a fit without any gap; the tolerance is for float noise alone."""
    return math.floor(value + 1e-9)


def number(value: float) -> str:
    """A figure with two decimals at most: 5, 2.1, 1.33."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def span(fit: Fit) -> str:
    """The range of a fit: `31-55`."""
    low, high = whole(fit.low), whole(fit.high)
    return str(low) if low == high else f"{low}-{high}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """`1 course`, `3 courses`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def join_or(names: Sequence[str]) -> str:
    """`a`, `a or b`, `a, b or c`."""
    return " or ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def plural_years(years: float) -> str:
    """`1 year`, `2.5 years`."""
    return f"{number(years)} {'year' if years == 1 else 'years'}"


# --- the way there ---


def gap_title(gap: Gap) -> str:
    """What closing a gap takes and brings."""
    need = gap.part.requirement
    start = f"from {number(gap.part.have)} " if gap.part.have else ""
    return f"{need.label}: {start}to level {need.level}, +{gap.gain:.1f} points"


def course_facts(course: Course, level: int) -> str:
    """Provider, level, hours, cost and date, in that order; unknown stays unknown."""
    facts = [
        course.provider,
        f"{'shows' if course.kind == 'exam' else 'to'} level {level}",
        study_hours(course),
        cost(course),
        dated(course.as_of),
    ]
    return " · ".join(facts + _warnings(course))


def _warnings(course: Course) -> list[str]:
    warnings = ["pays you"] if course.pays_learner else []
    if course.eligibility.countries or course.eligibility.conditions:
        where = ", ".join(course.eligibility.countries)
        warnings.append(f"conditions apply ({where})" if where else "conditions apply")
    if course.status == "unknown":
        warnings.append("may have ended")
    return warnings


def study_hours(course: Course) -> str:
    """Hours of work; for an exam the self-study up to the pass, not the sitting."""
    return f"{hours(study(course))}{' of study' if course.self_study else ''}"


def hours(figure: Range) -> str:
    """`4.5 h`, `8-10 h`, `about 40 h`, `hours unknown`."""
    if (text := _bounds(figure)) is None:
        return f"hours {UNKNOWN}"
    return f"{text} h"


def cost(course: Course) -> str:
    """`free` only where both bounds are 0; `cost unknown` where nobody knows."""
    figure = course.cost_usd
    if figure.low == 0 and figure.high == 0:
        return "free"
    if figure.low == 0 and figure.high is None:
        return "free in part, the rest unknown"
    if (text := _bounds(figure)) is None:
        return f"cost {UNKNOWN}"
    return f"{text} USD{' by subscription' if course.subscription else ''}"


def _bounds(figure: Range) -> str | None:
    """Both bounds, one of them or None; an estimate says so."""
    low, high = figure.low, figure.high
    about = "about " if figure.basis == "estimated" else ""
    if low is None:
        return None if high is None else f"up to {about}{_figure(high)}"
    if high is None:
        return f"from {about}{_figure(low)}"
    return about + (_figure(low) if low == high else f"{_figure(low)}-{_figure(high)}")


def _figure(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def dated(as_of: str | None) -> str:
    """When a fact was true."""
    return f"as of {as_of}" if as_of else "undated"


def funding_line(funding: Funding) -> str:
    """Who pays, how much, for whom, as of when."""
    amount = _bounds(funding.amount_usd) if funding.amount_usd else None
    money = f"{amount} USD" if amount else f"amount {UNKNOWN}"
    return f"{money}; for {funding.who.rstrip('.')}; {dated(funding.as_of)}"


def in_strategy_order(options: Sequence[CourseOption]) -> list[CourseOption]:
    """Grouped by strategy in the report's order; best first within each."""
    order = list(Strategy)
    return sorted(options, key=lambda option: order.index(option.course.strategy))


def fact_line(fact: Fact) -> str:
    """An outlook figure with its period, source and date."""
    return f"{fact.fact}: {fact.value}{trend(fact)} ({fact.period}; {fact.source}, {fact.as_of})"


def trend(fact: Fact) -> str:
    """The word for a falling figure, so that a minus sign is not overlooked."""
    falls = fact.value.lstrip().startswith(("-", "\u2212", "\u2013")) and "fall" not in fact.value
    return " (falling)" if falls else ""


def fact_lines(facts: Iterable[Fact]) -> list[str]:
    """Figures with source and date; what contradicts one stands behind it."""
    return [fact_line(fact) + (f" But: {fact.conflict}." if fact.conflict else "") for fact in facts]
