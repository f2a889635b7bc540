"""Files people bring: the words come out whole and in order, and what cannot be read is refused with the way out."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from papers import FILES, SENTENCES, SKILLS, page, zipped

from hpcskills.documents import pdf
from hpcskills.documents.intake import read_bytes, read_data, read_document, read_file, read_stream
from hpcskills.documents.kinds import MOST_TEXT, Kind, sniff
from hpcskills.errors import InputError

READABLE = sorted(
    path for path in FILES.iterdir() if path.suffix not in {".md", ".xml"} and path.stem not in {"encrypted", "scan"}
)


@pytest.mark.parametrize("path", READABLE, ids=lambda path: path.name)
def test_every_skill_is_an_item_and_every_sentence_a_line(path: Path) -> None:
    found = read_document(path)
    lines = found.text.split("\n")
    cells = {cell for line in lines for cell in line.removeprefix("- ").removeprefix("• ").split("\t")}
    in_header = {"Linux system administration", "Slurm", "Ansible", "Kubernetes", "Python", "C++"}
    own = [skill for skill in SKILLS if path.stem != "header" or skill not in in_header]
    assert [skill for skill in own if skill not in cells] == []
    assert [skill for skill in SKILLS if skill not in found.text] == []
    sentences = SENTENCES[:4] if path.stem == "header" else SENTENCES
    assert [said for said in sentences if not any(said in line for line in lines)] == []
    assert found.notes == ()


@pytest.mark.parametrize("name", ["sidebar.pdf", "sidebar-words.pdf", "sidebar.docx", "sidebar.rtf", "sidebar.html"])
def test_a_sidebar_is_read_before_or_after_the_rest_and_not_into_it(name: str) -> None:
    lines = [line.removeprefix("- ") for line in read_file(FILES / name).split("\n")]
    first = lines.index(SKILLS[0])
    assert lines[first : first + len(SKILLS)] == list(SKILLS)


@pytest.mark.parametrize("suffix", ["pdf", "docx", "odt", "rtf", "html"])
def test_a_table_keeps_its_rows(suffix: str) -> None:
    lines = read_file(FILES / f"tables.{suffix}").split("\n")
    assert "Slurm\t3 years\tgood" in lines
    assert any(line.startswith("2012") and line.endswith(f"2014\t{SENTENCES[1]}") for line in lines)


def test_pages_and_columns_come_in_order() -> None:
    text = read_file(FILES / "three-pages.pdf")
    assert text.index("Paul Sand") < text.index("Page two") < text.index("OpenMP\n") < text.index("Page three")
    text = read_file(FILES / "two-columns.pdf")
    assert text.index("Rowan Vale") < text.index("- OpenMP") < text.index("Projects") < text.index("- Git")


def test_pages_beyond_the_limit_are_named() -> None:
    found = read_data(page((50, 700, "Slurm"), count=61), "cv.pdf")
    assert found.text.split() == ["Slurm"] * 60
    assert found.notes == ("Only pages 1 to 60 of 61 were read.",)


def endless() -> bytes:
    """A PDF whose first page is sound and whose second draws drawings in drawings, 8 to the power of 20."""
    sound = page((50, 700, "Slurm"), count=2)
    before, _, after = sound.rpartition(b"/Contents 4 0 R/Resources<</Font<</F1 3 0 R>>>>")
    nested = b"".join(
        b"%d 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</A %d 0 R>>>>/Length 48>>"
        b"stream\n%s\nendstream endobj " % (number, number + 1, b"/A Do " * 8)
        for number in range(10, 30)
    )
    last = b"40 0 obj<</Length 5>>stream\n/A Do\nendstream endobj "
    after = after.replace(b"trailer", nested + last + b"trailer")
    return before + b"/Contents 40 0 R/Resources<</XObject<</A 10 0 R>>>>" + after


def test_a_page_without_end_costs_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "SECONDS", 1)
    found = read_data(endless(), "cv.pdf")
    assert found.text == "Slurm"
    assert found.notes == ("Only page 1 of 2 was read, because the next one took too long.",)


def bomb(size: int = 30_000_000) -> bytes:
    """A Word file of some kilobytes that unpacks to `size`."""
    return zipped({"word/document.xml": b"<d><p><t>Slurm</t></p>" + b" " * size + b"</d>"})


LAUGHS = (
    b'<!DOCTYPE d [<!ENTITY a "Slurm Slurm"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]><d><p><t>&c;</t></p></d>'
)
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE c [<!ENTITY x SYSTEM "file:///etc/hostname">]><Candidate>&x;</Candidate>'


REFUSED = {
    "encrypted": ((FILES / "encrypted.pdf").read_bytes(), "locked with a password"),
    "scan": ((FILES / "scan.pdf").read_bytes(), "only pictures of pages"),
    "cut PDF": ((FILES / "two-columns.pdf").read_bytes()[:15_000], "damaged or cut off"),
    "cut Word file": ((FILES / "two-columns.docx").read_bytes()[:4_000], "damaged or cut off"),
    "zip bomb": (bomb(), "unpacks to far more"),
    "entities": (zipped({"word/document.xml": LAUGHS}), "a document type"),
    "outside file": (OUTSIDE, "a document type"),
    "utf-16 entities": (OUTSIDE[21:].decode().encode("utf-16"), "a document type"),
    "deep": (zipped({"word/document.xml": b"<tbl>" * 5000}), "nesting without end"),
    "broken XML": (zipped({"word/document.xml": b"<d><p>Slurm</d>"}), "its XML is broken"),
    "many members": (zipped({str(number): b"" for number in range(5001)}), "more than 5,000 files"),
    "other zip": (zipped({"a.txt": b"Slurm"}), "Unpack it"),
    "Pages": (zipped({"Index/Document.iwa": b""}), "Export it to Word or PDF"),
    "workbook": (zipped({"xl/workbook.xml": b""}), "hpcskills batch"),
    "empty Word file": (zipped({"word/document.xml": b"<d/>"}), "holds no text"),
    "old Word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "an old Word or Excel file, or one locked"),
    "picture": (b"\x89PNG\r\n\x1a\n", "a picture"),
    "other XML": (b"<?xml version='1.0'?><note>Slurm</note>", "not of Europass"),
    "script": (b"<html><script>Slurm</script></html>", "only in a browser"),
    "deep RTF": (b"{\\rtf1" + b"{" * 1000, "nested deeper"),
    "empty RTF": (b"{\\rtf1 }", "holds no text"),
    "binary": (bytes(range(256)) * 8, "not text"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_with_the_way_out(case: str) -> None:
    data, words = REFUSED[case]
    with pytest.raises(InputError, match=words) as refused:
        read_data(data, "cv.doc")
    assert str(refused.value).startswith("cv.doc ")
    assert "Slurm" not in str(refused.value)


def test_a_pdf_without_its_last_lines_is_read_with_a_note() -> None:
    found = read_data((FILES / "two-columns.pdf").read_bytes()[:-300], "cv.pdf")
    assert [said for said in SENTENCES if said not in found.text] == []
    assert found.notes == ("The file ends early: it may be cut off.",)


def test_a_file_of_200_megabytes_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(200_000_000)
    with pytest.raises(InputError, match=r"larger than 20 MB\. It is mostly pictures"):
        read_document(path)


def test_without_the_package_a_pdf_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(InputError, match=r'pip install "hpcskills\[cv\]"'):
        read_data(page((50, 700, "Slurm")), "cv.pdf")


def test_a_module_beside_the_pdf_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pypdfium2.py", "json.py", "hpcskills.py"):
        (tmp_path / name).write_text("raise SystemExit", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert read_data(page((50, 700, "Slurm")), "cv.pdf").text == "Slurm"


def test_the_content_decides_and_not_the_name() -> None:
    assert sniff(b"\n%PDF-1.4") is Kind.PDF
    assert sniff(b"I wrote a reader for %PDF-1.4 files") is Kind.TEXT
    assert sniff("<html>".encode("utf-16")) is Kind.HTML
    assert "Slurm" in read_bytes((FILES / "tables.docx").read_bytes(), "cv.txt")
    assert "Slurm" in read_stream(io.BytesIO((FILES / "tables.rtf").read_bytes()), "stdin")
    assert read_bytes(b"<5 years Linux>", "cv.txt") == "<5 years Linux>"


def test_a_long_text_is_cut_and_says_so() -> None:
    found = read_data(b"linux, slurm\n" * 400_000, "cv.txt")
    assert MOST_TEXT - 20 < len(found.text) <= MOST_TEXT
    assert "first 2,000,000 characters (38 %)" in found.notes[0]


def command(*arguments: str, cache: Path) -> subprocess.CompletedProcess[str]:
    """Run the real command, away from the folder of the project."""
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent), "XDG_CACHE_HOME": str(cache)}
    line = [sys.executable, "-m", "hpcskills", *arguments]
    return subprocess.run(line, env=environment, cwd=cache, capture_output=True, encoding="utf-8", check=False)


def test_the_command_reads_a_pdf_and_tells_what_it_left_out(tmp_path: Path) -> None:
    (tmp_path / "cv.pdf").write_bytes(page((50, 700, "5 years Slurm"), count=61))
    done = command("match", "--file", "cv.pdf", "--format", "json", cache=tmp_path)
    assert {(one["skill"], one["years"]) for one in json.loads(done.stdout)["skills"]} == {("slurm", 5)}
    assert done.stderr == "Note: Only pages 1 to 60 of 61 were read.\n"


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "Error: cv.pdf is empty"), ((FILES / "scan.pdf").read_bytes(), "Error: cv.pdf holds no text")],
)
def test_the_command_refuses_with_code_4(content: bytes, words: str, tmp_path: Path) -> None:
    (tmp_path / "cv.pdf").write_bytes(content)
    done = command("assess", "--file", "cv.pdf", cache=tmp_path)
    assert (done.returncode, done.stdout) == (4, "")
    assert words in done.stderr
