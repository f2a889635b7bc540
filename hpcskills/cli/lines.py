"""`match --jsonl`: texts in, readings out, one line each, as they come."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

import typer

from hpcskills.cli.out import put, say
from hpcskills.errors import Exit, InputError, UserError
from hpcskills.model import Catalogue
from hpcskills.reading.match import Matcher
from hpcskills.render.jsonout import Id, match_line

LONGEST = 100_000_000
"""Bytes of one line; more is not a text somebody wrote."""


def answer_lines(
    words: list[str] | None,
    file: Path | None,
    output: Path | None,
    inputs: Iterable[Path],
    catalogue: Catalogue,
) -> None:
    """Answer every line; bad ones are told on stderr with number and reason, and the exit code is 1."""
    if words:
        raise UserError("--jsonl reads its texts from stdin or --file; leave the words out.")
    matcher = Matcher(catalogue)
    refused = 0
    with ExitStack() as stack:
        source = _source(file, stack)
        write = _target(output, inputs, stack)
        for number, line in enumerate(_lines(source), 1):
            if not line.strip():
                continue
            found = _request(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)
            if isinstance(found, str):
                say(f"line {number}: {found}")
                refused += 1
            else:
                id_, text = found
                write(match_line(id_, matcher.read(text), catalogue))
    if refused:
        say(f"{refused:,} {'line was' if refused == 1 else 'lines were'} refused.")
        raise typer.Exit(Exit.SOME_REFUSED)


def _source(file: Path | None, stack: ExitStack) -> BinaryIO:
    if file is None or str(file) == "-":
        if sys.stdin.isatty():
            say('Waiting for lines like {"id": "1", "text": "linux, slurm"}; end with Ctrl-D.')
        return sys.stdin.buffer
    try:
        return stack.enter_context(file.open("rb"))
    except OSError as error:
        raise InputError(f"Cannot read {file}: {error.strerror}.") from error


def _target(output: Path | None, inputs: Iterable[Path], stack: ExitStack) -> Callable[[str], object]:
    """Each line goes out at once, so that a program may ask and wait for its answer."""
    if output is None:
        return put
    from hpcskills.write import atomic

    return stack.enter_context(atomic(output, inputs=inputs)).write


def _lines(source: BinaryIO) -> Iterator[bytes]:
    """Lines as they come; the rest of one that is too long is skipped."""
    while line := source.readline(LONGEST + 1):
        tail = line
        while len(tail) > LONGEST and not tail.endswith(b"\n"):
            tail = source.readline(LONGEST + 1)
        yield line


def _request(line: bytes) -> tuple[Id, str] | str:
    """The id and the text of a line, or what is wrong with it."""
    if len(line) > LONGEST:
        return f"longer than {LONGEST:,} bytes"
    try:
        found = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        return f"not UTF-8 (byte {error.start + 1})"
    except (ValueError, RecursionError) as error:
        return f"not JSON ({error})"
    if not isinstance(found, dict) or "id" not in found or not isinstance(found.get("text"), str):
        return 'needs an object with "id" and "text", and the text in quotes'
    if not isinstance(found["id"], str | int | float | None):
        return '"id" must be a word or a number'
    return found["id"], found["text"]
