"""Scoring on a Dask cluster: the same blocks, the same function, the results in the same order.

A worker that is lost is no harm: the scheduler gives its blocks to another, and ours asks again for those it gave up.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from hpcskills.clients.engines import AHEAD, Block, Desk, Engine, Rows
from hpcskills.clients.results import Layout
from hpcskills.errors import InputError, UserError
from hpcskills.model import Catalogue

if TYPE_CHECKING:
    from distributed import Future

KINDS = {"slurm": "SLURMCluster", "pbs": "PBSCluster", "lsf": "LSFCluster"}
ADDRESS = re.compile(r"(tcp|tls|ucx|wss?)://\S+:\d+")

TRIES = 5
"""How often a block is given out before we believe that it is the block that breaks workers."""

MOST_AHEAD = 200
WAIT = 600
"""Seconds to wait for a first worker, which may stand in a queue."""


@contextmanager
def dask(
    catalogue: Catalogue, layout: Layout, *, scheduler: str | None, cluster: str | None, workers: int
) -> Iterator[Engine]:
    """Score on the cluster of a scheduler ("tcp://host:8786"), or on one started through a batch system."""
    try:
        from distributed import Client
    except ImportError:
        raise UserError("For --engine dask install the extra: pip install 'hpcskills[distributed]'.") from None
    if scheduler is not None and not ADDRESS.fullmatch(scheduler):
        raise UserError(f"--scheduler {scheduler} is not an address like tcp://login1:8786.")
    with ExitStack() as stack:
        try:
            place = scheduler if scheduler is not None else stack.enter_context(_started(cluster, workers))
            client = stack.enter_context(Client(place, timeout="30s", set_as_default=False))
            client.wait_for_workers(1, timeout=WAIT)
        except (OSError, TimeoutError) as error:
            raise InputError(f"No Dask worker at {scheduler or cluster}: {error or 'none came in time'}.") from error
        desk = client.scatter((catalogue, layout), broadcast=True, hash=False)

        def submit(block: Block) -> Future:
            return client.submit(_score, desk, block.rows, catalogue.digest, layout, pure=False, retries=TRIES)

        yield _in_order(submit, lambda: min(MOST_AHEAD, AHEAD * max(1, len(client.scheduler_info()["workers"]))))


def _in_order(submit: Callable[[Block], Future], ahead: Callable[[], int]) -> Engine:
    def scored(blocks: Iterable[Block]) -> Iterator[tuple[Block, bytes]]:
        waiting: deque[tuple[Block, Future]] = deque()
        for block in blocks:
            waiting.append((block, submit(block)))
            if len(waiting) >= ahead():
                yield _result(*waiting.popleft(), submit)
        while waiting:
            yield _result(*waiting.popleft(), submit)

    return scored


def _result(block: Block, future: Future, submit: Callable[[Block], Future]) -> tuple[Block, bytes]:
    from concurrent.futures import CancelledError

    from distributed import KilledWorker

    for _ in range(TRIES):
        try:
            return block, future.result()
        except (KilledWorker, CancelledError):
            future = submit(block)
    raise InputError(
        "Workers of the cluster were lost again and again over one block, perhaps for lack of memory."
        " What is done is kept: run again with --resume."
    )


@contextmanager
def _started(cluster: str | None, workers: int) -> Iterator[object]:
    """Start workers through a batch system, or on this machine; they end with the run."""
    if cluster is None:
        from distributed import LocalCluster

        with LocalCluster(n_workers=workers, threads_per_worker=1, protocol="tcp://", dashboard_address=None) as local:
            yield local
        return
    try:
        import dask_jobqueue
    except ImportError:
        raise UserError("For --cluster install the extra: pip install 'hpcskills[distributed]'.") from None
    # Queue, account, memory and walltime come from the site's ~/.config/dask/jobqueue.yaml.
    with getattr(dask_jobqueue, KINDS[cluster])(cores=1, processes=1, memory="2GB") as started:
        started.scale(jobs=workers)
        yield started


# --- on the worker ----------------------------------------------------------------------------------------------

_desks: dict[tuple[str, Layout], Desk] = {}
"""The desks of this worker, by data and layout."""


def _score(made_of: tuple[Catalogue, Layout], rows: Rows, digest: str, layout: Layout) -> bytes:
    """Score a block; the first one sets the desk up."""
    from hpcskills.assess import Assessor

    if (digest, layout) not in _desks:
        _desks.clear()
        _desks[digest, layout] = Desk(Assessor(made_of[0]), layout)
    return _desks[digest, layout].score(rows)
