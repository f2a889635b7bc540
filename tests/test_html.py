"""HTML reports: self-contained, escaped, the same content as in the terminal, and sound in a real browser."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hpcskills.assess import Assessor
from hpcskills.catalogue import load
from hpcskills.clients import classes, cohort, reports
from hpcskills.clients.cohort_file import Client, People
from hpcskills.clients.offers import offers
from hpcskills.model import How, Match, Reading, Unknown, Unsure
from hpcskills.planning.eligibility import Person as Eligible
from hpcskills.planning.limits import Limits
from hpcskills.planning.optimum import plan
from hpcskills.planning.planned import Prefer, Target
from hpcskills.render import charts, html, html_cohort, html_explain, html_matrix, html_plan, wording
from hpcskills.render.clean import visible
from hpcskills.scoring import matrix
from hpcskills.transition import transition

DAY = date(2026, 11, 22)
NASTY = "<script>alert(1)</script> =cmd|' /C calc'!A0"
WORDS = "6 years Linux sysadmin, bash, docker, some python, no Slurm, kuberntes, want to learn CUDA, c, basket weaving"
LARGEST = 60_000
VOID = {"meta", "br", "hr", "img", "input", "link"}
ALONE = {"rect", "line"}


@pytest.fixture(scope="module")
def assessor() -> Assessor:
    return Assessor(load())


def _person(assessor: Assessor, text: str = WORDS, subject: str = "") -> str:
    return html.assessment(assessor.assess(text), assessor.catalogue, made=DAY, subject=subject)


def _moved(assessor: Assessor) -> str:
    trade = assessor.catalogue.backgrounds["asic-mining-technician"]
    found = transition(assessor, trade, "some linux, bash", limits=Limits(start=DAY))
    return html.transition(found, assessor.catalogue, made=DAY)


def _matrix(assessor: Assessor) -> str:
    return html_matrix.matrix(matrix.build(assessor.catalogue), assessor.catalogue, made=DAY)


def _matrix_of_all(assessor: Assessor) -> str:
    found = matrix.build(assessor.catalogue, every_category=True)
    return html_matrix.matrix(found, assessor.catalogue, made=DAY)


def _group(assessor: Assessor) -> str:
    texts = ("linux, slurm, bash, ansible", "c++, mpi, openmp, python", "pytorch, cuda, python", "docker, kubernetes")
    clients = []
    for number in range(60):
        text = f"{texts[number % 4]}, {'advanced' if number % 7 else 'expert'} linux"
        person = assessor.assess(text).profile
        levels = {skill: held.level for skill, held in person.held.items()}
        fits = dict(zip(assessor.catalogue.roles, assessor.scorer.percents(levels), strict=True))
        columns = {"site": ("Porto", "Lyon", "Oslo")[number % 3 if number < 50 else 0], "name": NASTY}
        clients.append(Client(id=f"C-{number} {NASTY}", levels=levels, fits=fits, columns=columns))
    people = People(clients=tuple(clients), refused=1, scored_here=True)
    found = cohort.build(people, assessor, by="site", before=people)
    targets = [cohort.nearest(client, assessor.catalogue) for client in clients]
    offered = offers(list(assessor.catalogue.courses.values()), size=12, price=300_000)
    advice = classes.advise(clients, targets, offered, assessor, budget=900_000)
    return html_cohort.cohort(found, advice, made=DAY)


def _planned(assessor: Assessor) -> str:
    catalogue, profile = assessor.catalogue, assessor.assess(WORDS).profile
    limits = Limits(start=DAY, person=Eligible(), budget=300)
    role = catalogue.roles["system-administrator"]
    found = plan(catalogue, assessor.scorer, profile, role, limits, prefer=Prefer.CHEAPEST, target=Target(fit=45))
    assert found.steps
    return html_plan.plan(found, catalogue, made=DAY, several=[found])


def _nasty(assessor: Assessor) -> str:
    return _person(assessor, f"linux, {NASTY}", subject=f"Client {NASTY}")


def _nothing(assessor: Assessor) -> str:
    return _person(assessor, "pottery, chess")


def _explained(assessor: Assessor) -> str:
    text = f"{WORDS}\n\nspak, {NASTY}"
    return html_explain.explained(text, assessor.matcher.read(text), assessor.catalogue, made=DAY)


PAGES: dict[str, Callable[[Assessor], str]] = {
    "person": _person,
    "nasty": _nasty,
    "nothing": _nothing,
    "transition": _moved,
    "matrix": _matrix,
    "matrix-all": _matrix_of_all,
    "cohort": _group,
    "plan": _planned,
    "explained": _explained,
}


@pytest.fixture(scope="module")
def pages(assessor: Assessor) -> dict[str, str]:
    return {name: make(assessor) for name, make in PAGES.items()}


class Parsed(HTMLParser):
    """Tags with their attributes, the visible text, and whether everything opened is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALONE
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text.append(data)

    @property
    def said(self) -> str:
        return " ".join("".join(self.text).split())


# --- one file, nothing from elsewhere ------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_one_file_that_asks_for_nothing(name: str, pages: dict[str, str]) -> None:
    page = Parsed(pages[name])
    assert not page.open
    assert not {tag for tag, _ in page.tags} & {"script", "img", "link", "iframe", "object", "form", "base", "embed"}
    for tag, attributes in page.tags:
        assert not [
            key for key in attributes if key.startswith("on") or key in {"style", "src", "srcset", "xlink:href"}
        ]
        assert tag == "a" or "href" not in attributes
        if tag == "a":
            assert str(attributes["href"]).startswith(("https://", "http://"))
    assert "url(" not in pages[name]
    assert "@import" not in pages[name]
    assert len(pages[name].encode()) <= LARGEST


@pytest.mark.parametrize("name", PAGES)
def test_the_policy_allows_this_style_alone(name: str, pages: dict[str, str]) -> None:
    style = re.search(r"<style>(.*?)</style>", pages[name], re.S)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = next(a["content"] for tag, a in Parsed(pages[name]).tags if a.get("http-equiv"))
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@pytest.mark.parametrize("name", PAGES)
def test_tables_and_drawings_can_be_read_without_seeing(name: str, pages: dict[str, str]) -> None:
    page = Parsed(pages[name])
    count = [tag for tag, _ in page.tags].count
    assert count("table") == count("caption")
    assert all(a.get("scope") in {"col", "row", "rowgroup"} for tag, a in page.tags if tag == "th")
    for tag, attributes in page.tags:
        if tag == "svg":
            assert attributes.get("aria-hidden") == "true" or attributes.get("role") == "img"
    assert count("title") == count("desc") + 1
    ids = [a["id"] for _, a in page.tags if "id" in a]
    assert len(ids) == len(set(ids))


def test_the_drawing_of_the_matrix_stands_alone(assessor: Assessor) -> None:
    drawing = html_matrix.drawing(matrix.build(assessor.catalogue))
    root = ET.fromstring(drawing)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    said = "".join(root.itertext())
    for role in assessor.catalogue.roles.values():
        assert role.label in said
    assert "http" not in drawing.replace("http://www.w3.org/2000/svg", "")


# --- other people's words ----------------------------------------------------------------------------------


def test_a_nasty_name_does_nothing(pages: dict[str, str]) -> None:
    page = Parsed(pages["nasty"])
    assert "script" not in {tag for tag, _ in page.tags}
    assert f"Client {NASTY}" in page.said
    group = Parsed(pages["cohort"])
    assert "script" not in {tag for tag, _ in group.tags}


@given(text=st.text(alphabet=st.characters(), max_size=40))
def test_any_words_are_shown_as_text(text: str, assessor: Assessor) -> None:
    match = Match(skill="linux", mention=text, start=0, end=1, how=How.FUZZY, score=0.5)
    doubt = Unsure(mention=text, start=0, end=1, candidates=(match,), why="near")
    unknown = Unknown(mention=f"x{text}", start=0, end=1)
    plain = Reading(matches=(match,), unsure=(doubt,), unknown=(unknown,))
    page = Parsed(html.assessment(assessor.assess_reading(plain), assessor.catalogue, made=DAY, subject=text))
    assert " ".join(visible(f"x{text}").split()) in page.said
    assert {tag for tag, _ in page.tags} <= TAGS


# fmt: off
TAGS = {
    "html", "head", "meta", "title", "style", "body", "div", "header", "p", "h1", "h2", "h3", "main",
    "section", "svg", "desc", "rect", "line", "text", "table", "caption", "thead", "tbody", "tr", "th", "td",
    "ul", "ol", "li", "span", "a", "b", "footer",
}
# fmt: on


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://x.org/<y>", "https://x.org/ y", 'https://x"y', ""])
def test_only_sound_addresses_become_links(url: str) -> None:
    assert html.linked("title", url, "facts").url == ""


# --- the same content as in the terminal -------------------------------------------------------------------


def test_a_page_says_what_the_terminal_says(assessor: Assessor) -> None:
    found = assessor.assess(WORDS)
    said = Parsed(_person(assessor)).said
    for sentence in wording.headline(found, assessor.catalogue):
        assert sentence in said
    for part in found.target.parts:
        assert part.requirement.label in said
    for fit in found.fits:
        assert assessor.catalogue.roles[fit.role].label in said
    for note in wording.footnotes(found, assessor.catalogue):
        assert note in said
    for gap in found.path.gaps[: html.TOP_GAPS]:
        for option in gap.options[: html.TOP_OPTIONS]:
            assert option.course.title in said
    assert wording.points_sum(found.target) in said
    assert "basket weaving" in said
    assert "22 November 2026" in said


def test_without_any_skill_nothing_is_judged(pages: dict[str, str]) -> None:
    said = Parsed(pages["nothing"]).said
    assert "No skill was recognised with certainty" in said
    assert "How near each role is" not in said


@given(st.floats(0, 100), st.lists(st.floats(0.1, 30), max_size=30))
def test_the_waterfall_has_no_holes(start: float, gains: list[float]) -> None:
    steps = charts.waterfall(start, ((f"g{place}", gain) for place, gain in enumerate(gains)))
    assert len(steps) <= charts.MOST_STEPS + 1
    for one, after in pairwise(steps):
        assert after.start == pytest.approx(min(one.start + one.width, 100), abs=0.03)
    assert all(0 <= step.start <= 100 and 0 <= step.width <= 100 for step in steps)


def test_the_steps_lead_from_the_fit_to_100(assessor: Assessor) -> None:
    found = assessor.assess(WORDS)
    gains = [(gap.part.requirement.label, gap.gain) for gap in found.path.gaps]
    last = charts.waterfall(found.target.fit, gains)[-1]
    assert last.start + last.width == pytest.approx(100, abs=0.05)


# --- files --------------------------------------------------------------------------------------------------


def test_reports_are_named_by_id_and_private(assessor: Assessor, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    reports.prepare(folder)
    found = assessor.assess(WORDS)
    names = {
        reports.write(folder, id, found, assessor.catalogue, made=DAY).name
        for id in ("C-1", "c/1", "../../etc/passwd", NASTY, "..", "é", "x" * 300, 7)
    }
    assert len(names) == 8
    assert {path.name for path in folder.iterdir()} == names
    assert all(re.fullmatch(r"client(-[A-Za-z0-9_-]+)?(\.[0-9a-f]{12})?\.html", name) for name in names)
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700


def test_ids_that_look_alike_have_names_of_their_own() -> None:
    ids = ["A/B", "A B", "A-B", "../A/B", "A-B-8b5cd5f38533", "A--B", "-A-B", "é", "ü", "", "/", "x" * 61, "x" * 62]
    assert len({reports.file_name(id) for id in ids}) == len(ids)
    assert reports.file_name("C-1024") == "client-C-1024.html"


def test_a_directory_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    from hpcskills.errors import OutputError

    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="Cannot make the directory"):
        reports.prepare(tmp_path / "file")


def test_without_jinja2_a_sentence_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['jinja2'] = None; sys.argv = ['hpcskills', 'assess', 'linux', '--format', 'html']\n"
        "from hpcskills.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "pip install 'hpcskills[report]'" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "begins"),
    [
        (["assess", "linux, slurm", "-o", "{}.html"], "<!DOCTYPE html>"),
        (["transition", "electrician", "linux", "--format", "html"], "<!DOCTYPE html>"),
        (["matrix", "--format", "html"], "<!DOCTYPE html>"),
        (["matrix", "-o", "{}.svg"], "<svg xmlns="),
    ],
)
def test_the_commands_write_pages(arguments: list[str], begins: str, tmp_path: Path) -> None:
    command = [one.format(tmp_path / "out") for one in arguments]
    done = subprocess.run([sys.executable, "-m", "hpcskills", *command], capture_output=True, text=True, check=True)
    written = [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] or [done.stdout]
    assert written[0].startswith(begins)


# --- in a browser -------------------------------------------------------------------------------------------

SIZES = [(1280, "light"), (390, "light"), (1280, "dark"), (390, "dark")]


def _chromium() -> str | None:
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: .[browser]")
    pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed: .[browser]")
    path = _chromium()
    if path is None:
        pytest.skip("no Chromium is installed here, so no page was looked at in a browser")
    with playwright.sync_playwright() as started:
        # As root, as in a container, Chromium starts only without its own sandbox.
        chromium = started.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def files(pages: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    for name, page in pages.items():
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in pages}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_a_browser_has_nothing_to_say(name: str, width: int, scheme: str, browser: Any, files: dict[str, Path]) -> None:
    with browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme) as context:
        page, said, asked = context.new_page(), [], []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(files[name].as_uri())
        assert said == []
        assert asked == [files[name].as_uri()]
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"
        background = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (background == "rgb(255, 255, 255)") == (scheme == "light"), "the style was not applied"


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_no_violation(name: str, width: int, scheme: str, browser: Any, files: dict[str, Path]) -> None:
    from axe_playwright_python.sync_playwright import Axe

    # The page's own policy would keep the checking script out.
    viewport = {"width": width, "height": 900}
    with browser.new_context(viewport=viewport, color_scheme=scheme, bypass_csp=True) as context:
        page = context.new_page()
        page.goto(files[name].as_uri())
        found = Axe().run(page).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_page_prints_on_paper(paper: str, browser: Any, files: dict[str, Path]) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(files["person"].as_uri())
        printed = page.pdf(format=paper)
        assert printed.startswith(b"%PDF")
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 680, "height": 960})
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
