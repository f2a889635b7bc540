"""roles.yaml as records: the scale, bands, roles, backgrounds and outlook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise, product

from hpcskills.catalogue.entries import Entry, Found, Kind
from hpcskills.catalogue.nodes import as_date, as_url, quoted
from hpcskills.model import (
    Background,
    Band,
    Cue,
    Fact,
    Heading,
    Implied,
    Level,
    Requirement,
    Role,
    Scale,
    SectionKind,
    Status,
    Tier,
    WorkYear,
    YearsRule,
)
from hpcskills.reading.otherwords import OTHER_LANGUAGES


@dataclass(frozen=True, slots=True, kw_only=True)
class RolesFile:
    """What roles.yaml, or a part of it, holds; `whole`: it stands alone and lacks no section."""

    whole: bool
    scale: Scale | None
    bands: tuple[Found[Band], ...]
    roles: tuple[Found[Role], ...]
    backgrounds: tuple[Found[Background], ...]
    facts: tuple[Found[Fact], ...]
    headings: tuple[Found[Heading], ...]
    work: WorkYear | None


def read_roles(root: Entry) -> RolesFile:
    """The scale, bands, roles, backgrounds and outlook."""
    whole = root.flag("replace") or root.page.shipped
    headings = root.unique("sections", _heading, lambda one: one.section)
    _check_headings(root, headings)
    bands = root.unique("bands", _band, lambda one: one.id, required=whole)
    _check_steps(root, "bands", [(band.record.min_fit, band.line) for band in bands], "min_fit")
    return RolesFile(
        whole=whole,
        scale=root.part("scale", _scale) if whole else root.maybe_part("scale", _scale),
        bands=bands,
        roles=root.unique("roles", _role, lambda one: one.id, required=whole),
        backgrounds=root.unique("backgrounds", _background, lambda one: one.id),
        facts=root.parts("outlook", _fact),
        headings=headings,
        work=root.maybe_part("work", _work),
    )


def _check_steps(entry: Entry, key: str, steps: list[tuple[float, int]], value: str) -> None:
    """Steps begin at 0 and ascend."""
    if steps and steps[0][0] != 0:
        entry.page.say(steps[0][1], f'"{key}" must begin with "{value}" 0')
    for (before, _), (after, line) in pairwise(steps):
        if after <= before:
            entry.page.say(line, f'"{key}" must ascend, but "{value}" {after:g} follows {before:g}')


def _check_headings(entry: Entry, headings: Iterable[Found[Heading]]) -> None:
    """A heading belongs to one section."""
    first: dict[str, str] = {}
    for found in headings:
        for words in found.record.words:
            section = first.setdefault(words.casefold(), found.record.section)
            if section != found.record.section:
                entry.page.say(found.line, f'{quoted(words)} stands in section "{section}" as well; keep one')


def _band(entry: Entry) -> Band:
    return Band(
        id=entry.id(),
        label=entry.text("label"),
        min_fit=entry.whole("min_fit", 0, 100),
        meaning=entry.text("meaning"),
    )


def _scale(entry: Entry) -> Scale:
    levels = entry.parts("levels", _level, required=True)
    if levels and [level.record.number for level in levels] != [1, 2, 3, 4, 5]:
        entry.page.say(entry.line_of("levels"), '"levels" must be 1, 2, 3, 4 and 5, in this order')
    years = entry.parts("years", _years_rule, required=True)
    _check_steps(entry, "years", [(rule.record.years, rule.line) for rule in years], "from")
    entry.text("basis")
    assumed, learning = entry.part("assumed", _assumed) or (1, 1)
    return Scale(
        source=entry.text("source"),
        levels=tuple(level.record for level in levels),
        years=tuple(rule.record for rule in years),
        assumed=assumed,
        assumed_learning=learning,
        cues=tuple(cue.record for cue in entry.parts("cues", _cue, required=True)),
    )


def _level(entry: Entry) -> Level:
    return Level(number=entry.whole("level", 1, 5), name=entry.text("name"), can_do=entry.text("can_do"))


def _years_rule(entry: Entry) -> YearsRule:
    entry.maybe_text("why")
    return YearsRule(years=entry.number("from"), level=entry.whole("level", 1, 5))


def _assumed(entry: Entry) -> tuple[int, int]:
    entry.text("why")
    return entry.whole("level", 1, 5), entry.whole("learning", 1, 5)


def _cue(entry: Entry) -> Cue:
    entry.maybe_text("why")
    side = entry.maybe_word("side", ("before", "after", "both")) or "before"
    level = entry.maybe_whole("level", 1, 5)
    status = entry.maybe_word("status", tuple(Status))
    learning = entry.flag("learning")
    said = entry.has("level") + entry.has("status")
    if said == 2 or (said == 0 and not learning):
        entry.page.say(entry.line, 'a cue tells either a "level" or a "status"; write one of the two')
    return Cue(
        words=tuple(chosen for wording in entry.texts("words", required=True) for chosen in _choices(wording)),
        level=level,
        status=status,
        learning=learning,
        before=side != "after",
        after=side != "before",
        language=entry.maybe_word("language", OTHER_LANGUAGES),
        until=entry.texts("until"),
        near=entry.flag("near"),
    )


def _choices(wording: str) -> Iterator[str]:
    """All wordings that one with choices stands for ("{have not|haven't} used"), also without their apostrophes."""
    parts = re.split(r"[{}]", wording)
    for chosen in product(*(part.split("|") for part in parts)):
        words = "".join(chosen)
        yield words
        if "'" in words:
            yield words.replace("'", "")


def _role(entry: Entry) -> Role:
    needs = entry.unique("requirements", _requirement, lambda one: " or ".join(sorted(one.skills)), required=True)
    return Role(
        id=entry.id(),
        label=entry.text("label"),
        tier=entry.word("tier", tuple(Tier)),
        summary=entry.text("summary"),
        functions=entry.texts("functions", required=True),
        titles=entry.texts("titles"),
        onet=entry.texts("onet"),
        esco=entry.texts("esco"),
        requirements=tuple(need.record for need in needs),
        next_roles=entry.mention_all("next_roles", Kind.ROLE),
        note=entry.maybe_text("note"),
    )


def _requirement(entry: Entry) -> Requirement:
    """One need; the label of a single skill is filled in later, from the vocabulary."""
    group = "any_of" in entry.keys
    if group and entry.has("skill"):
        entry.page.say(entry.line_of("any_of"), 'write either "skill" or "any_of", not both')
    single = (entry.maybe_mention("skill", Kind.SKILL) or "") if group else entry.mention("skill", Kind.SKILL)
    members = entry.mention_all("any_of", Kind.SKILL, required=group)
    label = entry.text("label") if group else entry.maybe_text("label")
    return Requirement(
        skills=members if group else (single,),
        label=label or "",
        importance=entry.whole("importance", 1, 5),
        level=entry.whole("level", 1, 5),
        core=entry.flag("core"),
        why=entry.text("why"),
        evidence=entry.text("evidence"),
    )


def _work(entry: Entry) -> WorkYear:
    entry.word("basis", ("estimated",))
    return WorkYear(levels=entry.whole("levels", 1, 4), most=entry.whole("most", 1, 5), why=entry.text("why"))


def _background(entry: Entry) -> Background:
    skills = entry.unique("skills", _implied, lambda one: one.skill, required=True)
    return Background(
        id=entry.id(),
        label=entry.text("label"),
        titles=entry.texts("titles"),
        skills=tuple(one.record for one in skills),
        usual_gaps=entry.mention_all("usual_gaps", Kind.SKILL),
    )


def _implied(entry: Entry) -> Implied:
    return Implied(
        skill=entry.mention("skill", Kind.SKILL),
        level=entry.whole("level", 1, 5),
        why=entry.text("why"),
        evidence=entry.text("evidence"),
    )


def _heading(entry: Entry) -> Heading:
    entry.text("why")
    return Heading(
        section=entry.word("section", tuple(SectionKind)),
        words=entry.texts("words", required=True),
    )


def _fact(entry: Entry) -> Fact:
    return Fact(
        about=entry.mention_all("about", Kind.SCOPE, required=True),
        fact=entry.text("fact"),
        value=entry.text("value"),
        period=entry.text("period"),
        basis=entry.text("basis"),
        source=entry.text("source"),
        as_of=entry.one("as_of", as_date, ""),
        url=entry.maybe("url", as_url, ""),
        checked=entry.maybe_text("checked"),
        conflict=entry.maybe_text("conflict"),
    )
