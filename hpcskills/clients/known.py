"""What a batch has learnt, as numbers: distinct values, and spellings that are found for a whole block at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeAlias, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Whole: TypeAlias = NDArray[np.signedinteger[Any]]
    Keys: TypeAlias = NDArray[np.uint64]
    Flags: TypeAlias = NDArray[np.bool_]

LONGEST = 100
"""Bytes of the longest item that is told from others; longer ones are prose."""

_SPREAD, _SHIFT = 0x9E3779B97F4A7C15, 29

Value = TypeVar("Value")


class Numbered(Generic[Value]):
    """Distinct values, numbered as they come, with a row of whole numbers for each."""

    def __init__(self, width: int) -> None:
        import numpy as np

        self.numbers: dict[Value, int] = {}
        self.values: list[Value] = []
        self.rows: Whole = np.zeros((1024, width), np.int32)

    def add(self, value: Value, row: Sequence[int]) -> int:
        """Give a new value its number."""
        import numpy as np

        number = self.numbers[value] = len(self.values)
        self.values.append(value)
        if number == len(self.rows):
            self.rows = np.concatenate([self.rows, np.zeros_like(self.rows)])
        self.rows[number] = row
        return number


class Known:
    """Rows of whole numbers by keys, found for many keys at once; key 0 has a row of zeros."""

    def __init__(self, width: int) -> None:
        import numpy as np

        self.keys: Keys = np.zeros(1, np.uint64)
        self._rows: Whole = np.zeros((1, width), np.int64)

    def find(self, keys: Keys) -> Whole:
        """Give the row of each key, -1 throughout for new ones."""
        import numpy as np

        # Neighbours are found from the same memory.
        order = np.argsort(keys)
        place = np.empty_like(order)
        place[order] = np.searchsorted(self.keys, keys[order])
        found: Whole = self._rows.take(place, axis=0, mode="clip")
        found[self.keys.take(place, mode="clip") != keys] = -1
        return found

    def add(self, keys: Keys, rows: Whole) -> None:
        """Learn new keys; some may be named more than once."""
        import numpy as np

        if not keys.size:
            return
        keys, first = np.unique(keys, return_index=True)
        place = np.searchsorted(self.keys, keys)
        self.keys = np.insert(self.keys, place, keys)
        self._rows = np.insert(self._rows, place, rows[first], axis=0)


class Segments(NamedTuple):
    """Parts of texts, parted by commas and semicolons: their bytes, rows and keys; some open a clause."""

    text: bytes
    begins: Whole
    ends: Whole
    rows: Whole
    opens: Flags
    keys: Keys


def taken_apart(texts: Sequence[bytes]) -> Segments:
    """Take the texts of a block apart."""
    import numpy as np

    # A blank in front makes the first part look like the others.
    text = b" " + b"; ".join(texts) + b";"
    block = np.frombuffer(text + bytes(8), np.uint8)
    ends = np.flatnonzero((block == ord(",")) | (block == ord(";")))
    begins = np.concatenate([[0], ends[:-1] + 1])
    rows = np.searchsorted(np.cumsum([len(one) + 2 for one in texts]) - 1, ends)
    opens = np.concatenate([[True], block[ends[:-1]] == ord(";")])
    return Segments(text, begins, ends, rows, opens, _keys(block, begins, ends - begins))


def _keys(block: NDArray[np.uint8], begins: Whole, lengths: Whole) -> Keys:
    """Give 64-bit hashes of parts of a block, eight bytes a step; two of 100,000 collide once in a billion runs.

    Of parts that are too long only the length and the beginning count.
    """
    import numpy as np

    words = np.ndarray((len(block) - 7,), np.dtype("<u8"), block, strides=(1,))
    masks = np.array([(1 << 8 * count) - 1 for count in range(9)], np.uint64)
    keys = lengths.astype(np.uint64)
    which, left = np.arange(len(begins)), np.minimum(lengths, LONGEST + 1)
    while len(which):
        mixed = (keys[which] ^ (words[begins[which]] & masks[np.minimum(left, 8)])) * np.uint64(_SPREAD)
        keys[which] = mixed ^ (mixed >> np.uint64(_SHIFT))
        begins, which, left = begins + 8, which[left > 8], left[left > 8] - 8
    return keys
