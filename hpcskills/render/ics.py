"""A plan as an iCalendar file (RFC 5545): one event for each study block, at local time wherever the person is.

Nothing in it depends on the moment of writing, and a block keeps its identity when the plan is computed anew, so that
a calendar that reads the file again moves events instead of doubling them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from hpcskills import __version__
from hpcskills.errors import UserError
from hpcskills.model import Catalogue
from hpcskills.planning.calendar import Block
from hpcskills.planning.planned import Plan
from hpcskills.render import figures, plan_words
from hpcskills.render.clean import visible, visible_lines

if TYPE_CHECKING:
    from icalendar import Event

MISSING = "Calendars need icalendar, which is not installed. Install it with: pip install 'hpcskills[calendar]'"


def plan(found: Plan, blocks: Iterable[Block], catalogue: Catalogue) -> str:
    """The whole calendar."""
    try:
        from icalendar import Calendar
    except ImportError:
        raise UserError(MISSING) from None
    if not found.steps:
        raise UserError("The plan has no steps, so there is nothing to put into a calendar.")
    calendar = Calendar()
    calendar.add("prodid", f"-//hpcskills//{__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"hpcskills: {visible(catalogue.roles[found.role].label)}")
    places = plan_words.places(found)
    for block in blocks:
        calendar.add_component(_event(block, found, catalogue, places))
    content: bytes = calendar.to_ical()
    return content.decode()


def _event(block: Block, found: Plan, catalogue: Catalogue, places: dict[str, int]) -> Event:
    from icalendar import Event

    course = block.step.course
    part = f" ({block.number} of {block.count})" if block.count > 1 else ""
    event = Event()
    event.add("uid", f"{course.id}-{block.number}@hpcskills")
    event.add("dtstamp", datetime.combine(found.limits.start, time(), UTC))
    event.add("summary", f"{visible(course.title)}{part}")
    event.add("dtstart", block.begin.date() if block.whole_days else block.begin)
    event.add("dtend", block.end.date() if block.whole_days else block.end)
    event.add("description", "\n".join(_description(block, catalogue, places)))
    if course.url.startswith(("https://", "http://")):
        event.add("url", course.url)
    return event


def _description(block: Block, catalogue: Catalogue, places: dict[str, int]) -> Iterable[str]:
    step = block.step
    yield visible(f"Step {places[step.course.id]}: {step.course.title}, {step.course.provider}")
    yield visible_lines(f"{plan_words.work(step)} in all, {plan_words.price(step)}")
    yield visible(f"Brings: {plan_words.reasons(step, places)}")
    yield visible(f"Needs: {plan_words.asks(step, catalogue, places)}")
    if cautions := plan_words.cautions(step):
        yield visible(f"Check: {', '.join(cautions)}")
    yield visible(f"{step.course.url} · {figures.dated(step.course.as_of)} · source: {step.course.source}")
