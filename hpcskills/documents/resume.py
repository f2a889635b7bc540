"""JSON Resume, versions 0 and 1: an object of sections, turned into the lines a CV would have."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from hpcskills.documents.kinds import Document, Kind, document
from hpcskills.errors import InputError

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

_HEADINGS = {
    "basics": "Summary",
    "bio": "Summary",
    "skills": "Skills",
    "work": "Experience",
    "volunteer": "Volunteering",
    "projects": "Projects",
    "education": "Education",
    "certificates": "Certificates",
    "awards": "Awards",
    "publications": "Publications",
    "interests": "Interests",
    "hobbies": "Interests",
}
_LEFT_OUT = {"$schema", "meta", "references", "languages"}
"""What others said, and spoken languages, are no skills of the person."""

_TITLES = (
    "position",
    "studyType",
    "area",
    "title",
    "name",
    "company",
    "organization",
    "institution",
    "entity",
    "issuer",
)
_PRIVATE = ("url", "email", "phone", "image", "picture", "postalcode", "date", "location", "profiles", "website", "gpa",
            "firstname", "lastname")  # fmt: skip
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-\d{1,2})?(?:T.*)?")
_DEEPEST = 20


def read_resume(text: str, name: str) -> Document | None:
    """The lines of a JSON Resume; None if the text is no JSON at all and its name does not say so."""
    named = name.lower().endswith(".json")
    try:
        resume: Json = json.loads(text)
    except (ValueError, RecursionError) as error:
        if not named:
            return None
        where = f" in line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise InputError(f"{name} is not valid JSON{where}. Mend it, or save the text as .txt.") from None
    if not isinstance(resume, dict) or not (named or _HEADINGS.keys() & resume.keys()):
        if not named:
            return None
        raise InputError(f"{name} is not a JSON Resume: it should be an object with work, skills and so on.")
    return document(_sections(resume), Kind.RESUME)


def _sections(resume: dict[str, Json]) -> Iterator[str]:
    """Skills first, then the other sections in the order of the file, each under its heading."""
    for section in sorted(resume, key=lambda key: key != "skills"):
        lines = [] if section in _LEFT_OUT else list(_section(section, resume[section]))
        if lines:
            yield from ("", _HEADINGS.get(section, section.capitalize()), *lines)


def _section(section: str, content: Json) -> Iterator[str]:
    if section in {"skills", "interests", "hobbies"}:
        for skill in content if isinstance(content, list) else [content]:
            yield from _skill(skill)
    elif isinstance(content, list):
        for entry in content:
            yield from _entry(entry)
    elif isinstance(content, dict) and section in {"basics", "bio"}:
        yield from _texts({key: part for key, part in content.items() if key != "name"}, 0)
    else:
        yield from _texts(content, 0)


def _skill(skill: Json) -> Iterator[str]:
    """A skill as "- name (level): keyword, keyword"; levels are words or numbers."""
    if isinstance(skill, dict):
        level, keywords = skill.get("level"), skill.get("keywords")
        stated = f" ({level})" if isinstance(level, str | int | float) and str(level).strip() else ""
        words = [str(word) for word in keywords if isinstance(word, str | int)] if isinstance(keywords, list) else []
        name = skill.get("name")
        line = f"{name if isinstance(name, str) else ''}{stated}{': ' if words else ''}{', '.join(words)}"
        if line:
            yield f"- {line.removeprefix(': ')}"
    else:
        yield from (f"- {text}" for text in _texts(skill, 0))


def _entry(entry: Json) -> Iterator[str]:
    """A position, degree or project: a title with its dates, then what was done."""
    if not isinstance(entry, dict):
        yield from _texts(entry, 0)
        return
    titles = [entry[key] for key in _TITLES if key in entry]
    title = ", ".join(text.strip() for text in titles if isinstance(text, str) and text.strip())
    if title:
        yield f"{title}{period(entry.get('startDate'), entry.get('endDate'))}"
    for key, part in entry.items():
        if key not in _TITLES:
            yield from (f"- {text}" if isinstance(part, list) else text for text in _texts({key: part}, 0))


def period(start: Json, end: Json) -> str:
    """Dates as people write them; without an end it is still going on.

    >>> period("2013-01-15", "2015-02"), period("2019", None), period(None, None)
    (' (Jan 2013 – Feb 2015)', ' (2019 – present)', '')
    """
    if not isinstance(start, str) or not start.strip():
        return ""
    return f" ({_month(start)} – {_month(end) if isinstance(end, str) and end.strip() else 'present'})"


def _month(date: str) -> str:
    found = _DATE.fullmatch(date.strip())
    if found is None:
        return date.strip()
    month = int(found[2] or 0)
    return f"{_MONTHS[month - 1]} {found[1]}" if 1 <= month <= len(_MONTHS) else found[1]


def _texts(content: Json, depth: int) -> Iterator[str]:
    """All texts in a part of a JSON Resume but addresses and dates."""
    if isinstance(content, str):
        if "://" not in content and "@" not in content:
            yield content
    elif depth > _DEEPEST:
        return
    elif isinstance(content, list):
        for part in content:
            yield from _texts(part, depth + 1)
    elif isinstance(content, dict):
        for key, part in content.items():
            if not key.lower().endswith(_PRIVATE):
                yield from _texts(part, depth + 1)
