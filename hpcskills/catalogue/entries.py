"""A mapping of a data file, read key by key: the bridge between YAML nodes and records.

A value that is wrong becomes a problem and a stand-in is returned, so that reading goes on and every
mistake is found. The stand-ins never leave: files with problems give no catalogue. Words that must be known
elsewhere are kept as mentions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from hpcskills.catalogue.nodes import (
    TYPE_NAMES,
    Listing,
    Node,
    Page,
    Scalar,
    Table,
    WrongValueError,
    as_date,
    as_flag,
    as_id,
    as_number,
    as_text,
    as_url,
    as_whole,
    nearest,
    quoted,
    unknown,
)

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
W = TypeVar("W", bound=str)


class Kind(StrEnum):
    """What a mentioned word names, as messages call it. `NAME` is a skill's own label or alias."""

    CATEGORY = "category"
    SKILL = "skill"
    ROLE = "role"
    BACKGROUND = "background"
    COURSE = "course"
    SCOPE = "role, background or scope"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Mention:
    """A word of a file that must be known elsewhere."""

    kind: Kind
    word: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Generic[T_co]):
    """A record with the place it was read from and the words it leans on."""

    record: T_co
    file: Path
    line: int
    mentions: tuple[Mention, ...] = ()


class Entry:
    """One mapping of a file. Keys are asked for one by one; `close` reports those nobody asked for."""

    def __init__(self, page: Page, table: Table) -> None:
        self.page = page
        self.line = table.line
        self.mentions: list[Mention] = []
        self._values: dict[str, Node] = {}
        self._lines: dict[str, int] = {}
        self._asked: dict[str, None] = {}
        self._missing: list[str] = []
        for key, value in table.pairs:
            self._add(key, value)

    def _add(self, key: Node, value: Node) -> None:
        try:
            word = as_text(key)
        except WrongValueError as wrong:
            self.page.say(key.line, f"a key {wrong}")
            return
        if word in self._values:
            self.page.say(key.line, f"key {quoted(word)} appears twice; it stands in line {self._lines[word]} already")
            return
        self._values[word] = value
        self._lines[word] = key.line

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys as written, in their order."""
        return tuple(self._values)

    def line_of(self, key: str) -> int:
        """The line of a key; that of the whole entry if the key is missing."""
        return self._lines.get(key, self.line)

    def has(self, key: str) -> bool:
        """Something is written under this key."""
        node = self._values.get(key)
        return node is not None and not (isinstance(node, Scalar) and node.empty)

    def close(self) -> None:
        """Report keys nobody asked for, then keys that are missing (unless one is just misspelt)."""
        for key in self._values:
            if key in self._asked:
                continue
            self.page.say(self._lines[key], unknown("key", key, self._asked))
            near = nearest(key, self._missing)
            if near is not None:
                self._missing.remove(near)
        for key in self._missing:
            self.page.say(self.line, f'key "{key}" is missing; add it')

    def _find(self, key: str, required: bool) -> Node | None:
        self._asked[key] = None
        if self.has(key):
            return self._values[key]
        if required and key in self._values:
            self.page.say(self._lines[key], f'"{key}" is empty; write a value')
        elif required:
            self._missing.append(key)
        return None

    def _convert(self, key: str, node: Node, convert: Callable[[Node], T], stand_in: T) -> T:
        try:
            return convert(node)
        except WrongValueError as wrong:
            self.page.say(node.line, f'"{key}" {wrong}')
            return stand_in

    def one(self, key: str, convert: Callable[[Node], T], stand_in: T) -> T:
        """A value that must be there."""
        node = self._find(key, required=True)
        return stand_in if node is None else self._convert(key, node, convert, stand_in)

    def maybe(self, key: str, convert: Callable[[Node], T], stand_in: T) -> T | None:
        """A value that may be absent."""
        node = self._find(key, required=False)
        return None if node is None else self._convert(key, node, convert, stand_in)

    def many(self, key: str, convert: Callable[[Node], T], *, required: bool = False) -> tuple[tuple[T, int], ...]:
        """The items of a list, each with its line; items that are wrong are left out."""
        found: list[tuple[T, int]] = []
        for node in self._items(key, required):
            try:
                found.append((convert(node), node.line))
            except WrongValueError as wrong:
                self.page.say(node.line, f'an item of "{key}" {wrong}')
        return tuple(found)

    def _items(self, key: str, required: bool) -> tuple[Node, ...]:
        node = self._find(key, required)
        if node is None:
            return ()
        if not isinstance(node, Listing):
            self.page.say(node.line, f'"{key}" must be a list, such as [a, b], not {TYPE_NAMES[type(node)]}')
            return ()
        if required and not node.items:
            self.page.say(node.line, f'"{key}" is empty; name at least one')
        return node.items

    # --- single values ---

    def id(self) -> str:
        """The id of the entry."""
        return self.one("id", as_id, "")

    def text(self, key: str) -> str:
        """Text that must be there."""
        return self.one(key, as_text, "")

    def maybe_text(self, key: str) -> str | None:
        """Text or None."""
        return self.maybe(key, as_text, "")

    def whole(self, key: str, low: int, high: int) -> int:
        """A whole number within bounds."""
        return self.one(key, partial(as_whole, low=low, high=high), low)

    def maybe_whole(self, key: str, low: int, high: int) -> int | None:
        """A whole number within bounds, or None."""
        return self.maybe(key, partial(as_whole, low=low, high=high), low)

    def number(self, key: str) -> float:
        """A number from 0 upwards."""
        return self.one(key, as_number, 0.0)

    def maybe_number(self, key: str) -> float | None:
        """A number from 0 upwards, or None."""
        return self.maybe(key, as_number, 0.0)

    def flag(self, key: str) -> bool:
        """True if the key says so; absent is false."""
        return bool(self.maybe(key, as_flag, False))

    def date(self, key: str) -> str | None:
        """A date as written, or None."""
        return self.maybe(key, as_date, "")

    def url(self, key: str) -> str:
        """A web address."""
        return self.one(key, as_url, "")

    def word(self, key: str, known: Sequence[W]) -> W:
        """One of the known words."""
        return self.one(key, partial(_one_of, key=key, known=known), known[0])

    def maybe_word(self, key: str, known: Sequence[W]) -> W | None:
        """One of the known words, or None."""
        return self.maybe(key, partial(_one_of, key=key, known=known), known[0])

    # --- lists of values ---

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(text for text, _ in self.many(key, as_text, required=required))

    def words(self, key: str, known: Sequence[str]) -> tuple[str, ...]:
        """A list of known words."""
        return tuple(word for word, _ in self.many(key, partial(_one_of, key=key, known=known), required=True))

    # --- words known elsewhere ---

    def mention(self, key: str, kind: Kind) -> str:
        """A word that must be known as `kind`."""
        word = self.text(key)
        self._mention(kind, ((word, self._values[key].line),) if word else ())
        return word

    def maybe_mention(self, key: str, kind: Kind) -> str | None:
        """A word that must be known as `kind`, or None."""
        return self.mention(key, kind) if self.has(key) else self.maybe_text(key)

    def mention_all(self, key: str, kind: Kind, *, required: bool = False) -> tuple[str, ...]:
        """A list of words that must be known as `kind`, none of them twice."""
        found = self.many(key, as_text, required=required)
        self._mention(kind, found)
        words: dict[str, None] = {}
        for word, line in found:
            if word in words:
                self.page.say(line, f'{quoted(word)} stands twice in "{key}"; delete one')
            words[word] = None
        return tuple(words)

    def levels(self, key: str) -> dict[str, int]:
        """Skill levels `{skill: 1-5}`; an absent key gives none."""
        inner = self._inner(key, required=False)
        if inner is None:
            return {}
        levels = {word: inner.whole(word, 1, 5) for word in inner.keys}
        self._mention(Kind.SKILL, ((word, inner.line_of(word)) for word in levels))
        return levels

    def _mention(self, kind: Kind, found: Iterable[tuple[str, int]]) -> None:
        self.mentions.extend(Mention(kind, word, line) for word, line in found)

    # --- mappings inside ---

    def part(self, key: str, read: Callable[[Entry], T]) -> T | None:
        """What `read` makes of the mapping under a key; None (and a problem) if there is none."""
        return self._part(key, read, required=True)

    def maybe_part(self, key: str, read: Callable[[Entry], T]) -> T | None:
        """What `read` makes of the mapping under a key, or None."""
        return self._part(key, read, required=False)

    def _part(self, key: str, read: Callable[[Entry], T], *, required: bool) -> T | None:
        inner = self._inner(key, required)
        return None if inner is None else self._read(inner, read)

    def _inner(self, key: str, required: bool) -> Entry | None:
        node = self._find(key, required)
        if node is None or isinstance(node, Table):
            return None if node is None else Entry(self.page, node)
        self.page.say(node.line, f'"{key}" must be a mapping, such as {{name: value}}, not {TYPE_NAMES[type(node)]}')
        return None

    def parts(self, key: str, read: Callable[[Entry], T], *, required: bool = False) -> tuple[Found[T], ...]:
        """What `read` makes of each mapping of a list, with its place."""
        found: list[Found[T]] = []
        for node in self._items(key, required):
            if not isinstance(node, Table):
                self.page.say(node.line, f'an item of "{key}" must be a mapping, not {TYPE_NAMES[type(node)]}')
                continue
            inner = Entry(self.page, node)
            record = self._read(inner, read)
            place = Found(record=record, file=self.page.file, line=inner.line, mentions=tuple(inner.mentions))
            found.append(place)
        return tuple(found)

    def unique(
        self, key: str, read: Callable[[Entry], T], name: Callable[[T], str], *, required: bool = False
    ) -> tuple[Found[T], ...]:
        """The same as `parts`, for entries that must differ in `name`."""
        first: dict[str, Found[T]] = {}
        for found in self.parts(key, read, required=required):
            word = name(found.record)
            known = first.setdefault(word, found)
            if known is not found and word:
                self.page.say(found.line, f'{quoted(word)} appears twice in "{key}"; see line {known.line}, keep one')
        return tuple(first.values())

    def _read(self, inner: Entry, read: Callable[[Entry], T]) -> T:
        record = read(inner)
        inner.close()
        self.mentions.extend(inner.mentions)
        return record


def _one_of(node: Node, key: str, known: Sequence[W]) -> W:
    text = as_text(node)
    for word in known:
        if word == text:
            return word
    near = nearest(text, known)
    raise WrongValueError(
        f"holds {quoted(text)}, which is not known; "
        + (f"did you mean {quoted(near)}?" if near else f"it may be {', '.join(known)}")
    )


def read_tree(page: Page, tree: Table, read: Callable[[Entry], T]) -> T:
    """What `read` makes of a whole file."""
    root = Entry(page, tree)
    record = read(root)
    root.close()
    return record
