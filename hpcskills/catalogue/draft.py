"""The entries of all files, a person's over the shipped ones, before the links between them are checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from hpcskills.catalogue.entries import Entry, Found, Kind, read_tree
from hpcskills.catalogue.nodes import Page
from hpcskills.catalogue.read_courses import read_courses
from hpcskills.catalogue.read_roles import read_roles
from hpcskills.catalogue.read_skills import Shares, read_skills
from hpcskills.model import Catalogue, Requirement, Role, Scale, Skill

T = TypeVar("T")


class _File(Protocol):
    @property
    def whole(self) -> bool: ...


F = TypeVar("F", bound=_File)

Layer = tuple[str, Page, bytes | None]
"""Name of the shipped file, the page, and the content (None: unreadable)."""

_DEFINED = {
    "skills.yaml": {Kind.CATEGORY, Kind.SKILL},
    "roles.yaml": {Kind.ROLE, Kind.BACKGROUND, Kind.SCOPE},
    "courses.yaml": {Kind.COURSE},
}


class Draft:
    """Entries by id, each with its place. `unsure` holds the kinds of which some file could not be read."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        self._layers = layers
        self.unsure: set[Kind] = set()
        skills = self._files("skills.yaml", read_skills)
        roles = self._files("roles.yaml", read_roles)
        courses = self._files("courses.yaml", read_courses)
        self.shares = _last([file.shares for file in skills])
        self.categories = _overlay((file.categories for file in skills), lambda one: one.id)
        self.skills = _overlay((file.skills for file in skills), lambda one: one.id)
        self.transfers = _overlay((file.transfers for file in skills), lambda one: f"{one.source} {one.target}")
        self.false_friends = frozenset(word for file in skills for word in file.false_friends)
        self.scale = _last([file.scale for file in roles])
        self.bands = _last([file.bands or None for file in roles]) or ()
        self.headings = _last([file.headings or None for file in roles]) or ()
        self.work = _last([file.work for file in roles])
        self.roles = _overlay((file.roles for file in roles), lambda one: one.id)
        self.backgrounds = _overlay((file.backgrounds for file in roles), lambda one: one.id)
        # A person's facts come first: where sources disagree the later one leads.
        self.facts = tuple(fact for file in reversed(roles) for fact in file.facts)
        self.courses = _overlay((file.courses for file in courses), lambda one: one.id)
        self.funding = _overlay((file.funding for file in courses), lambda one: one.id)

    def _files(self, name: str, read: Callable[[Entry], F]) -> list[F]:
        """The shipped file and the person's over it; only the latter if it stands alone."""
        found: list[F] = []
        for layer, page, content in reversed(self._layers):
            if layer != name:
                continue
            tree = None if content is None else page.tree(content)
            if tree is None:
                self.unsure |= _DEFINED[name]
                continue
            found.insert(0, read_tree(page, tree, read))
            if found[0].whole:
                break
        return found

    def catalogue(self, digest: str) -> Catalogue:
        """The catalogue, of a draft without problems."""
        shares = self.shares or Shares(narrower=0, broader=0)
        skills = _records(self.skills)
        roles = {name: _with_labels(role, skills) for name, role in _records(self.roles).items()}
        return Catalogue(
            categories=_records(self.categories),
            skills=skills,
            transfers=tuple(_records(self.transfers).values()),
            narrower_percent=shares.narrower,
            broader_percent=shares.broader,
            false_friends=self.false_friends,
            scale=self.scale or Scale(source="", levels=(), years=(), assumed=1, assumed_learning=1, cues=()),
            bands=tuple(band.record for band in self.bands),
            roles=roles,
            backgrounds=_records(self.backgrounds),
            facts=tuple(fact.record for fact in self.facts),
            courses=_records(self.courses),
            funding=_records(self.funding),
            digest=digest,
            headings=tuple(heading.record for heading in self.headings),
            work=self.work,
        )


def _last(values: Sequence[T | None]) -> T | None:
    """The last one that is there: a person's over the shipped one."""
    return next((value for value in reversed(values) if value is not None), None)


def _overlay(files: Iterable[Sequence[Found[T]]], name: Callable[[T], str]) -> dict[str, Found[T]]:
    """Later entries take the place of earlier ones of the same name; new ones follow."""
    return {name(found.record): found for file in files for found in file}


def _records(found: dict[str, Found[T]]) -> dict[str, T]:
    return {name: one.record for name, one in found.items()}


def _with_labels(role: Role, skills: dict[str, Skill]) -> Role:
    """A need for one skill is called like the skill, unless the file calls it otherwise."""
    return replace(role, requirements=tuple(_with_label(need, skills) for need in role.requirements))


def _with_label(need: Requirement, skills: dict[str, Skill]) -> Requirement:
    return need if need.label else replace(need, label=skills[need.skills[0]].label)


def all_found(draft: Draft) -> Iterable[Found[object]]:
    """Every entry of a draft."""
    sections: tuple[Iterable[Found[object]], ...] = (
        draft.categories.values(),
        draft.skills.values(),
        draft.transfers.values(),
        draft.roles.values(),
        draft.backgrounds.values(),
        draft.facts,
        draft.courses.values(),
        draft.funding.values(),
    )
    return (found for section in sections for found in section)
