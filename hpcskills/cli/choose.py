"""Things named on the command line, by id or any of their names; a wrong name gets the nearest right ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from hpcskills.errors import UserError
from hpcskills.model import Background, Catalogue, Course, Role, Skill

T = TypeVar("T")

_BETWEEN = re.compile(r"[\s_/-]+")


def role(catalogue: Catalogue, word: str) -> Role:
    """A role by id, label or job title."""
    return _pick("role", word, catalogue.roles, lambda one: (one.label, *one.titles), "hpcskills roles")


def background(catalogue: Catalogue, word: str) -> Background:
    """A background by id, label or title."""
    return _pick(
        "background",
        word,
        catalogue.backgrounds,
        lambda one: (one.label, *one.titles),
        "hpcskills backgrounds",
    )


def skill(catalogue: Catalogue, word: str) -> Skill:
    """A skill by id, label or alias."""
    return _pick("skill", word, catalogue.skills, lambda one: one.names, f"hpcskills skills {word!r}")


def course(catalogue: Catalogue, word: str) -> Course:
    """A course by id or title."""
    return _pick("course", word, catalogue.courses, lambda one: (one.title,), "hpcskills courses")


def word(kind: str, asked: str, known: Iterable[str]) -> str:
    """One of a few known words."""
    return _pick(kind, asked, {one: one for one in sorted(set(known))}, lambda _: (), "")


def _pick(kind: str, asked: str, things: Mapping[str, T], names: Callable[[T], Iterable[str]], more: str) -> T:
    if asked in things:
        return things[asked]
    by_name: dict[str, list[str]] = {}
    for id_, thing in things.items():
        for name in (id_, *names(thing)):
            by_name.setdefault(_normal(name), []).append(id_)
    same = set(by_name.get(_normal(asked), ()))
    if len(same) == 1:
        return things[same.pop()]
    raise UserError(_not_found(kind, asked, sorted(same) or _nearest(asked, by_name), list(things), more))


def _normal(name: str) -> str:
    return _BETWEEN.sub("-", name.strip().casefold())


def _nearest(asked: str, by_name: Mapping[str, list[str]]) -> list[str]:
    from difflib import get_close_matches

    close = get_close_matches(_normal(asked), by_name, n=6, cutoff=0.55)
    return list(dict.fromkeys(id_ for name in close for id_ in by_name[name]))[:3]


def _not_found(kind: str, asked: str, near: list[str], ids: list[str], more: str) -> str:
    """Few things are listed when nothing is near; for many there is a command that lists them."""
    text = f"There is no {kind} “{asked}”."
    if near:
        text += f" Did you mean {' or '.join(filter(None, [', '.join(near[:-1]), near[-1]]))}?"
    elif len(ids) <= 20:
        text += f" Known: {', '.join(ids)}."
    return f"{text} See: {more}" if more else text
