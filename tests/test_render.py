"""Renderers: nobody's words act, sums are the sums, and the wording is right at its edges."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from hpcskills.assess import Assessor
from hpcskills.catalogue import load
from hpcskills.model import (
    Assessment,
    Catalogue,
    Course,
    Fact,
    How,
    Match,
    Range,
    Reading,
    Status,
    Unknown,
    Unsure,
)
from hpcskills.render import clean, figures, jsonout, markdown, terminal, terminal_assessment, wording
from hpcskills.scoring.matrix import build

DATA = Path(__file__).parent / "golden" / "data"
ACTING = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load(skills=DATA / "skills.yaml", roles=DATA / "roles.yaml", courses=DATA / "courses.yaml")


@pytest.fixture
def assessed(catalogue: Catalogue) -> Assessment:
    return Assessor(catalogue).assess("10 years linux, some bash, docker")


def plain(report: object) -> str:
    console = Console(width=80, color_system=None, highlight=False, emoji=False, markup=False)
    with console.capture() as captured:
        console.print(report)
    return captured.get()


def saying(mention: str) -> Reading:
    """A reading in which the same words are a match, a doubt and unknown."""
    match = Match(skill="linux", mention=mention, start=0, end=1, how=How.FUZZY, score=0.5)
    doubt = Unsure(mention=mention, start=0, end=1, candidates=(match,), why="near")
    return Reading(matches=(match,), unsure=(doubt,), unknown=(Unknown(mention=mention, start=0, end=1),))


# --- other people's words -----------------------------------------------------------------------------------

ANYTHING = st.text(alphabet=st.characters(), max_size=30)


@given(text=ANYTHING)
def test_nothing_visible_acts(text: str) -> None:
    shown = clean.visible(text)
    assert not ACTING.search(shown)
    assert "\n" not in shown
    assert clean.visible(shown) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("C++ & C#", "C++ & C#"),
        ("a\r\nb\tc", "a b c"),
        ("\x1b[31m", "\\x1b[31m"),
        ("\x9b", "\\x9b"),
        ("\u202e", "\\u202e"),
        ("\U000e0041", "\\U000e0041"),
        ("é 日本 👩‍🔧", "é 日本 👩‍🔧"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert clean.visible(text) == shown


@given(text=ANYTHING)
def test_json_is_clean_and_says_the_same(text: str) -> None:
    document = clean.safe_json(json.dumps({"a": text}, ensure_ascii=False))
    assert not ACTING.search(document)
    assert json.loads(document) == {"a": text}


@given(text=ANYTHING)
def test_markdown_text_is_text(text: str) -> None:
    """Taking the backslashes away gives the words back: nothing was lost and nothing is left unescaped."""
    shown = clean.markdown(text)
    assert re.sub(r"\\(?=[\\`*_{}\[\]<>#|~&@$:.])", "", shown) == clean.visible(text) or "\\" in text
    assert not re.search(r"(?<!\\)[|<>`\[\]]", shown.replace("\\\\", ""))


@pytest.mark.parametrize("text", ["see www.example.org", "http://example.org", "<script>", "a|b", "[x](y)", "`x`"])
def test_markdown_makes_no_links_or_markup(text: str) -> None:
    shown = clean.markdown(text)
    assert "www." not in shown
    assert not re.search(r"(?<!\\)://", shown)
    assert not re.search(r"(?<!\\)[<|\[`]", shown)


@pytest.mark.parametrize("mention", ["[bold]x[/bold]", "[/]", ":smile:", "\x1b]0;t\x07", "a|b\nc", "[link=x]y[/link]"])
@pytest.mark.parametrize("width", [60, 80])
def test_mentions_are_shown_as_written(mention: str, width: int, catalogue: Catalogue) -> None:
    reading = saying(mention)
    shown = plain(terminal.match(reading, catalogue, width))
    assert "".join(clean.visible(mention).split()) in "".join(shown.split())
    assert not ACTING.search(shown)
    table = markdown.match(reading, catalogue)
    assert {line.count("|") - line.count("\\|") for line in table.splitlines() if line.startswith("|")} == {6}
    assert json.loads(jsonout.match(reading, catalogue))["unknown"][0]["mention"] == mention


def test_all_unknown_words_are_listed_once_each(catalogue: Catalogue) -> None:
    names = ["Pottery", "pottery", "chess"]
    unknown = tuple(Unknown(mention=name, start=0, end=1) for name in names)
    shown = plain(terminal.match(Reading(matches=(), unsure=(), unknown=unknown), catalogue, 80))
    assert "Pottery · chess" in shown
    many = tuple(Unknown(mention=f"word{n}", start=0, end=1) for n in range(300))
    shown = plain(terminal.match(Reading(matches=(), unsure=(), unknown=many), catalogue, 80))
    assert "and 100 more" in " ".join(shown.split())


def test_a_link_is_made_only_of_a_sound_address() -> None:
    assert markdown.link("a]b", "https://example.org/x") == "[a\\]b](<https://example.org/x>)"
    for address in ("javascript:alert(1)", "https://x.org/<y>", "https://x.org/ y"):
        assert "](" not in markdown.link("title", address)


# --- sums and sentences -------------------------------------------------------------------------------------


def test_the_points_shown_add_up(assessed: Assessment, catalogue: Catalogue) -> None:
    shown = plain(terminal_assessment.assessment(assessed, catalogue, width=80))
    points = [float(value) for value in re.findall(r"([\d.]+) of \d *$", shown, re.M)]
    total = re.search(r"([\d.]+) of 15 points = (\d+) of 100", shown)
    assert total
    assert sum(points) == pytest.approx(float(total[1]), abs=0.02)
    assert int(total[2]) == int(assessed.target.fit)


def test_every_requirement_is_named(assessed: Assessment, catalogue: Catalogue) -> None:
    for text in (
        plain(terminal_assessment.assessment(assessed, catalogue, width=80)),
        markdown.assessment(assessed, catalogue),
        jsonout.assessment(assessed, catalogue),
    ):
        for part in assessed.target.parts:
            assert part.requirement.label in text


def test_the_fit_is_floored(assessed: Assessment) -> None:
    almost = replace(assessed.target, points=14_999, full_points=15_000, low=99.99, high=100.0)
    assert figures.whole(almost.fit) == 99
    assert figures.span(almost) == "99-100"
    assert figures.span(replace(almost, low=40.2, high=40.9)) == "40"


def test_nothing_held_is_said_plainly(catalogue: Catalogue) -> None:
    first, *_ = wording.headline(Assessor(catalogue).assess("pottery"), catalogue)
    assert "No skill was recognised" in first


def test_when_none_fits_the_bridge_is_named(catalogue: Catalogue) -> None:
    found = " ".join(wording.headline(Assessor(catalogue).assess("hardware maintenance, python"), catalogue))
    assert "None of the six core roles fits today" in found
    assert "Nearest entry role: Data-Centre Technician" in found
    assert "System Administrator" in found


def test_a_chosen_role_comes_first(catalogue: Catalogue) -> None:
    role = catalogue.roles["platform-architect"]
    first, *_ = wording.headline(Assessor(catalogue).assess("linux", role=role), catalogue)
    assert first.startswith("Platform Architect, 0 of 100")


def test_years_and_mended_words_are_shown(catalogue: Catalogue) -> None:
    from hpcskills.model import Held

    match = Match(skill="linux", mention="lunix", start=0, end=5, how=How.FUZZY, score=0.8, years=2.5)
    held = Held(skill="linux", level=3, assumed=False, matches=(match,))
    assert wording.held_text(held, catalogue) == "Linux 3 (2.5 years, from “lunix”)"
    assert wording.held_text(replace(held, assumed=True, matches=()), catalogue) == "Linux 3~"
    assert wording.said(match._replace(status=Status.WANTED, learning=True)) == "wanted, 2.5 years, learning"


@pytest.mark.parametrize(
    ("low", "high", "basis", "shown"),
    [
        (0, 0, "stated", "free"),
        (None, None, "stated", "cost unknown"),
        (0, None, "stated", "free in part, the rest unknown"),
        (None, 50, "stated", "up to 50 USD"),
        (10, None, "estimated", "from about 10 USD"),
        (49, 49, "stated", "49 USD"),
        (1000, 2500.5, "estimated", "about 1,000-2,500.5 USD"),
    ],
)
def test_cost_in_words(low: float | None, high: float | None, basis: str, shown: str, catalogue: Catalogue) -> None:
    course: Course = next(iter(catalogue.courses.values()))
    assert figures.cost(replace(course, cost_usd=Range(low=low, high=high, basis=basis))) == shown


def test_hours_in_words() -> None:
    assert figures.hours(Range(low=4.5, high=4.5, basis="stated")) == "4.5 h"
    assert figures.hours(Range(low=None, high=None, basis="stated")) == "hours unknown"
    assert figures.hours(Range(low=1500, high=None, basis="estimated")) == "from about 1,500 h"


@pytest.mark.parametrize(
    ("value", "said"), [("-4.2%", " (falling)"), ("\u22124%", " (falling)"), ("-4%: falls", ""), ("+4%", "")]
)
def test_a_falling_figure_says_so(value: str, said: str) -> None:
    fact = Fact(about=(), fact="growth", value=value, period="p", basis="b", source="s", as_of="2025")
    assert figures.trend(fact) == said


def test_the_bar_never_leaves_its_width() -> None:
    for value in range(0, 101):
        for high in (value, min(100, value + 30), 100):
            assert len(terminal.bar(value, high, 8).plain) <= 8
    assert terminal.bar(100, 100, 8).plain == "█" * 8
    assert terminal.bar(0, 0, 8).plain == ""


# --- the matrix ---------------------------------------------------------------------------------------------


def test_rows_of_the_matrix_add_up_to_100(catalogue: Catalogue) -> None:
    for every in (False, True):
        for row in build(catalogue, every_category=every).rows:
            assert sum(row.shares) + row.rest == pytest.approx(100)
            assert row.rest == pytest.approx(0) or not every


def test_a_choice_counts_once_and_in_each_of_its_categories(catalogue: Catalogue) -> None:
    found = build(catalogue)
    row = next(row for row in found.rows if row.role.id == "scientific-developer")
    shares = dict(zip((category.id for category in found.categories), row.shares, strict=True))
    assert shares["programming-languages"] == pytest.approx(90)
    assert shares["container-technologies"] == pytest.approx(10)


def test_what_is_held_counts_although_more_of_it_is_wanted() -> None:
    assessor = Assessor(load())
    found = assessor.assess("I wrote MPI programs. I want to learn MPI and CUDA.")
    assert wording.labels_with(Status.WANTED, found, assessor.catalogue) == ["CUDA"]
