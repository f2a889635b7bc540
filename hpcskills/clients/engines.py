"""Where blocks of texts are scored: in this process, in several, or on a Dask cluster; always in order.

Each process builds one `Desk` and scores block after block with it: the same function everywhere, the same results.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from hpcskills.assess import Assessor
from hpcskills.clients.lines import Refusal
from hpcskills.clients.people import People, Texts
from hpcskills.clients.results import Form, Layout, form_of
from hpcskills.errors import InputError
from hpcskills.model import Catalogue
from hpcskills.scoring.points import Points

if TYPE_CHECKING:
    from concurrent.futures import Future

    from hpcskills.clients.reports import Reports


class Rows(NamedTuple):
    """What a worker gets: texts, what stands in front of their results, and their ids if pages are to be written."""

    texts: Texts
    fronts: Sequence[str]
    ids: Sequence[str]


class Block(NamedTuple):
    """Rows of the input to be scored, and those among them that are refused."""

    number: int
    rows: Rows
    refused: Sequence[Refusal]


Engine: TypeAlias = Callable[[Iterable[Block]], Iterator[tuple[Block, bytes]]]
"""Scores blocks; each comes back, in its turn, with the lines to write."""


AHEAD = 3
"""Blocks for each worker that wait or are under way: enough to keep it busy, few enough to keep memory flat."""


class Desk:
    """Scores blocks of texts; one in each process."""

    def __init__(self, assessor: Assessor, layout: Layout) -> None:
        self._backgrounds = assessor.catalogue.backgrounds
        self._points = Points(assessor.catalogue, assessor.scorer)
        self._people = People(assessor, self._points)
        self.form: Form = form_of(layout, self._points)
        self._assessor, self._reports = assessor, layout.reports

    def score(self, rows: Rows) -> bytes:
        """Give the lines of rows; those with ids get a page too, if pages are made."""
        if not rows.texts:
            return b""
        if self._reports and rows.ids:
            self._write_pages(self._reports, rows.ids, rows.texts)
        told = self._people.told(rows.texts)
        return self.form.lines(rows.fronts, self._points.fits(told.codes, told.counts), told).encode()

    def _write_pages(self, reports: Reports, ids: Sequence[str], texts: Texts) -> None:
        from hpcskills.clients.reports import assessed, write

        for id, (text, trade, ticked) in zip(ids, texts, strict=True):
            found = assessed(self._assessor, text, self._backgrounds[trade] if trade else None, ticked)
            write(reports.directory, id, found, self._assessor.catalogue, made=reports.made)


def here(desk: Desk) -> Engine:
    """Score in this process."""

    def scored(blocks: Iterable[Block]) -> Iterator[tuple[Block, bytes]]:
        for block in blocks:
            yield block, desk.score(block.rows)

    return scored


@contextmanager
def processes(catalogue: Catalogue, layout: Layout, count: int) -> Iterator[Engine]:
    """Score in several processes of this machine."""
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    pool = ProcessPoolExecutor(count, get_context("spawn"), _begin, (catalogue, layout))

    def scored(blocks: Iterable[Block]) -> Iterator[tuple[Block, bytes]]:
        try:
            yield from _in_order(blocks, lambda block: pool.submit(_score, block.rows), AHEAD * count)
        except BrokenProcessPool:
            raise InputError(
                "A worker process ended all of a sudden, perhaps for lack of memory."
                " What is done is kept: run again with --resume."
            ) from None

    try:
        yield scored
    finally:
        pool.shutdown(cancel_futures=True)


def _in_order(
    blocks: Iterable[Block], submit: Callable[[Block], Future[bytes]], ahead: int
) -> Iterator[tuple[Block, bytes]]:
    """Give results in the order of the blocks, with so many under way."""
    waiting: deque[tuple[Block, Future[bytes]]] = deque()
    for block in blocks:
        waiting.append((block, submit(block)))
        if len(waiting) >= ahead:
            first, future = waiting.popleft()
            yield first, future.result()
    for first, future in waiting:
        yield first, future.result()


# --- in the other process ---------------------------------------------------------------------------------------

_desks: list[Desk] = []
"""The desk of this process, once it has begun."""


def _begin(catalogue: Catalogue, layout: Layout) -> None:
    """Set up a worker: it leaves Ctrl-C to its parent, and ends with it."""
    import signal
    from multiprocessing import parent_process
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if (parent := parent_process()) is not None:
        Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    _desks.append(Desk(Assessor(catalogue), layout))


def _end_with(sentinel: int) -> None:
    from multiprocessing.connection import wait

    wait([sentinel])
    os._exit(1)


def _score(rows: Rows) -> bytes:
    return _desks[0].score(rows)
