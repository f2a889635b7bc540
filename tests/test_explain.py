"""The text with what was understood marked in it: nothing lost, nothing hidden, nothing that acts."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from hpcskills.catalogue import load
from hpcskills.model import Reading
from hpcskills.reading.match import Matcher
from hpcskills.render import html_explain, marks, terminal_explain

CATALOGUE = load()
MATCHER = Matcher(CATALOGUE)
TEXT = "10 yrs Linux, kuberntes, some python, no Slurm\n\nwant to learn CUDA, salt and rust and go at the zoo, weaving"


def page(text: str) -> str:
    return html_explain.explained(text, MATCHER.read(text), CATALOGUE, made=date(2026, 1, 2))


def screen(text: str, width: int = 80) -> str:
    console = Console(width=width, color_system=None)
    with console.capture() as captured:
        console.print(terminal_explain.explained(text, MATCHER.read(text), CATALOGUE))
    return captured.get()


def test_each_mark_says_how_it_was_understood() -> None:
    shown = " ".join(screen(TEXT).split())
    assert "10 yrs [linux: Linux, exact, 10 years from “10 yrs”]" in shown
    assert "[kubernetes: kuberntes, typing error 89%]" in shown
    assert "[python: python, exact, level 2 from “some”]" in shown
    assert "no [slurm: Slurm, exact, denied from “no”]" in shown
    assert "[cuda: CUDA, exact, wanted from “want to learn”]" in shown
    assert "[unknown: " in shown


def test_a_wish_names_its_heading() -> None:
    assert "[slurm: Slurm, exact, wanted from “Looking to learn”]" in screen("Looking to learn:\n- Slurm\n- CUDA")


def test_years_from_the_dates_of_jobs_are_marked() -> None:
    shown = " ".join(screen("Operator, Harbour Labs (Mar 2015 - Feb 2019)\n- Slurm").split())
    assert "[slurm: Slurm, exact, about 4 years from the dates of jobs from “Mar 2015 - Feb 2019”]" in shown


def test_doubts_are_asked() -> None:
    assert "[? spak: did you mean Spack or Apache Spark? (looks like a misspelling)]" in screen("spak, linux", 120)


def test_an_advert_is_told_first() -> None:
    assert screen("We are looking for a Linux admin. You will run Slurm.").startswith("This reads like a job advert")
    assert "This reads like a job advert" in page("We are looking for a Linux admin. You will run Slurm.")


@given(st.text(max_size=200))
def test_no_word_is_lost(text: str) -> None:
    """Without the marks' own words the text is there as a whole, but for blanks and hidden characters."""
    reading = MATCHER.read(text)
    pieces = list(marks.pieces(text, reading, CATALOGUE))
    shown = "".join(piece if isinstance(piece, str) else piece.mention for piece in pieces)
    hidden = re.compile(r"\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8})")

    def solid(words: str) -> str:
        return "".join(char for char in words if char.isalnum() and char.isprintable())

    assert solid(hidden.sub("", shown)) == solid(hidden.sub("", text))
    assert sum(not isinstance(piece, str) for piece in pieces) == len(
        [*reading.matches, *reading.unsure, *reading.unknown]
    )


HOSTILE = "linux \x1b[31mred\x1b]0;title\x07 <script>alert(1)</script> \u202egnp [bold]slurm[/bold] **no** \x9b2J"


def test_a_hostile_text_does_nothing() -> None:
    shown = screen(HOSTILE)
    assert not set("\x1b\x07\x9b\u202e") & set(shown)
    assert "bold" in shown
    html = page(HOSTILE)
    assert "<script" not in html
    assert not set("\x1b\x07\x9b\u202e") & set(html)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in {"meta", "br", "link"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_and_loads_nothing() -> None:
    pytest.importorskip("jinja2")
    html = page(TEXT)
    tags = _Tags()
    tags.feed(html)
    assert tags.open == []
    assert "default-src 'none'" in html
    assert not re.search(r"src=|url\(|<script|@import", html)
    assert html.count("<mark") == len(re.findall(r"</mark>", html))
    assert html.count('<p>10 yrs <mark class="said held">Linux<small> Linux, exact, 10 years') == 1


@pytest.mark.parametrize("width", [40, 80, 120])
def test_long_texts_are_wrapped(width: int) -> None:
    text = "\n\n".join(["Linux and kuberntes and a long way to go " * 20] * 3)
    lines = screen(text, width).splitlines()
    assert max(map(len, lines)) <= width
    assert sum(not line.strip() for line in lines) >= 3


def test_nothing_understood_is_told() -> None:
    assert marks.counts(Reading(matches=(), unsure=(), unknown=())) == "0 skills held."
