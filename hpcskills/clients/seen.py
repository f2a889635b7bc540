"""The ids of a batch so far: each client is scored once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hpcskills.errors import OutputError

SEEN_KILOBYTES = 2_000
"""Memory for the ids seen so far; beyond it they go to a nameless temporary file that ends with the run."""


class Seen:
    """All ids so far, exactly, in bounded memory: a private SQLite table that spills to disk."""

    def __enter__(self) -> Seen:
        import sqlite3

        self._database = sqlite3.connect("", isolation_level=None)
        for setting in ("journal_mode=OFF", "synchronous=OFF", f"cache_size=-{SEEN_KILOBYTES}"):
            self._database.execute(f"PRAGMA {setting}")
        self._database.execute("CREATE TABLE seen (id TEXT PRIMARY KEY, line INTEGER) WITHOUT ROWID")
        self._database.execute("BEGIN")
        self._error = sqlite3.OperationalError
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def again(self, ids: Sequence[tuple[str, int]]) -> Mapping[int, int]:
        """Remember ids with their lines; of those that were seen before give line and earlier line."""
        before = self._database.total_changes
        try:
            self._database.executemany("INSERT OR IGNORE INTO seen VALUES (?, ?)", ids)
            if self._database.total_changes - before == len(ids):
                return {}
            find = "SELECT line FROM seen WHERE id = ?"
            earlier = {line: int(self._database.execute(find, (id,)).fetchone()[0]) for id, line in ids}
        except self._error as error:
            raise OutputError(f"Cannot keep the ids seen so far in a temporary file: {error}.") from error
        return {line: first for line, first in earlier.items() if line != first}
