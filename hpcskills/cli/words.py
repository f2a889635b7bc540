"""The words of a person, from the command line, a file or stdin."""

from __future__ import annotations

import sys
from pathlib import Path

from hpcskills.errors import InputError, UserError

NOTHING = """Nothing to read. Say what you can do, for example:
  hpcskills {command} "10 years Linux, bash, some python"
  hpcskills {command} --file cv.txt
  cat cv.txt | hpcskills {command}"""


def gather(words: list[str] | None, file: Path | None, *, command: str, needed: bool = True) -> str:
    """Join what was said on the command line and in the file; stdin is read if there is nothing else.

    With `needed` false (a background speaks already) stdin is left alone unless asked for.
    """
    said = ", ".join(words or ())
    for word in words or ():
        _hint(word, command)
    if file is None and words is None and needed:
        if sys.stdin.isatty():
            raise UserError(NOTHING.format(command=command))
        file = Path("-")
    text = "\n".join(part for part in (said, _read(file) if file else "") if part)
    if needed and not text.strip():
        source = "The text" if file is None or str(file) == "-" else str(file)
        raise InputError(f"{source} is empty: there is nothing to read in it.")
    return text


def _hint(word: str, command: str) -> None:
    """Say how a file is read, where its name was given as words."""
    from hpcskills.cli.out import say

    name = word.strip()
    try:
        is_file = bool(Path(name).suffix) and len(name.split()) == 1 and Path(name).is_file()
    except (OSError, ValueError):
        return  # words that no system takes for the name of a file
    if is_file:
        say(f"Note: {name} is a file; its name was read as words. To read the file: hpcskills {command} --file {name}")


def _read(file: Path) -> str:
    from hpcskills.cli.out import say
    from hpcskills.documents.intake import read_document, read_open

    document = read_document(file) if str(file) != "-" else read_open(sys.stdin.buffer, "stdin")
    for note in document.notes:
        say(f"Note: {note}")
    return document.text
