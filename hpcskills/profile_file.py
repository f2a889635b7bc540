"""A person's profile file: YAML to be edited by hand, read strictly, written so that it explains itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from hpcskills.errors import DataError, InputError, Problem
from hpcskills.model import Catalogue
from hpcskills.personal import Personal, Rating, same
from hpcskills.reading.tokens import compared, fold

if TYPE_CHECKING:
    from hpcskills.catalogue.entries import Entry
    from hpcskills.catalogue.nodes import Node

LARGEST = 1_000_000
"""Bytes; a profile has a few thousand."""

LONGEST_WORD = 200
"""Characters of a word or phrase that is kept."""

ASSUMED, LEARNING = "assumed", "learning"

HEADER = """\
# A profile for hpcskills: what you can do, to be read again and corrected by hand. For your eyes only.
# Use it with: hpcskills assess --profile FILE
# What stands here wins over what is read from a text. Skills are named by id or name: hpcskills skills WORD finds one.
"""


# --- reading ------------------------------------------------------------------------------------------------------


def read_profile(file: Path, catalogue: Catalogue) -> Personal:
    """The corrections in a file. Raises DataError with every mistake in it, InputError if it cannot be read."""
    from hpcskills.catalogue.entries import read_tree
    from hpcskills.catalogue.nodes import Page

    problems: list[Problem] = []
    page = Page(file, problems, shipped=False)
    tree = page.tree(_content(file))
    found = read_tree(page, tree, _Reader(catalogue).personal) if tree else Personal()
    if problems:
        raise DataError(problems)
    return found


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except FileNotFoundError:
        raise InputError(f"There is no profile {file}. Make one with: hpcskills assess ... --save-profile") from None
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror or error}.") from None
    if len(content) > LARGEST:
        raise InputError(f"{file} is larger than {LARGEST // 1_000_000} MB: that is no profile. Is it your CV?")
    return content


class _Reader:
    """Reads the parts of one file; skills may be called by their id or by any of their names."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.ids = {same(name): skill.id for skill in catalogue.skills.values() for name in skill.names}
        self.ids |= {id_: id_ for id_ in catalogue.skills}

    def personal(self, root: Entry) -> Personal:
        """The whole file; a skill may stand in one part only."""
        skills = root.maybe_part("skills", self._skills) or {}
        denied, wanted = self._list(root, "denied"), self._list(root, "wanted")
        for part, others in (("denied", skills.keys()), ("wanted", skills.keys() | denied.keys())):
            for skill, line in (denied if part == "denied" else wanted).items():
                if skill in others:
                    root.page.say(line, f'"{skill}" in "{part}" stands in another part as well; keep one')
        return Personal(
            skills=skills,
            denied=tuple(denied),
            wanted=tuple(wanted),
            confirmed=root.maybe_part("confirmed", self._confirmed) or {},
            ignored=root.texts("ignored"),
            background=self._background(root),
        )

    def _skills(self, inner: Entry) -> Mapping[str, Rating]:
        found: dict[str, Rating] = {}
        for word in inner.keys:
            rating = inner.one(word, _rating, Rating())
            skill = self._skill(inner, word, inner.line_of(word))
            if skill in found:
                inner.page.say(inner.line_of(word), f'skill "{skill}" appears twice in "skills"; keep one')
            if skill:
                found[skill] = rating
        return found

    def _list(self, root: Entry, key: str) -> dict[str, int]:
        """Skills of a list, each with its line."""
        from hpcskills.catalogue.nodes import as_text

        named = ((self._skill(root, word, line), line) for word, line in root.many(key, as_text))
        return {skill: line for skill, line in named if skill}

    def _confirmed(self, inner: Entry) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for word in inner.keys:
            skill = self._skill(inner, inner.text(word), inner.line_of(word))
            if not compared(fold(word)):
                inner.page.say(inner.line_of(word), f'"{word}" in "confirmed" holds no letter or digit')
            elif skill:
                found[word] = skill
        return found

    def _skill(self, entry: Entry, word: str, line: int) -> str | None:
        from hpcskills.catalogue.nodes import unknown

        skill = self.ids.get(word) or self.ids.get(same(word))
        if skill is None and word:
            entry.page.say(line, unknown("skill", word, self.ids))
        return skill

    def _background(self, root: Entry) -> str | None:
        from hpcskills.catalogue.nodes import unknown

        word = root.maybe_text("background")
        if word and word not in self.catalogue.backgrounds:
            root.page.say(root.line_of("background"), unknown("background", word, self.catalogue.backgrounds))
        return word or None


def _rating(node: Node) -> Rating:
    from hpcskills.catalogue.nodes import WrongValueError, as_scalar, as_whole, quoted

    said = as_scalar(node).text.strip().casefold()
    if said in (ASSUMED, LEARNING):
        return Rating(learning=said == LEARNING)
    try:
        return Rating(level=as_whole(node, 1, 5))
    except WrongValueError:
        raise WrongValueError(
            f'must be a level from 1 to 5, "{ASSUMED}" or "{LEARNING}", not {quoted(as_scalar(node).text)}'
        ) from None


# --- writing ------------------------------------------------------------------------------------------------------


def profile_text(personal: Personal, catalogue: Catalogue) -> str:
    """The file that says all this, with what each part is for."""
    return HEADER + "".join(f"{line}\n" for line in list(_lines(personal, catalogue)) or ["", "skills: {}"])


def _lines(personal: Personal, catalogue: Catalogue) -> Iterator[str]:
    scale = catalogue.scale
    names = ", ".join(f"{step.number} {step.name.lower()}" for step in scale.levels)
    if personal.background:
        yield from ("", "# The trade you come from: adds what is typical of it.", f"background: {personal.background}")
    if personal.skills:
        yield from (
            "",
            f"# Your level: {names}.",
            f"# {ASSUMED}: nobody said, counts as {scale.assumed}. {LEARNING}: counts as {scale.assumed_learning}.",
            "skills:",
        )
        yield from (f"  {skill}: {_rated(rating)}" for skill, rating in _by_category(personal.skills, catalogue))
    yield from _list("denied", "What you do not have.", personal.denied)
    yield from _list("wanted", "What you want to learn; not counted.", personal.wanted)
    confirmed = [(word, skill) for word, skill in personal.confirmed.items() if _sound(word)]
    if confirmed:
        yield from ("", "# Words of yours, and the skill that each of them means.", "confirmed:")
        yield from (f"  {_quoted(word)}: {skill}" for word, skill in confirmed)
    yield from _list(
        "ignored", "Words of yours that mean no skill.", [_quoted(word) for word in personal.ignored if _sound(word)]
    )


def _list(key: str, why: str, items: Iterable[str]) -> Iterator[str]:
    shown = [f"- {item}" for item in items]
    if shown:
        yield from ("", f"# {why}", f"{key}:", *shown)


def _rated(rating: Rating) -> str:
    return LEARNING if rating.learning else ASSUMED if rating.level is None else str(rating.level)


def _by_category(skills: Mapping[str, Rating], catalogue: Catalogue) -> list[tuple[str, Rating]]:
    """Skills of a kind together, in the order of the data."""
    places = {category: place for place, category in enumerate(catalogue.categories)}
    return sorted(skills.items(), key=lambda pair: places[catalogue.skills[pair[0]].category])


def _sound(word: str) -> bool:
    """Can the word stand in a file that is read back? Hidden characters and whole paragraphs cannot."""
    return " ".join(word.split()).isprintable() and len(word) <= LONGEST_WORD and bool(compared(fold(word)))


def _quoted(word: str) -> str:
    return json.dumps(" ".join(word.split()), ensure_ascii=False)
