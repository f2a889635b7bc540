"""What must fit together across entries and files: known words, names with one owner, no circles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from hpcskills.catalogue.draft import Draft, all_found
from hpcskills.catalogue.entries import Found, Kind, Mention
from hpcskills.catalogue.nodes import nearest, quoted, unknown
from hpcskills.errors import Problem
from hpcskills.model import Skill
from hpcskills.reading.tokens import fold

SCOPES = ("all", "ai", "hpc", "industry", "wage", "chips", "local", "crypto", "computing")
"""What an outlook fact may be about, besides a role or a background."""


def check_links(draft: Draft, problems: list[Problem]) -> None:
    """Add every problem that only shows when all entries are seen together."""
    problems += _check_mentions(draft)
    if Kind.SKILL not in draft.unsure:
        problems += _check_names(draft.skills)
        above = _ancestors(draft.skills)
        problems += _check_circles(draft.skills, above)
        problems += _check_counted(draft.skills, above)
        problems += _check_transfers(draft, above)
    problems += _check_steps(draft)


def _problem(found: Found[object], line: int, message: str) -> Problem:
    return Problem(file=found.file, line=line, message=message)


# --- known words ------------------------------------------------------------------------------------------


def _check_mentions(draft: Draft) -> Iterable[Problem]:
    known: dict[Kind, Iterable[str]] = {
        Kind.CATEGORY: draft.categories,
        Kind.SKILL: draft.skills,
        Kind.ROLE: draft.roles,
        Kind.BACKGROUND: draft.backgrounds,
        Kind.COURSE: draft.courses,
        Kind.SCOPE: {*draft.roles, *draft.backgrounds, *SCOPES},
    }
    sure = {kind: words for kind, words in known.items() if kind not in draft.unsure}
    owners = {_fold(name): skill.record.id for skill in draft.skills.values() for name in skill.record.names}
    for found in all_found(draft):
        for mention in found.mentions:
            if mention.kind in sure and mention.word not in sure[mention.kind]:
                message = _unknown(mention, sure[mention.kind], owners)
                yield _problem(found, mention.line, message)


def _unknown(mention: Mention, known: Iterable[str], owners: Mapping[str, str]) -> str:
    """A skill may be called by one of its names where its id is needed: then the id is the nearest word."""
    owner = owners.get(_fold(mention.word)) if mention.kind is Kind.SKILL else None
    if owner is not None:
        return f"unknown skill {quoted(mention.word)}; did you mean {quoted(owner)}?"
    return unknown(mention.kind.value, mention.word, sorted(known))


# --- names ------------------------------------------------------------------------------------------------


def _fold(name: str) -> str:
    """Names are the same if they differ in case, accents and separators only; C, C++ and C# differ."""
    return re.sub(r"[\s\-_./]+", " ", fold(name)).strip() or fold(name)


def _check_names(skills: Mapping[str, Found[Skill]]) -> Iterable[Problem]:
    owners: dict[str, tuple[str, str]] = {}
    for found in skills.values():
        names = (mention for mention in found.mentions if mention.kind is Kind.NAME)
        for mention in names:
            owner, other = owners.setdefault(_fold(mention.word), (found.record.id, mention.word))
            if owner != found.record.id:
                same = "" if other == mention.word else f" (written {quoted(other)} there)"
                name = quoted(mention.word)
                message = f"the name {name} belongs to skill {quoted(owner)} already{same}; delete one"
                yield _problem(found, mention.line, message)


# --- broader and narrower ---------------------------------------------------------------------------------


def _ancestors(skills: Mapping[str, Found[Skill]]) -> dict[str, set[str]]:
    """All broader skills of each skill, near and far; a skill in a circle is among its own."""
    above: dict[str, set[str]] = {}
    for name in skills:
        seen: set[str] = set()
        waiting = [name]
        while waiting:
            skill = skills.get(waiting.pop())
            new = set(skill.record.broader) - seen if skill else set()
            seen |= new
            waiting.extend(new)
        above[name] = seen
    return above


def _line_of(found: Found[Skill], words: Iterable[str]) -> int:
    wanted = set(words)
    lines = (mention.line for mention in found.mentions if mention.kind is Kind.SKILL and mention.word in wanted)
    return next(lines, found.line)


def _check_circles(skills: Mapping[str, Found[Skill]], above: Mapping[str, set[str]]) -> Iterable[Problem]:
    """Each circle once, at its first skill in the order of the file."""
    reported: set[str] = set()
    for name, found in skills.items():
        if name not in above[name] or name in reported:
            continue
        circle = _circle(name, skills, above)
        reported.update(other for other in above[name] if other in skills and name in above[other])
        shown = " -> ".join((*circle, name))
        message = f'"broader" runs in a circle: {shown}; delete one of these links'
        yield _problem(found, _line_of(found, [*circle[1:], name]), message)


def _circle(name: str, skills: Mapping[str, Found[Skill]], above: Mapping[str, set[str]]) -> list[str]:
    """The skills of a circle from `name` upwards, until `name` is next."""
    circle = [name]
    while name not in skills[circle[-1]].record.broader:
        upwards = skills[circle[-1]].record.broader
        onward = [one for one in upwards if one in skills and name in above[one] and one not in circle]
        if not onward:
            break
        circle.append(onward[0])
    return circle


def _check_counted(skills: Mapping[str, Found[Skill]], above: Mapping[str, set[str]]) -> Iterable[Problem]:
    for name, found in skills.items():
        for other in found.record.counted_by or ():
            if other in skills and name not in above[other]:
                narrower = sorted(one for one, broader in above.items() if name in broader)
                near = nearest(other, narrower)
                hint = f"did you mean {quoted(near)}?" if near else "name narrower skills only, or add a transfer"
                message = f'"counted_by" names {quoted(other)}, which is not narrower than {quoted(name)}; {hint}'
                yield _problem(found, _line_of(found, [other]), message)


def _check_transfers(draft: Draft, above: Mapping[str, set[str]]) -> Iterable[Problem]:
    for found in draft.transfers.values():
        source, target = found.record.source, found.record.target
        if source == target or source not in above or target not in above:
            continue
        if target in above[source] or source in above[target]:
            relation = "narrower" if target in above[source] else "broader"
            message = (
                f"transfer from {quoted(source)} to {quoted(target)}, but {quoted(source)} is {relation} and "
                "counts by that already; delete the transfer"
            )
            yield _problem(found, found.line, message)


# --- roles and courses ------------------------------------------------------------------------------------


def _check_steps(draft: Draft) -> Iterable[Problem]:
    """Nothing leads to itself."""
    for role in draft.roles.values():
        if role.record.id in role.record.next_roles:
            message = f"role {quoted(role.record.id)} names itself as a next role; delete it"
            yield _problem(role, role.line, message)
    for course in draft.courses.values():
        if course.record.id in (course.record.requires_credential, *course.record.prepares_for):
            yield _problem(course, course.line, f"course {quoted(course.record.id)} leads to itself; delete that")
    needed = {course.record.id: course.record.requires_credential for course in draft.courses.values()}
    for course in draft.courses.values():
        chain = [course.record.id]
        while (before := needed.get(chain[-1])) is not None and before not in chain:
            chain.append(before)
        if before == course.record.id and len(chain) > 1 and chain[0] == min(chain):
            shown = " -> ".join((*chain, before))
            yield _problem(course, course.line, f'"requires_credential" runs in a circle: {shown}; delete one')
