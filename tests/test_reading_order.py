"""Pages are read in order whatever they are painted like, and damaged documents never break the reader."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Sequence
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import FILES, LINKEDIN, RESUME, SENTENCES, SKILLS, page, zipped

from hpcskills.documents.intake import read_data
from hpcskills.documents.kinds import BROKEN, clean, mend_hyphens
from hpcskills.documents.page_rows import Word
from hpcskills.documents.reading_order import read
from hpcskills.errors import InputError


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        (f"perfor{BROKEN}mance", "performance"),
        (f"high{BROKEN}performance", "high-performance"),
        (f"wide{BROKEN}spread and widespread", "widespread and widespread"),
        (f"bench{BROKEN}mark, bench-mark", "bench-mark, bench-mark"),
        ("high-performance", "high-performance"),
    ],
)
def test_hyphens(broken: str, whole: str) -> None:
    assert mend_hyphens(broken) == whole


def test_signs_no_font_can_show_are_cleaned() -> None:
    assert clean("\ufb01le\u00a0sys\u00adtem\x00\t \uf0b7 \uf0ab") == "file system \t• ★".replace(" \t", "\t")


def placed(lines: Sequence[str], left: float, top: float, lead: float) -> list[Word]:
    """Words on a page as a typewriter would place them: every letter 5 wide, 10 high."""
    words = []
    for number, line in enumerate(lines):
        at = left
        for text in line.split():
            words.append(Word(text, at, at + 5 * len(text), top - number * lead, top - number * lead + 10))
            at += 5 * (len(text) + 1)
    return words


@given(order=st.randoms(use_true_random=False), lead=st.sampled_from([12.0, 13.5, 15.0]), gap=st.floats(12, 60))
def test_the_order_of_painting_does_not_matter(order: random.Random, lead: float, gap: float) -> None:
    left = ["Skills", *SKILLS]
    right = [SENTENCES[0][:47], SENTENCES[0][48:], SENTENCES[2][:46], SENTENCES[2][47:], "Education", "Physics in Graz"]
    words = placed(left, 50, 700, 14) + placed(right, 50 + 27 * 5 + gap, 700, lead)
    straight = read(words)
    order.shuffle(words)
    assert read(words) == straight
    assert straight[: len(left)] == left


@given(
    st.lists(
        st.builds(
            lambda text, left, bottom, width, height: Word(text, left, left + width, bottom, bottom + height),
            st.sampled_from(["a", "•", "-", "12.", "Slurm", "high-", "(x", "\ufffd"]),
            *[st.floats(-1e4, 1e4)] * 2,
            *[st.floats(0, 500)] * 2,
        ),
        max_size=60,
    )
)
def test_no_word_is_lost_wherever_it_stands(words: list[Word]) -> None:
    def letters(texts: Sequence[str]) -> list[str]:
        return sorted(
            "".join(texts).replace(BROKEN, "-").replace("•", "-").replace("●", "-").replace(" ", "").replace("\t", "")
        )

    assert letters(read(words)) == letters([word.text for word in words])


SEEDS = [
    path.read_bytes() for path in sorted(FILES.iterdir()) if path.suffix in {".docx", ".odt", ".rtf", ".html", ".xml"}
]
SEEDS += [json.dumps(RESUME).encode(), zipped(LINKEDIN)]
PIECES = st.sampled_from(
    [b"<", b"<!--", b"<td>", b"{", b"}", b"\\row", b"\\'", b"\\u-1?", b"\0", b"\xff\xfe", b"PK\x03\x04", b"[["]
)


@st.composite
def mutated(draw: st.DrawFn, seeds: Sequence[bytes]) -> bytes:
    """A document with a few bytes lost, doubled, added or changed, packed again if it was packed."""
    data = draw(st.sampled_from(seeds))
    if data.startswith(b"PK") and draw(st.booleans()):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        name = draw(st.sampled_from(sorted(members)))
        return zipped(members | {name: draw(damaged(members[name]))})
    return draw(damaged(data))


@st.composite
def damaged(draw: st.DrawFn, data: bytes) -> bytes:
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(data)))
        lost = draw(st.sampled_from([0, 0, 1, 8, 300]))
        data = data[:at] + draw(st.one_of(PIECES, st.binary(max_size=4))) * draw(st.integers(0, 20)) + data[at + lost :]
    return data


@settings(max_examples=400)
@given(mutated(SEEDS), st.sampled_from(["cv", "cv.json"]))
def test_damaged_documents_are_read_or_refused(data: bytes, name: str) -> None:
    with suppress(InputError):
        read_data(data, name).text.encode()


@settings(max_examples=12)
@given(mutated([page((50, 700, "Slurm"), (50, 680, "Lustre")), (FILES / "rotated.pdf").read_bytes()]))
def test_damaged_pdfs_are_read_or_refused(data: bytes) -> None:
    with suppress(InputError):
        read_data(data, "cv.pdf").text.encode()


@given(gap=st.integers(2, 25), count=st.integers(3, 9))
def test_the_signs_of_a_level_stay_beside_their_skill(gap: int, count: int) -> None:
    words = placed([f"\uf0b7 {skill}" for skill in SKILLS], 50, 700, 14)
    for row in range(len(SKILLS)):
        signs = [Word(sign, 300 + gap * place, 302 + gap * place, 700 - 14 * row, 710 - 14 * row)
                 for place, sign in enumerate("●" * (count - 1) + "○")]  # fmt: skip
        words += signs
    assert read(words) == [f"- {skill}\t{'●' * (count - 1)}○" for skill in SKILLS]


def test_an_item_goes_on_below_its_words_and_a_span_of_years_stays_whole() -> None:
    items = placed(["Red Hat Enterprise", "Linux", "Slurm", "Institute, 2014-", "2024"], 60, 700, 14)
    words = placed(["•", "", "•", "•"], 50, 700, 14) + items
    assert read(words) == ["- Red Hat Enterprise Linux", "- Slurm", "- Institute, 2014-2024"]


def test_dates_stay_beside_their_jobs_and_words_broken_at_a_hyphen_are_joined() -> None:
    data = page(
        (50, 700, "2010-2014"),
        (150, 700, "Administrator, Graz"),
        (150, 688, "I tune the perfor-"),
        (150, 676, "mance of high-"),
        (150, 664, "performance systems"),
        (50, 640, "2014-2019"),
        (150, 640, "Engineer, Wien"),
        (150, 628, "Slurm and Lustre"),
    )
    assert read_data(data, "cv.pdf").text.split("\n") == [
        "2010-2014\tAdministrator, Graz",
        "I tune the performance of high-performance systems",
        "2014-2019\tEngineer, Wien",
        "Slurm and Lustre",
    ]


def test_text_flows_past_a_box_that_stands_in_it() -> None:
    lines = [
        "I have kept storage alive for eleven years and do not wish to",
        "stop now. My colleagues  say that I stay calm and I do",
        "not have any experience  with Kubernetes or with Java",
        "yet. In free hours I am  drawing maps of small cities",
        "and I read about their history whenever there is time for it.",
    ]
    words = placed(lines[:1], 50, 700, 12) + placed(lines[4:], 50, 652, 12)
    words += placed([line.split("  ")[0] for line in lines[1:4]], 50, 688, 12)
    words += placed([line.split("  ")[1] for line in lines[1:4]], 230, 688, 12)
    words += placed(["Ansible", "Ceph"], 180, 684, 16)
    assert read(words) == [" ".join(lines).replace("  ", " "), "Ansible", "Ceph"]


def test_a_column_of_levels_belongs_to_the_skills_beside_it() -> None:
    skills = placed(["SKILLS", "Slurm", "Python", "LANGUAGES", "German", "HOBBIES", "Chess"], 50, 700, 14)
    levels = placed(["90%", "40%"], 130, 686, 14)
    main = placed(SENTENCES[:5], 180, 695, 17)
    found = read(skills + levels + main)
    assert found[:4] == ["SKILLS", "Slurm\t90%", "Python\t40%", "LANGUAGES"]


def test_what_stands_under_a_level_is_read_below_it() -> None:
    columns = [["Expert", "Lustre", "Bash"], ["Basic", "CUDA", "Scala"]]
    words = [word for number, lines in enumerate(columns) for word in placed(lines, 50 + 150 * number, 700, 14)]
    assert read(words) == ["Expert", "Lustre", "Bash", "Basic", "CUDA", "Scala"]


def test_a_cross_and_a_number_of_years_say_what_the_head_of_their_column_says() -> None:
    crosses = placed(["Tool", "Git", "Slurm"], 50, 700, 14) + placed(["expert", "x"], 150, 700, 14)
    crosses += placed(["basic", "", "x"], 250, 700, 14)
    assert read(crosses) == ["Tool\texpert\tbasic", "Git\texpert", "Slurm\tbasic"]
    years = placed(["Skill", "Java", "Perl"], 50, 700, 14) + placed(["Years", "12", "2"], 150, 700, 14)
    assert read(years) == ["Skill\tYears", "Java\t12 years", "Perl\t2 years"]


def test_dots_that_lead_to_a_date_are_white() -> None:
    words = placed(["Administrator.....................2010"], 50, 700, 14)
    assert read(words) == ["Administrator\t2010"]
