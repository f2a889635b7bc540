"""Lists of skills, a block of them at once: each distinct item is judged once, then a list is a row of numbers.

What an item means may hang on its list; that is worked out for all items of a block together. A list in which more
hangs on the company of an item than can be told so is named, to be read whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from hpcskills.clients.items import NO_WORDS, NOTHING, PLACES, UNCLEAR, Above, Answer, Facts, Items, is_item
from hpcskills.clients.known import LONGEST, Known, Numbered, taken_apart
from hpcskills.reading.language import SHORT
from hpcskills.reading.match import Matcher
from hpcskills.reading.surroundings import NEIGHBOURHOOD, SHORT_TEXT

if TYPE_CHECKING:
    from hpcskills.clients.known import Flags, Whole

MOST = 100_000
"""Distinct spellings, or things said by them, that are remembered; beyond that all is forgotten and learnt again."""

LONGEST_LIST = 20_000
"""Characters of the longest list; a block of much longer texts would take much memory all at once."""

UNREADABLE = "?"
"""Stands for what cannot be understood item by item."""

APART, _NOWHERE = 10_000, 1 << 62
"""Words between two lists of a block, so that nothing in one is near anything in the other."""

SKIPPED, HIDDEN = 0, 1
"""The numbers of what has no words, and of what cannot be understood without its list."""


class Listed(NamedTuple):
    """The items of a block of texts: their rows, and what they say; texts that must be read `whole` have none."""

    rows: Whole
    pieces: Whole
    whole: Whole


class Lists:
    """Takes lists apart; `told` numbers what an answer says below what was said before it."""

    def __init__(self, matcher: Matcher, told: Callable[[Answer, Above], int]) -> None:
        self._judge, self._told = Items(matcher), told

    def forget(self) -> None:
        """Begin, or begin again, with nothing known."""
        self._spellings = Known(1)  # the item of each
        self._items = Numbered[str](len(NO_WORDS) + len(PLACES))  # facts, and the answer in each place or -1
        self._answers = Numbered[Answer](2)  # what it says below nothing, and what holds behind it
        self._above = Numbered[Above](0)
        self._steps = Known(2)  # the same for answers below something
        self._above.add(NOTHING, ())
        self._number(Answer((), (), (), NOTHING))
        for text, facts in (("", NO_WORDS), (UNREADABLE, UNCLEAR)):
            self._items.add(text, [*facts, *[0] * len(PLACES)])

    @property
    def is_full(self) -> bool:
        """Is it time to forget?"""
        return max(self._spellings.keys.size, self._steps.keys.size, len(self._above.values)) > MOST

    def listed(self, texts: Sequence[str]) -> Listed:
        """Understand the lists of a block, item by item."""
        import numpy as np

        items, rows, opens = self._found(texts)
        facts = self._facts(items)
        vouched = _vouched(facts, rows)

        def total(column: Whole | Flags) -> Whole:
            return np.bincount(rows, column, len(texts)).astype(np.int64)

        words, foreign = total(facts.words), total(facts.foreign)
        alone = (words <= SHORT_TEXT) & (2 * total(facts.named) >= words)
        answers = self._in_places(items, 4 * opens + 2 * alone[rows] + vouched)
        # In a new place an item may have turned out to reach beyond itself.
        facts = self._facts(items)
        heads = facts.colon & (np.diff(rows, prepend=-1) > 0)
        torn = (facts.asks > 1) & ~vouched
        whole = (
            (total(facts.open | heads | torn) > 0)
            | (total(facts.tells) > 1)
            | ((total(facts.timed) > 0) & (total(facts.pauses) > 0))
            | (foreign > 1)
            | ((foreign == 1) & (words <= SHORT))
        )
        kept = ~whole[rows]
        return Listed(rows[kept], self._below(answers, opens)[kept], np.flatnonzero(whole))

    # --- items --------------------------------------------------------------------------------------------------

    def _found(self, texts: Sequence[str]) -> tuple[Whole, Whole, Flags]:
        """Give the items of the texts, the rows they stand in, and whether they begin a clause."""
        import numpy as np

        parts = taken_apart([_bare(text).encode() for text in texts])
        found, rows = self._spellings.find(parts.keys)[:, 0], parts.rows
        if (new := np.flatnonzero(found < 0)).size:
            prose = set(rows[found == HIDDEN].tolist())
            for place in new.tolist():
                # What stands behind something that only its whole list can tell is not worth learning: it is prose.
                if rows[place] not in prose:
                    found[place] = self._learnt(parts.text[parts.begins[place] : parts.ends[place]])
                    if found[place] == HIDDEN:
                        prose.add(rows[place])
            new = new[found[new] >= 0]
            self._spellings.add(parts.keys[new], found[new, None])
        clauses, said = np.cumsum(parts.opens), found > SKIPPED
        return found[said], rows[said], np.diff(clauses[said], prepend=0) > 0

    def _learnt(self, spelling: bytes) -> int:
        """Give the item that is spelled so; others may be spelled alike but for blanks."""
        raw = spelling.decode()
        text = raw.strip(" ")
        if len(spelling) > LONGEST or (text and not is_item(raw)):
            return HIDDEN
        item = self._items.numbers.get(text)
        if item is None:
            judged = self._judge.understood(text)
            if judged is None:
                return HIDDEN
            answer = self._number(judged.answer) if judged.anywhere else -1
            item = self._items.add(text, [*judged.facts, *[answer] * len(PLACES)])
        return item

    def _facts(self, items: Whole) -> Facts[Whole]:
        return Facts(*self._items.rows.take(items, axis=0).T[: len(NO_WORDS)])

    def _in_places(self, items: Whole, places: Whole) -> Whole:
        """Give what items say in their places; it is learnt where it is met for the first time."""
        import numpy as np

        rows, columns = self._items.rows, places + len(NO_WORDS)
        new = np.flatnonzero(rows[items, columns] < 0)
        for item, place in dict.fromkeys(zip(items[new].tolist(), places[new].tolist(), strict=True)):
            judged = self._judge.placed(self._items.values[item], PLACES[place])
            rows[item, place + len(NO_WORDS)] = self._number(judged.answer)
            reach = slice(NO_WORDS._fields.index("open"), len(NO_WORDS))
            rows[item, reach] |= judged.facts[reach]
        answers: Whole = rows[items, columns]
        return answers

    # --- what holds over several items --------------------------------------------------------------------------

    def _below(self, answers: Whole, opens: Flags) -> Whole:
        """Give what each answer says below what was said before it in its clause."""
        import numpy as np

        rows: Whole = self._answers.rows.take(answers, axis=0)
        pieces, behind = rows[:, 0].copy(), rows[:, 1]
        place = np.flatnonzero(opens)
        left = np.diff(place, append=len(answers))
        # All clauses at once, the first item of each, then the second and so on, where anything holds over items.
        held = np.flatnonzero(np.bincount(np.cumsum(opens) - 1, behind, len(place)))
        place, left, state = place[held], left[held], np.zeros(len(held), np.int64)
        while place.size:
            under, above, state = np.flatnonzero(state), state, behind[place]
            pieces[place[under]], state[under] = self._stepped(above[under], answers[place[under]])
            on = left > 1
            place, left, state = place[on] + 1, left[on] - 1, state[on]
        return pieces

    def _stepped(self, states: Whole, answers: Whole) -> Whole:
        """Give what answers say below something, and what holds behind them."""
        import numpy as np

        keys = states.astype(np.uint64) << np.uint64(32) | answers.astype(np.uint64)
        steps = self._steps.find(keys)
        new = np.flatnonzero(steps[:, 1] < 0)
        for place in new.tolist():
            steps[place] = self._under(self._answers.values[answers[place]], self._above.values[states[place]])
        self._steps.add(keys[new], steps[new])
        return steps.T

    def _under(self, answer: Answer, above: Above) -> tuple[int, int]:
        """Give what an answer says, and what holds behind it."""
        behind = answer.behind(above)
        state = self._above.numbers.get(behind)
        return self._told(answer, above), self._above.add(behind, ()) if state is None else state

    def _number(self, answer: Answer) -> int:
        found = self._answers.numbers.get(answer)
        return self._answers.add(answer, self._under(answer, NOTHING)) if found is None else found


def _bare(text: str) -> str:
    """Give a list without the point at its end, which says nothing except behind a figure; for prose what is none."""
    if len(text) > LONGEST_LIST:
        return UNREADABLE
    return text[:-1] if text[-1:] == "." and text[-2:-1].isalpha() else text


def _vouched(facts: Facts[Whole], rows: Whole) -> Flags:
    """Does a sure skill of another item stand near enough to all words of an item that ask for one?"""
    import numpy as np

    begin = np.cumsum(facts.words) - facts.words + APART * rows
    last, first = begin + facts.words - 1 - facts.tail, begin + facts.head
    before = np.maximum.accumulate(np.concatenate([[-APART], last]))[:-1]
    behind = np.minimum.accumulate(np.concatenate([first, [_NOWHERE]])[::-1])[::-1][1:]
    near = (begin + facts.late - before <= NEIGHBOURHOOD) | (behind - begin - facts.early <= NEIGHBOURHOOD)
    vouched: Flags = (facts.asks > 0) & near
    return vouched
