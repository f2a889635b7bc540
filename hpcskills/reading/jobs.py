"""Years of a skill from the dates of jobs: a line with its dates, and below it what was done there.

Such years are derived, not said: they count only where a person says neither level nor years of the skill, and only
what the dates bound. "2019 to present" gives none: what it means depends on when it is read.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from hpcskills.model import Match, Place, SectionKind, Status
from hpcskills.reading.sections import Sections

LONGEST_LINE = 120
"""Characters of a line that may tell the dates of a job; a longer one is prose."""

LONGEST_TITLE = 60
"""Characters of a line that may name the job whose dates stand below it."""

_MONTHS = {
    name: number
    for number, names in enumerate((
        "jan january januar janvier janv janeiro enero ene", "feb february februar fevrier fevr fevereiro febrero fev",
        "mar march marz mars marco marzo", "apr april avril avr abril abr", "may mai maio mayo",
        "jun june juni juin junho junio", "jul july juli juillet juil julho julio", "aug august aout agosto ago",
        "sep sept september septembre setembro septiembre set", "oct october oktober okt octobre outubro octubre out",
        "nov november novembre novembro noviembre", "dec december dezember dez decembre dezembro diciembre dic",
    ))
    for name in names.split()
}  # fmt: skip
_YEAR = re.compile(r"(?:19[6-9]|20[0-4])\d")
_DATE = rf"(?:\b({'|'.join(sorted(_MONTHS, reverse=True))})\.? |(?<!\d)(\d\d?)[/.])?\b({_YEAR.pattern})"
_NOW = r"present|now|today|current|heute|jetzt|actual(?:idad)?|hoy|presente|atual|hoje|aujourd'hui"
_DATES = re.compile(rf"{_DATE} ?(?:-|to|until|bis|hasta|ate|au?) ?(?:{_DATE}|{_NOW})(?![\w/-])")
_STUDIES = re.compile(
    r"\b(?:universi\w+|college|school|bachelor|master|b\.?sc|m\.?sc|ph\.?d|degree|diploma|student|course|academy|"
    r"hochschule|studium|ausbildung|licenciatura|grado|licence)\b"
)
_SIGNS = " \t|,;:()[]-*•·.\r"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What stands from character `start` to `end` was done from month `first` to before month `until`, say `dates`."""

    start: int
    end: int
    first: int
    until: int
    dates: Place


def derive(matches: Sequence[Match], folded: str, sections: Sections) -> tuple[Match, ...]:
    """Add to matches the time of the jobs that name them, where nothing else is said of their skills."""
    jobs = list(_jobs(folded, sections)) if "\n" in folded and _YEAR.search(folded) else []
    if not jobs:
        return tuple(matches)
    starts = [job.start for job in jobs]
    told = {one.skill for one in matches if one.level is not None or one.years is not None or one.learning}
    within: dict[int, Job] = {}
    spans: dict[str, set[tuple[int, int]]] = {}
    for index, match in enumerate(matches):
        place = bisect_right(starts, match.start) - 1
        counts = match.status is Status.HELD and match.skill not in told
        if counts and place >= 0 and match.start < jobs[place].end:
            within[index] = job = jobs[place]
            spans.setdefault(match.skill, set()).add((job.first, job.until))
    years = {skill: round(_covered(those) / 12, 1) for skill, those in spans.items()}
    found = list(matches)
    for index, job in within.items():
        one = matches[index]
        found[index] = one._replace(years=years[one.skill], derived=True, because=(*one.because, job.dates))
    return tuple(found)


def _covered(spans: Iterable[tuple[int, int]]) -> int:
    """The months in one or more of several spans; those in two count once."""
    covered = reached = 0
    for first, until in sorted(spans):
        covered += max(0, until - max(first, reached))
        reached = max(reached, until)
    return covered


def _jobs(folded: str, sections: Sections) -> Iterator[Job]:
    """The jobs with dates on both ends, in the order of the text; each ends with the next one or its section."""
    headed = list(_headed(folded))
    ends = [*(begin for begin, *_ in headed), len(folded)][1:]
    breaks = [section.start for section in sections.found]
    for (begin, line, dates), end in zip(headed, ends, strict=False):
        months = _months(dates)
        if months and _is_work(dates, line, sections):
            place = bisect_right(breaks, line)
            where = Place(start=line + dates.start(), end=line + dates.end())
            yield Job(
                start=begin, end=min([end, *breaks[place : place + 1]]), first=months[0], until=months[1], dates=where
            )


def _headed(folded: str) -> Iterator[tuple[int, int, re.Match[str]]]:
    """Lines with the dates of a job: where it begins, where the line begins, and the dates in the line.

    A job begins with its line of dates, or with the title in the line or two above if the dates stand alone.
    """
    at, titles = 0, list[int]()
    for line in folded.split("\n"):
        dates = _DATES.search(line) if len(line) <= LONGEST_LINE and _YEAR.search(line) else None
        before, after = (line[: dates.start()].strip(_SIGNS), line[dates.end() :].strip(_SIGNS)) if dates else ("", "")
        if dates and not (before and after):
            yield at if before or after or not titles else titles[-2:][0], at, dates
        bare = line.strip()
        is_title = not dates and bare[:1].isalnum() and len(bare) <= LONGEST_TITLE
        titles = [*titles, at] if is_title else []
        at += len(line) + 1


def _is_work(dates: re.Match[str], line: int, sections: Sections) -> bool:
    """Do dates stand among jobs, or under no heading and beside no word of studies?"""
    section = sections.around(line)
    if section is None or section.kind is None:
        return not _STUDIES.search(dates.string)
    return section.kind is SectionKind.EXPERIENCE


def _months(dates: re.Match[str]) -> tuple[int, int] | None:
    """The first month and the one behind the last, counted from year 0; whole years where a month is not told."""
    first_year, last_year = int(dates[3]), int(dates[6] or 0)
    first, last = (_month(dates[place], dates[place + 1]) for place in (1, 4))
    if first is None or last is None:
        months = first_year * 12, last_year * 12
    else:
        months = first_year * 12 + first, last_year * 12 + last + 1
    return months if months[0] < months[1] else None


def _month(name: str | None, number: str | None) -> int | None:
    """The month (0-11) of a date; None where it is not told."""
    if number is not None:
        return int(number) - 1 if 1 <= int(number) <= 12 else None
    return _MONTHS[name] if name else None
