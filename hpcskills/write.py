"""Results written to a file, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from hpcskills.errors import OutputError


@contextmanager
def atomic(path: Path, *, inputs: Iterable[Path] = ()) -> Iterator[IO[str]]:
    """Open `path` for UTF-8 text that appears only when the block ends well, readable by its owner alone.

    An existing file is replaced, unless it is one of `inputs`. Devices and pipes are written directly.
    Raises OutputError if the file cannot be written; after any error or Ctrl-C nothing is left behind.
    """
    check_target(path, inputs)
    with _mishaps(path):
        if path.exists() and not path.is_file():
            with path.open("w", encoding="utf-8", newline="") as handle:
                yield handle
        else:
            # A link stays a link: its target is what gets replaced.
            with _beside(path.resolve()) as handle:
                yield handle


@contextmanager
def _beside(final: Path) -> Iterator[IO[str]]:
    """A temporary file in the same directory (a rename cannot cross file systems), moved at the end."""
    import tempfile

    # mkstemp makes it 0600: results hold what people say about themselves.
    number, name = tempfile.mkstemp(prefix=".hpcskills-", suffix=".part", dir=final.parent)
    try:
        with os.fdopen(number, "w", encoding="utf-8", newline="") as handle:
            yield handle
            handle.flush()
            os.fsync(handle.fileno())
        Path(name).replace(final)
    # Whatever stops the writing, Ctrl-C too, leaves no half file behind; it is raised again.
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


@contextmanager
def _mishaps(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        # A failing write names no file, our own temporary one ends in .part; others are the caller's.
        if error.filename not in (None, str(path)) and not str(error.filename).endswith(".part"):
            raise
        raise OutputError(f"Cannot write to {path}: {error.strerror or error}.") from error


def check_target(path: Path, inputs: Iterable[Path]) -> None:
    """Refuse a target that cannot be written, or is a file that is read."""
    if path.is_dir():
        raise OutputError(f"Cannot write to {path}: it is a directory. Name a file in it.")
    if not path.parent.is_dir():
        raise OutputError(f"Cannot write to {path}: there is no directory {path.parent}.")
    for source in inputs:
        if path.exists() and source.exists() and path.samefile(source):
            raise OutputError(f"Cannot write to {path}: it is the file being read. Choose another name.")
