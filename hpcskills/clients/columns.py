"""Which columns of a table of clients hold what: as said, by their names, or by what stands in them.

The shape of survey exports is understood without options: a question as header, lists inside cells, a column of ratings
for each skill ("How well do you know ... [Python]").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from hpcskills.clients.lines import printable
from hpcskills.errors import InputError, UserError
from hpcskills.reading.match import Matcher

SAMPLE = 100
"""Rows that are looked at to tell what a column holds."""

LONGEST_SAMPLE = 2000
"""Characters of a cell that are looked at."""

MARKS = 0.9
"""The part of a column's cells that must be ratings; the others say "N/A" and the like."""

FEW = 30
"""So few ratings do not tell their scale: that of the whole file is taken."""

OFTEN, NOW_AND_THEN = 0.5, 0.15
"""The part of a column's cells that name a skill: of any column, and of one whose header asks for skills."""

_IDS = ("id", "client id", "client_id", "clientid", "participant id", "respondent id", "response id", "case number")
_ASKS = re.compile(
    r"skill|tool|technolog|software|programming|language|experience|certif|expertise|proficien|worked with|familiar"
    r"|text|know|able to|good at|background|resume|\bcv\b",
    re.IGNORECASE,
)
_PRIVATE = re.compile(
    r"time ?stamp|\bname|e-?mail|phone|mobile|address|birth|\bage\b|gender|consent|date\b|city|country|zip|score",
    re.IGNORECASE,
)
_WISHES = re.compile(
    r"\b(want|wish|like|hope|plan|interested|interest)\b.*\b(learn|improve|study|know|train)", re.IGNORECASE
)
_GRID = re.compile(r"\[([^\[\]]+)\]\s*\Z")
_RATE = re.compile(
    r"\b(?:rate|rating|level|how (?:well|good|confident|much|familiar))\b.*?[:?–—]\s*(.+?)\s*\Z", re.IGNORECASE
)
_YEARS = re.compile(r"\byears?\b|\bhow (?:many|long)\b", re.IGNORECASE)
_SCALE = re.compile(r"\s*\(?\s*([01])\s*(?:-|–|to|\.\.)\s*(5|6|7|10)\b.*", re.IGNORECASE)
_NUMBER = re.compile(r"\s*(\d{1,2})(?:\.0)?\s*(?:\Z|[-–—=:.(/])")
_WORDS = {
    "none": 0,
    "no experience": 0,
    "never used": 0,
    "beginner": 1,
    "basic": 2,
    "novice": 2,
    "intermediate": 3,
    "advanced": 4,
    "expert": 5,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What the columns hold. Without `id` a client is called by its line.

    `scale` is the lowest and highest rating; columns of another question may have another one, in `scales`.
    """

    id: str | None
    texts: tuple[str, ...]
    wishes: tuple[str, ...] = ()
    ratings: Mapping[str, str] = field(default_factory=dict)
    scale: tuple[int, int] = (1, 5)
    scales: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    background: str | None = None


def level_of(said: str, scale: tuple[int, int]) -> int | None:
    """Give the level (0-5, 0: none) that a rating on a scale stands for; None for an empty or another cell.

    Five steps are the levels themselves. With six the lowest is none at all; ten and seven are drawn together.
    """
    lowest, highest = scale
    found = _NUMBER.match(said)
    if found is None:
        return _WORDS.get(said.strip().casefold())
    number = int(found[1])
    if not lowest <= number <= highest:
        return None
    if highest - lowest == 5:
        return number - lowest
    if highest == 5:
        return number
    # Rounded up, so that the lowest step above none is not lost.
    return -(-5 * (number - (lowest == 0 and highest == 7)) // highest)


def parse_scale(text: str) -> tuple[int, int]:
    """Read "1-5"; UserError if it is none that is known."""
    found = _SCALE.fullmatch(text)
    if found is None:
        raise UserError(f"--level-scale {text} is not one of 1-5, 0-5, 1-6, 1-7, 1-10 and the like.")
    return int(found[1]), int(found[2])


# --- by name and content ----------------------------------------------------------------------------------------


def understand(
    header: Sequence[str], sample: Sequence[Sequence[str]], matcher: Matcher, scale: tuple[int, int] | None = None
) -> Understood:
    """Tell by names and content what the columns hold; UserError if nothing looks like skills."""
    cells = {name: [row[at] for row in sample if row[at].strip()] for at, name in enumerate(header)}
    ratings = {name: skill for name in header if (skill := _rated(name, cells[name], matcher))}
    common = scale or _scale(header, [said for name in ratings for said in cells[name]])
    scales = {} if scale else _scales(ratings, cells, common)
    id = next((name for wanted in _IDS for name in header if name.strip().casefold() == wanted), None)
    about = [
        name
        for name in header
        if name not in ratings
        and name != id
        and not _PRIVATE.search(name)
        and _is_about_skills(name, cells[name], matcher)
    ]
    wishes = tuple(name for name in about if _WISHES.search(name))
    texts = tuple(name for name in about if name not in wishes)
    if not texts and not ratings:
        names = ", ".join(repr(printable(name)) for name in header)
        raise UserError(f"No column looks like skills or ratings; the columns are {names}. Say it with --skills.")
    return Understood(id=id, texts=texts, wishes=wishes, ratings=ratings, scale=common, scales=scales)


def _rated(name: str, cells: Sequence[str], matcher: Matcher) -> str | None:
    """Give the skill that a column rates, if it does."""
    found = _GRID.search(name) or _RATE.search(name)
    said = found[1] if found else _SCALE.sub("", name)
    marks = sum(bool(_NUMBER.match(cell)) or cell.strip().casefold() in _WORDS for cell in cells)
    if not cells or marks < MARKS * len(cells) or _YEARS.search(name):
        return None
    return named_skill(said, matcher, first=found is not None)


def named_skill(said: str, matcher: Matcher, *, first: bool = False) -> str | None:
    """Give the skill that a header names, the only one or the first ("Bash / shell scripting"), sure or doubtful."""
    if said in matcher.skills:
        return said
    reading = matcher.read(said)
    sure = [match.skill for match in reading.matches]
    skills = list(dict.fromkeys(sure or [doubt.candidates[0].skill for doubt in reading.unsure if doubt.candidates]))
    return skills[0] if skills and (first or len(skills) == 1) else None


def _scale(header: Sequence[str], said: Sequence[str]) -> tuple[int, int]:
    """Tell the scale by a header that names it, else by the lowest and highest rating given (1-5 if none is)."""
    for name in header:
        if found := re.search(r"\b([01])\s*(?:-|–|to)\s*(5|6|7|10)\b", name):
            return int(found[1]), int(found[2])
    numbers = [int(found[1]) for one in said if (found := _NUMBER.match(one))]
    highest = max(numbers, default=5)
    return (0 if 0 in numbers else 1), next(top for top in (5, 6, 7, 10, 99) if highest <= top)


def _scales(
    names: Iterable[str], cells: Mapping[str, Sequence[str]], common: tuple[int, int]
) -> dict[str, tuple[int, int]]:
    """Tell the scales that differ from the common one, by question: all columns of a grid have the same."""
    questions: dict[str, list[str]] = {}
    for name in names:
        found = _GRID.search(name) or _RATE.search(name)
        questions.setdefault(name[: found.start(1)] if found else "", []).append(name)
    told = {}
    for columns in questions.values():
        said = [cell for name in columns for cell in cells[name]]
        if (scale := _scale(columns, said)) != common and len(said) >= FEW:
            told.update(dict.fromkeys(columns, scale))
    return told


def _is_about_skills(name: str, cells: Sequence[str], matcher: Matcher) -> bool:
    texts = [cell[:LONGEST_SAMPLE] for cell in cells if not _NUMBER.fullmatch(cell)]
    if not texts:
        return False
    naming = sum(bool(matcher.read(text).matches) for text in texts) / len(texts)
    return naming >= (NOW_AND_THEN if _ASKS.search(name) else OFTEN)


def chooser(  # noqa: PLR0917
    matcher: Matcher,
    id: str | None,
    skills: str | None,
    background: str | None,
    ratings: Sequence[str],
    scale: tuple[int, int] | None,
) -> Callable[[Sequence[str], Sequence[Sequence[str]]], Understood]:
    """Tell what columns hold: those said as said, the usual `id` and `skills` by name, the rest by content."""

    def choose(header: Sequence[str], sample: Sequence[Sequence[str]]) -> Understood:
        def named(*names: str) -> str | None:
            return next((one for name in names for one in header if one.casefold() == name.casefold()), None)

        for asked in (id, skills, background, *ratings):
            if asked and (asked not in header) and named(asked) is None:
                found = ", ".join(repr(printable(name)) for name in header)
                raise UserError(f"There is no column {asked!r}; the columns are {found}. Say which of them to use.")
        folded = [name.casefold() for name in header]
        for usual in (id or "id", skills or "skills"):
            if folded.count(usual.casefold()) > 1:
                raise UserError(f"There is more than one column {usual!r}; rename all but one.")
        own_id = named(id or "id")
        text = named(skills) if skills else named("skills", "text")
        ticked = {name: _ticks(name, matcher) for asked in ratings if (name := named(asked))}
        if own_id and (text or ticked):
            found_scale = scale or _scale([], [row[header.index(name)] for row in sample for name in ticked])
            texts: tuple[str, ...] = (text,) if text else ()
            understood = Understood(id=own_id, texts=texts, ratings=ticked, scale=found_scale)
        else:
            understood = understand(header, sample, matcher, scale)
            texts = (text,) if text else understood.texts
            marks = {**understood.ratings, **ticked}
            understood = replace(understood, id=own_id or understood.id, texts=texts, ratings=marks)
        return replace(understood, background=named(background) if background else None)

    return choose


def _ticks(name: str, matcher: Matcher) -> str:
    found = _GRID.search(name) or _RATE.search(name)
    skill = named_skill(found[1] if found else name, matcher, first=True)
    if skill is None:
        raise UserError(f"The column {name!r} names no skill, or more than one; name it in a mapping (--preview 5).")
    return skill


# --- a mapping on disk ------------------------------------------------------------------------------------------


def write_mapping(found: Understood) -> str:
    """Give a mapping as YAML for a person to correct."""
    import yaml

    return (
        "# Which columns hold what. Correct it and use it: hpcskills batch FILE -o OUT --mapping mapping.yaml\n"
        "# id: the column with the client's id (null: lines are numbered); texts: columns to read;\n"
        "# wishes: what people want to learn, which is not counted; ratings: column: skill id; scale: the lowest and\n"
        "# highest rating; scales: column: scale, where another one is meant.\n"
    ) + yaml.safe_dump(
        {
            "id": found.id,
            "texts": list(found.texts),
            "wishes": list(found.wishes),
            "ratings": dict(found.ratings),
            "scale": f"{found.scale[0]}-{found.scale[1]}",
            "scales": {name: f"{low}-{high}" for name, (low, high) in found.scales.items()},
            "background": found.background,
        },
        sort_keys=False,
        allow_unicode=True,
        width=120,
    )


def read_mapping(path: Path, matcher: Matcher) -> Understood:
    """Read a mapping back; InputError or UserError names what is wrong with it."""
    import yaml

    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(f"Cannot read {path}: {error}") from error
    if not isinstance(found, dict) or (
        wrong := set(found) - {"id", "texts", "wishes", "ratings", "scale", "scales", "background"}
    ):
        raise UserError(
            f"{path} is no mapping" + (f": unknown {', '.join(map(str, sorted(wrong)))}." if found else ".")
        )
    ratings, scales = (found.get(name) or {} for name in ("ratings", "scales"))
    texts, wishes = (found.get(name) or [] for name in ("texts", "wishes"))
    if not all(isinstance(one, dict) for one in (ratings, scales)):
        raise UserError(f"{path}: ratings is a table of column: skill id, and scales one of column: scale.")
    if not all(isinstance(one, list) for one in (texts, wishes)):
        raise UserError(f"{path}: texts and wishes are lists of columns.")
    for column, skill in ratings.items():
        if skill not in matcher.skills:
            near = matcher.search(str(skill), 1)
            hint = f"; did you mean {near[0][0].id}?" if near else ""
            raise UserError(f"{path}: {column!r} rates {skill!r}, which is no skill{hint}")
    return Understood(
        id=found.get("id"),
        texts=tuple(map(str, texts)),
        wishes=tuple(map(str, wishes)),
        ratings={str(column): str(skill) for column, skill in ratings.items()},
        scale=parse_scale(str(found.get("scale") or "1-5")),
        scales={str(column): parse_scale(str(scale)) for column, scale in scales.items()},
        background=found.get("background"),
    )
