"""PDF files: the text layer, read by pdfium in a process of its own that is ended when it takes too long."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from hpcskills.documents.europass import read_europass
from hpcskills.documents.kinds import Document, Kind, document, mend_hyphens
from hpcskills.errors import InputError

SECONDS = 3
"""Processor time for a PDF, and two seconds more for each megabyte. A CV takes a tenth of one."""

PATIENCE = 10
"""On a busy machine a second of processor time may take this many by the clock."""

_NO_LETTER = re.compile("[\ufffd\ue000-\uefff\0-\b]")
"""What a font shows without saying which letter it is."""

_PASTE = "Open it, copy the text and paste it, or save it as .txt."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answers:
    """What the process told before it ended: how many pages there are, and what stands on those it came to."""

    refused: str
    count: int
    pages: tuple[str, ...]
    unread: int
    dense: int
    cut: int
    attachments: tuple[str, ...]
    ended: bool


def read_pdf(data: bytes, name: str) -> Document:
    """The text of a PDF, or of the Europass file inside it; raises InputError with the way out."""
    if find_spec("pypdfium2") is None:
        raise InputError(f'{name} is a PDF; to read it, run: pip install "hpcskills[cv]" (or paste its text).')
    told = _answers(_ask(data, name))
    if told.refused == "locked":
        raise InputError(f"{name} is locked with a password. Open it and print it to a new PDF, or paste its text.")
    if told.refused:
        raise _damaged(name)
    inside = _inside(told, name)
    return inside or _from_pages(told, data, name)


def _ask(data: bytes, name: str) -> bytes:
    """What the process says about the PDF until it is done or its time is over."""
    seconds = SECONDS + 2 * len(data) // 1_000_000
    # -P: a file called pypdfium2.py beside the CV must not be run. The path is that of this process.
    command = [sys.executable, "-P", "-m", "hpcskills.documents.pdf_child"]
    told = b"%d\n" % seconds + data
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(  # noqa: S603  our own module, no shell
            command, input=told, capture_output=True, timeout=PATIENCE * seconds, check=False, env=environment
        )
    except subprocess.TimeoutExpired as late:
        return late.output or b""
    except OSError as error:
        raise InputError(f"{name}: no process could be started to read it ({error.strerror}). {_PASTE}") from None
    return done.stdout


def _answers(output: bytes) -> _Answers:
    """The whole lines of what was said; the last may be cut where the process was ended."""
    heard: defaultdict[str, list[Any]] = defaultdict(list)
    for line in output.split(b"\n")[:-1]:
        try:
            what, value = json.loads(line)
        except ValueError:  # what a broken process said is no answer
            continue
        heard[what].append(value)
    return _Answers(
        refused="".join(heard["refused"]),
        count=sum(heard["count"]),
        pages=tuple(heard["page"]),
        unread=len(heard["unread"]),
        dense=len(heard["dense"]),
        cut=sum(heard["cut"]),
        attachments=tuple(heard["europass"]),
        ended=bool(heard["end"]),
    )


def _inside(told: _Answers, name: str) -> Document | None:
    """The Europass file inside the PDF, which says the same as the pages and says it in order."""
    for attachment in told.attachments:
        try:
            found = read_europass(attachment.encode(), name)
        except InputError:
            continue
        note = "This PDF carries its own Europass data; they were read instead of the pages."
        return Document(text=found.text, kind=found.kind, notes=(*found.notes, note))
    return None


def _from_pages(told: _Answers, data: bytes, name: str) -> Document:
    text = mend_hyphens("\n\n".join(told.pages))
    letters = sum(map(str.isalnum, text))
    if not letters and _cut_off(data):
        raise _damaged(name)
    if not letters and told.ended:
        raise InputError(
            f"{name} holds no text, only pictures of pages: it is probably a scan. "
            f"Run text recognition over it (ocrmypdf scan.pdf text.pdf), or type your skills."
        )
    if not letters:
        raise InputError(f"{name} is built so that it cannot be read in time. {_PASTE}")
    if len(_NO_LETTER.findall(text)) > letters:
        raise InputError(
            f"{name} shows letters but does not say which they are. Print it to a new PDF, or type your skills."
        )
    return document(text.split("\n"), Kind.PDF, _notes(told, data))


def _cut_off(data: bytes) -> bool:
    return b"%%EOF" not in data[-2048:]


def _damaged(name: str) -> InputError:
    return InputError(f"{name} is damaged or cut off. Save it again; or open it, copy the text and paste it.")


def _notes(told: _Answers, data: bytes) -> list[str]:
    """What was left unread."""
    notes = []
    read = len(told.pages) + told.unread
    if told.cut:
        notes.append(f"The text is very long: it was read up to page {told.cut} of {told.count}.")
    elif read < told.count:
        why = "" if told.ended else ", because the next one took too long"
        which = "page 1" if read == 1 else f"pages 1 to {read}"
        notes.append(f"Only {which} of {told.count} {'was' if read == 1 else 'were'} read{why}.")
    empty = sum(1 for page in told.pages if not page.strip())
    if empty:
        notes.append(f"{empty} of {told.count} pages hold no text: they are empty or pictures.")
    if told.dense:
        notes.append(
            f"{told.dense} of {told.count} pages hold more letters than a page can show; only a part was read."
        )
    if told.unread:
        notes.append(f"{told.unread} of {told.count} pages are damaged and were not read.")
    if _cut_off(data):
        notes.append("The file ends early: it may be cut off.")
    return notes
