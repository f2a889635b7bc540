"""Where results and talk go: stdout or a file for data, stderr for sentences to the person."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from hpcskills.errors import Exit, OutputError, UserError
from hpcskills.render.clean import visible_lines

if TYPE_CHECKING:
    from datetime import date

    from rich.console import RenderableType

READER_GONE = 141
"""What the shell reports for a program whose reader left, as in `| head` (128 + SIGPIPE)."""

WIDEST = 120
"""Longer lines are hard to read."""

NARROWEST = 40


class StoppedError(UserError):
    """Stopped by the person, with something to say about what was done."""

    exit_code = Exit.INTERRUPTED


def say(text: str) -> None:
    """Tell the person something on stderr."""
    typer.echo(visible_lines(text), err=True)


def width() -> int:
    """Columns to fill: those of the terminal, of COLUMNS, or 80 in a pipe."""
    from shutil import get_terminal_size

    return max(NARROWEST, min(WIDEST, get_terminal_size((80, 24)).columns))


def today() -> date:
    """The date that stands on a page."""
    from datetime import date

    return date.today()


def emit(text: str, output: Path | None, inputs: Iterable[Path] = ()) -> None:
    """Put a result on stdout, or into a file as a whole."""
    if output is None:
        put(text)
        return
    from hpcskills.write import atomic

    with atomic(output, inputs=inputs) as handle:
        handle.write(text)


def put(text: str) -> None:
    """Write to stdout now; ends quietly when nobody reads any more, with an OutputError on a full disk."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        close_stdout()
        raise typer.Exit(READER_GONE) from None
    except OSError as error:
        close_stdout()
        raise OutputError(f"Cannot write the output: {error.strerror or error}.") from error


def close_stdout() -> None:
    """Send what is still buffered nowhere, so that the interpreter does not fail over it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def drawn(report: RenderableType, output: Path | None) -> str:
    """A rich report as text: coloured only for a terminal, plain and without trailing blanks elsewhere."""
    import io

    from rich.console import Console

    on_screen = output is None and sys.stdout.isatty()
    console = Console(
        file=io.StringIO(),
        # None: plain, unless FORCE_COLOR asks otherwise; NO_COLOR and TERM=dumb are heeded in any case.
        force_terminal=True if on_screen else None if output is None else False,
        width=width(),
        highlight=False,
        emoji=False,
        markup=False,
    )
    with console.capture() as captured:
        console.print(report)
    if on_screen:
        return captured.get()
    return "\n".join(line.rstrip() for line in captured.get().splitlines()).rstrip("\n") + "\n"
