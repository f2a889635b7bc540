"""skills.yaml as records: categories, skills, transfers and words that only look like skills."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hpcskills.catalogue.entries import Entry, Found, Kind, Mention
from hpcskills.catalogue.nodes import as_text, nearest, quoted
from hpcskills.model import Category, Skill, Transfer
from hpcskills.reading.otherwords import OTHER_LANGUAGES


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Percent that a narrower and a broader skill count."""

    narrower: int
    broader: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillsFile:
    """What skills.yaml, or a part of it, holds; `whole`: it stands alone and lacks no section."""

    whole: bool
    shares: Shares | None
    categories: tuple[Found[Category], ...]
    skills: tuple[Found[Skill], ...]
    transfers: tuple[Found[Transfer], ...]
    false_friends: tuple[str, ...]


def read_skills(root: Entry) -> SkillsFile:
    """The vocabulary."""
    whole = root.flag("replace") or root.page.shipped
    shares = root.part("credit", _shares) if whole else root.maybe_part("credit", _shares)
    return SkillsFile(
        whole=whole,
        shares=shares,
        categories=root.unique("categories", _category, lambda one: one.id, required=whole),
        skills=root.unique("skills", _skill, lambda one: one.id, required=whole),
        transfers=root.unique("transfers", _transfer, lambda one: f"{one.source} to {one.target}"),
        false_friends=root.texts("false_friends"),
    )


def _shares(entry: Entry) -> Shares:
    return Shares(narrower=entry.part("narrower", _share) or 0, broader=entry.part("broader", _share) or 0)


def _share(entry: Entry) -> int:
    entry.text("why")
    return entry.whole("percent", 1, 100)


def _category(entry: Entry) -> Category:
    return Category(id=entry.id(), label=entry.text("label"), heatmap=entry.flag("heatmap"))


def _skill(entry: Entry) -> Skill:
    label = entry.text("label")
    aliases = entry.many("aliases", as_text)
    names = ((label, entry.line_of("label")), *aliases)
    entry.mentions.extend(Mention(Kind.NAME, name, line) for name, line in names if name)
    _check_repeated(entry, names)
    return Skill(
        id=entry.id(),
        label=label,
        category=entry.mention("category", Kind.CATEGORY),
        broader=entry.mention_all("broader", Kind.SKILL),
        aliases=tuple(alias for alias, _ in aliases),
        ambiguous=_ambiguous(entry, tuple(name for name, _ in names)),
        translations=entry.maybe_part("other", _translations) or {},
        counted_by=entry.mention_all("counted_by", Kind.SKILL) if "counted_by" in entry.keys else None,
        esco=entry.texts("esco"),
        esco_match=entry.maybe_text("esco_match"),
        onet=entry.texts("onet"),
        hpccf=entry.texts("hpccf"),
    )


def _check_repeated(entry: Entry, names: Iterable[tuple[str, int]]) -> None:
    seen: set[str] = set()
    for name, line in names:
        if name in seen:
            entry.page.say(line, f"the name {quoted(name)} stands twice in this skill; delete one")
        seen.add(name)


def _translations(entry: Entry) -> Mapping[str, tuple[str, ...]]:
    """Names by language; like all names they belong to one skill only."""
    found = {code: entry.many(code, as_text) for code in OTHER_LANGUAGES}
    entry.mentions.extend(Mention(Kind.NAME, name, line) for names in found.values() for name, line in names)
    return {code: tuple(name for name, _ in names) for code, names in found.items() if names}


def _ambiguous(entry: Entry, names: tuple[str, ...]) -> tuple[str, ...]:
    found = entry.many("ambiguous", as_text)
    for name, line in found:
        if name not in names:
            near = nearest(name, names)
            hint = f"did you mean {quoted(near)}?" if near else "write it as in the label or the aliases"
            entry.page.say(line, f"ambiguous name {quoted(name)} is not a name of this skill; {hint}")
    return tuple(name for name, _ in found)


def _transfer(entry: Entry) -> Transfer:
    transfer = Transfer(
        source=entry.mention("from", Kind.SKILL),
        target=entry.mention("to", Kind.SKILL),
        percent=entry.whole("percent", 1, 100),
        why=entry.text("why"),
    )
    if transfer.source == transfer.target and transfer.source:
        entry.page.say(entry.line, f"transfer from {quoted(transfer.source)} to itself; name two skills")
    return transfer
