"""A batch under way, kept on disk block by block beside its target, so that it can go on where it was stopped.

Three hidden files: the output so far, the refused rows so far, and a journal with one line a block that says how long
both were when the block was complete. What lies behind the last line is cut off; nothing is scored twice or lost.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj
from typing import BinaryIO, NamedTuple

from hpcskills.errors import InputError, OutputError
from hpcskills.write import atomic


class Mark(NamedTuple):
    """The end of a block: its number, the length of both files, and the rows scored and refused in it."""

    block: int
    out: int
    bad: int
    scored: int
    refused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """The hidden files of a run, or of one shard of it."""

    target: Path
    shard: tuple[int, int] | None = None

    def _beside(self, ending: str) -> Path:
        part = "" if self.shard is None else f"{self.shard[0]}-of-{self.shard[1]}."
        return self.target.with_name(f".{self.target.name}.{part}{ending}")

    @property
    def out(self) -> Path:
        """The output so far."""
        return self._beside("part")

    @property
    def bad(self) -> Path:
        """The refused rows so far."""
        return self._beside("refused")

    @property
    def journal(self) -> Path:
        """The blocks that are complete."""
        return self._beside("journal")

    @property
    def made(self) -> Path:
        """The output in a form that is made at the end."""
        return self._beside("made")

    def remove(self) -> None:
        """Forget the run."""
        for path in (self.journal, self.out, self.bad, self.made):
            with suppress(FileNotFoundError):
                path.unlink()


class Work:
    """A run under way: `marks` are its complete blocks."""

    def __init__(
        self, files: Files, stamp: str, marks: list[Mark], handles: tuple[BinaryIO, BinaryIO, BinaryIO]
    ) -> None:
        self.files, self.stamp, self.marks = files, stamp, marks
        self._journal, self._out, self._bad = handles

    @property
    def done(self) -> int:
        """The number of the next block."""
        return self.marks[-1].block + 1 if self.marks else 0

    def keep(self, block: int, out: bytes, bad: bytes, scored: int, refused: int) -> None:
        """Write a block; it counts once its line stands in the journal."""
        last = self.marks[-1] if self.marks else Mark(-1, 0, 0, 0, 0)
        with output_mishaps(self.files.target):
            for handle, text in ((self._out, out), (self._bad, bad)):
                handle.write(text)
                handle.flush()
            mark = Mark(block, last.out + len(out), last.bad + len(bad), scored, refused)
            self._journal.write(json.dumps(mark).encode() + b"\n")
            self._journal.flush()
        self.marks.append(mark)

    def settle(self) -> None:
        """Bring everything to the disk."""
        with output_mishaps(self.files.target):
            for handle in (self._out, self._bad):
                handle.flush()
                os.fsync(handle.fileno())

    def end(self) -> None:
        """Tell that a shard is complete."""
        self.settle()
        with output_mishaps(self.files.target):
            self._journal.write(b"end\n")
            self._journal.flush()


REFUSED_HEADER = "line,id,reason,row\n"


def begin(under_way: Work, head: str) -> None:
    """Write the headers as a block of their own, unless that was done or another file will hold them."""
    if not under_way.marks and under_way.files.shard is None:
        under_way.keep(-1, head.encode(), REFUSED_HEADER.encode(), 0, 0)


def deliver(under_way: Work, target: Path, refused: Path) -> None:
    """Put the complete files in their place. Killed on the way, a run can be gone on with, or begins anew."""
    under_way.settle()
    files = under_way.files
    if any(mark.refused for mark in under_way.marks):
        with files.bad.open(encoding="utf-8", newline="") as source, atomic(refused) as handle:
            copyfileobj(source, handle)
    # From here on the hidden files are no longer whole: without the journal nobody goes on with them.
    files.journal.unlink()
    _move(files.made if files.made.exists() else files.out, target)
    files.remove()


def shards(target: Path) -> list[Files]:
    """Give the shards of a target that lie beside it, in order; all have to be complete and of one kind."""
    pattern = re.compile(re.escape(f".{target.name}.") + r"(\d+)-of-(\d+)\.journal")
    names = [found for path in target.parent.iterdir() if (found := pattern.fullmatch(path.name))]
    parts = sorted((int(found[2]), int(found[1])) for found in names)
    if not parts:
        raise InputError(f"Beside {target} lie no shards. First run: hpcskills batch ... -o {target} --shard 1/8")
    count = parts[0][0]
    if {number for number, _ in parts} != {count}:
        raise InputError(f"The shards of {target} come from runs with different numbers of shards; begin again.")
    files = {part: Files(target=target, shard=(part, count)) for _, part in parts}
    if missing := [part for part in range(1, count + 1) if part not in files or not _is_complete(files[part])]:
        named = ", ".join(f"{part}/{count}" for part in missing)
        raise InputError(f"Not ready to merge into {target}: shard {named} is missing or not complete.")
    if len({read_journal(one)[0] for one in files.values()}) > 1:
        raise InputError(f"The shards of {target} differ in their input, options or data; begin again.")
    return [files[part] for part in range(1, count + 1)]


def _is_complete(files: Files) -> bool:
    try:
        return files.journal.read_bytes().endswith(b"\nend\n")
    except OSError:
        return False


def join(parts: list[Files], under_way: Work) -> None:
    """Write the blocks of all shards in their order."""
    with ExitStack() as stack:
        handles = [(stack.enter_context(one.out.open("rb")), stack.enter_context(one.bad.open("rb"))) for one in parts]
        blocks = sorted(
            (mark, shard) for shard, one in enumerate(parts) for mark in read_journal(one)[1] if mark.block >= 0
        )
        ends = {shard: Mark(-1, 0, 0, 0, 0) for shard in range(len(parts))}
        for mark, shard in blocks:
            out, bad = handles[shard]
            last = ends[shard]
            ends[shard] = mark
            texts = out.read(mark.out - last.out), bad.read(mark.bad - last.bad)
            under_way.keep(mark.block, *texts, mark.scored, mark.refused)


def _move(part: Path, target: Path) -> None:
    with output_mishaps(target):
        if target.exists() and not target.is_file():
            with part.open("rb") as source, target.open("wb") as device:
                copyfileobj(source, device)
        else:
            # A link stays a link: its target is what gets replaced.
            part.replace(target.resolve())


@contextmanager
def work(files: Files, stamp: str, *, resume: bool) -> Iterator[Work]:
    """Begin a run, or go on with one that was stopped; `stamp` says what it reads and how."""
    with ExitStack() as stack:
        with output_mishaps(files.target):
            journal = stack.enter_context(_opened(files.journal))
            _lock(journal, files)
            known, marks, length = _read(journal.read()) if resume else (None, [], 0)
            if known not in {None, stamp}:
                raise OutputError(
                    f"Cannot go on with {files.target}: the input, the options or the data have changed since."
                    " Run again without --resume to start afresh."
                )
            out = stack.enter_context(_opened(files.out))
            bad = stack.enter_context(_opened(files.bad))
            last = marks[-1] if marks else Mark(-1, 0, 0, 0, 0)
            for handle, end in ((journal, length), (out, last.out), (bad, last.bad)):
                if os.fstat(handle.fileno()).st_size < end:
                    raise OutputError(
                        f"Cannot go on with {files.target}: its hidden files were cut. Leave --resume out."
                    )
                handle.truncate(end)
                handle.seek(end)
            if known is None:
                journal.write(stamp.encode() + b"\n")
                journal.flush()
        yield Work(files, stamp, marks, (journal, out, bad))


def read_journal(files: Files) -> tuple[str | None, list[Mark]]:
    """Give the stamp and the complete blocks of a run; no stamp if it had not begun."""
    try:
        known, marks, _ = _read(files.journal.read_bytes())
    except FileNotFoundError:
        return None, []
    return known, marks


def _read(content: bytes) -> tuple[str | None, list[Mark], int]:
    """Give the stamp, the blocks, and how many bytes of the journal are sound."""
    first, *lines = content.split(b"\n")
    if not lines:
        return None, [], 0
    marks, length = [], len(first) + 1
    for line in lines[:-1]:
        try:
            marks.append(Mark(*json.loads(line)))
        except (ValueError, TypeError):
            break
        length += len(line) + 1
    return first.decode(), marks, length


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file for reading and writing, made for its owner alone if it is new."""
    handle = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
    try:
        yield handle
    finally:
        # All that counts was flushed. What a full disk did not take was told then, and closing would try it again.
        with suppress(OSError):
            handle.close()


def _lock(handle: BinaryIO, files: Files) -> None:
    """Keep a second run out; where locks are not known, nobody is kept out."""
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise OutputError(f"Another run is writing {files.target} at this moment.") from None
    except OSError:
        return


@contextmanager
def output_mishaps(target: Path) -> Iterator[None]:
    """Turn what the system says of a failing write into an OutputError."""
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"Cannot write to {target}: {error.strerror or error}. What is done is kept; when there is room again,"
            " run the same command with --resume."
        ) from error
