"""CVs with a structure of their own (JSON Resume, LinkedIn, Europass), web pages, RTF and Word become lines."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from papers import FILES, LINKEDIN, RESUME, page, zipped

from hpcskills.documents.intake import read_bytes, read_data, read_file
from hpcskills.documents.kinds import Kind, table_lines
from hpcskills.documents.webpage import lines_of
from hpcskills.errors import InputError


@pytest.mark.parametrize("name", ["resume.json", "resume"])
def test_a_json_resume_of_either_version(name: str) -> None:
    found = read_data(json.dumps(RESUME).encode(), name)
    assert found.kind is Kind.RESUME
    assert found.text.split("\n") == [
        "Skills",
        "- Linux (Master): bash, systemd",
        "- CUDA (3)",
        "- Git",
        "",
        "Summary",
        "Engineer",
        "Clusters and code.",
        "",
        "Experience",
        "Admin, Acme (Jan 2013 – Feb 2015)",
        "- Ansible",
        "Technician, Old (2010 – present)",
        "Ran Slurm.",
        "",
        "Interests",
        "- Quantum: Qiskit",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [('{"skills": [,]}', "not valid JSON in line 1"), ("[]", "not a JSON Resume"), ("[" * 9999, "not valid")],
)
def test_what_is_called_json_and_is_no_resume_is_refused(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_bytes(text.encode(), "me.json")
    assert read_bytes(text.encode(), "me.txt") == text


LINKEDIN_LINES = [
    "Skills",
    "- Linux",
    "- Python, scientific",
    "",
    "Experience",
    "Admin, Zürich Computing (Jan 2013 – Feb 2015)",
    "Ran Slurm",
    "and Lustre",
    "Engineer, Now (Mar 2015 – present)",
]


def test_a_linkedin_export_as_folder_and_as_zip(tmp_path: Path) -> None:
    for name, content in LINKEDIN.items():
        (tmp_path / name).write_bytes(content)
    assert read_file(tmp_path).split("\n") == LINKEDIN_LINES
    assert read_file(tmp_path / "Positions.csv").split("\n") == LINKEDIN_LINES[4:]
    data = zipped({f"export/{name}": content for name, content in LINKEDIN.items()})
    assert read_bytes(data, "export.zip").split("\n") == LINKEDIN_LINES


def test_another_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        read_file(tmp_path)


def test_europass_of_today() -> None:
    lines = read_file(FILES / "europass.xml").split("\n")
    assert lines[lines.index("Experience") + 1 :][:3] == [
        "HPC administrator, Fjord Computing (Mar 2016 – present)",
        "- Slurm for 300 users",
        "- Ansible & Lustre",
    ]
    assert {"- Python", "- Operations: Grafana, Kubernetes", "MSc Physics, Aarhus University (2010 – 2015)"} < set(
        lines
    )
    assert not any(word in "\n".join(lines) for word in ("Nora", "Quist", "Template1", "eng"))


def test_europass_before_2020() -> None:
    lines = read_file(FILES / "europass-2012.xml").split("\n")
    assert {"Storage engineer, Adria Data (May 2009 – Nov 2014)", "Ran Lustre and Ceph", "- Slurm, bash, Python"} < set(
        lines
    )
    # Neither the name nor the job applied for nor spoken languages are skills.
    assert not any(word in "\n".join(lines) for word in ("Ivo", "System administrator", "Croatian"))


def test_a_web_page_shows_what_a_reader_sees() -> None:
    assert lines_of(
        "<!doctype html><head><title>x</title></head><style>p{}</style><!-- <p>no</p> --><h1>Skills</h1><p>Linux &lt;3"
        "<ul><li>Slurm<li><b>bash</b> &amp; awk</ul><table><tr><th>a<th>b<tr><td><p>MPI</p><td>5</table><![x<p>end"
        "<p hidden>no<div style='color:red;display: none'><div>no</div>no</div><li hidden>no<input hidden></li>"
    ) == ["Skills", "Linux <3", "- Slurm", "- bash & awk", "a\tb", "MPI\t5", "end"]
    assert lines_of("<html hidden><body style='display:none'><p>Slurm") == ["Slurm"]
    data = '<html><meta charset="cp1250"><p>Kraków'.encode("cp1250")
    assert read_bytes(data, "cv.html") == "Kraków"


def test_rtf_escapes() -> None:
    text = (
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\*\generator X}Caf\'e9 \u8364? {\b C++}\par\u-10179?\u-8704?}"
    )
    assert read_bytes(text, "cv.rtf") == "Café € C++\n😀"
    unseen = rb"{\rtf1 Linux{\v  no}{\deleted  no}, {\v no\plain  Slurm}\v no\v0  too}"
    assert read_bytes(unseen, "cv.rtf") == "Linux, Slurm too"


def test_a_word_file_leaves_out_what_is_deleted_and_reads_text_boxes_once() -> None:
    box = "<AlternateContent><Choice><txbxContent><p><t>Box</t></p></txbxContent></Choice>{}</AlternateContent>"
    body = (
        "<p><r><t>Linux</t></r><del><r><delText>no</delText></r></del><r><tab/></r><r><t>5 years</t></r></p>"
        "<p><pPr><numPr><numId val='1'/></numPr></pPr><r><t>Slurm</t></r></p>"
        f"<p><r>{box.format('<Fallback><txbxContent><p><t>Box</t></p></txbxContent></Fallback>')}</r><r><t>After</t></r></p>"
    )
    data = zipped(
        {
            "word/document.xml": f"<d><body>{body}</body></d>".encode(),
            "word/footnotes.xml": b"<f><p><t>Note</t></p></f>",
        }
    )
    assert read_bytes(data, "cv").split("\n") == ["Linux\t5 years", "- Slurm", "After", "Box", "Note"]


def test_a_word_file_leaves_out_what_nobody_sees() -> None:
    body = (
        "<p><r><rPr><vanish/></rPr><t>no</t></r><r><rPr><vanish val='0'/></rPr><t>Linux</t></r></p>"
        "<p><moveFrom><r><t>no</t></r></moveFrom><moveTo><r><t>Julia</t></r></moveTo></p>"
        "<sdt><sdtPr><showingPlcHdr/></sdtPr><sdtContent><p><r><t>Enter text</t></r></p></sdtContent></sdt>"
        "<sdt><sdtContent><p><r><t>Slurm</t></r></p></sdtContent></sdt>"
        "<tbl><tr><trPr><del/></trPr><tc><p><r><t>no</t></r></p></tc></tr><tr><tc><p><r><t>MPI</t></r></p></tc></tr></tbl>"
    )
    data = zipped({"word/document.xml": f"<d><body>{body}</body></d>".encode()})
    assert read_bytes(data, "cv").split("\n") == ["Linux", "Julia", "Slurm", "MPI"]


def test_letters_set_apart_and_levels_below_their_skill() -> None:
    markup = "<p>S K I L L S<p>Slurm<p>● ● ○<p>Python<p>bash<p>●○○<p>●●○<p>W O R K"
    assert read_bytes(f"<html>{markup}".encode(), "cv").split("\n") == [
        "SKILLS", "Slurm ● ● ○", "Python", "bash", "●○○", "●●○", "WORK",
    ]  # fmt: skip


def test_a_cross_in_a_table_becomes_the_head_of_its_column() -> None:
    rows = [["Skill", "basic", "good"], ["Slurm", "", "x"], ["Perl", "X", ""]]
    assert table_lines([[[cell] for cell in row] for row in rows]) == [
        "Skill\tbasic\tgood",
        "Slurm\tgood",
        "Perl\tbasic",
    ]


def test_a_file_inside_a_europass_pdf_is_read_instead_of_the_pages() -> None:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(page((50, 700, "Painted")))
    pdf.new_attachment("attachment.xml").set_data((FILES / "europass.xml").read_bytes())
    out = io.BytesIO()
    pdf.save(out)
    found = read_data(out.getvalue(), "cv.pdf")
    assert found.kind is Kind.EUROPASS
    assert "- Operations: Grafana, Kubernetes" in found.text
    assert "Europass data" in found.notes[0]


def test_a_row_of_levels_goes_to_the_skills_above_or_below_it() -> None:
    table = "<table><tr><td>{}<td>{}<tr><td>{}<td>{}</table>"
    below = table.format("Slurm", "CUDA", "★★★☆", "★☆☆☆")
    assert read_bytes(f"<p>Skills{below}".encode(), "cv").split("\n") == ["Skills", "Slurm ★★★☆", "CUDA ★☆☆☆"]
    above = table.format("90%", "20%", "Slurm", "CUDA")
    assert read_bytes(f"<p>Skills{above}".encode(), "cv").split("\n") == ["Skills", "Slurm 90%", "CUDA 20%"]


def test_a_number_under_years_is_one() -> None:
    rows = [["Name", "Ada"], ["Skill", "Years"], ["Java", "12"], ["Perl", "good"]]
    assert table_lines([[[cell] for cell in row] for row in rows])[2:] == ["Java\t12 years", "Perl\tgood"]


def test_what_is_struck_out_or_hidden_is_left_out() -> None:
    assert lines_of("<p><del>no</del> <s>no</s> Slurm") == ["Slurm"]
    assert read_bytes(rb"{\rtf1 {\strike no}Slurm\footnote since 2010}", "cv") == "Slurm since 2010"
    struck = "<d><p><r><rPr><strike/></rPr><t>no</t></r><r><rPr><dstrike val='0'/></rPr><t>Slurm</t></r></p></d>"
    assert read_bytes(zipped({"word/document.xml": struck.encode()}), "cv") == "Slurm"
    styles = "<style name='S'><p display='none'/></style><style name='L'><p text-line-through-style='solid'/></style>"
    shown = "<p>Slurm<span style-name='S'>no</span><span style-name='L'>no</span><hidden-text>no</hidden-text> yes</p>"
    hidden = "<section display='none'><p>no</p></section>"
    odt = zipped({"content.xml": f"<d>{styles}<body>{shown}{hidden}</body></d>".encode()})
    assert read_bytes(odt, "cv") == "Slurm yes"


def test_what_is_not_ticked_is_left_out_and_said() -> None:
    found = read_data("☒ Slurm  ☐ Perl\n- [x] Bash\n- [ ] Ruby\n".encode(), "cv.txt")
    assert found.text.split() == ["☒", "Slurm", "-", "[x]", "Bash", "-"]
    assert found.notes == ("What stands beside boxes that are not ticked was left out.",)
    assert read_bytes("☐ Slurm\n☐ Perl".encode(), "cv.txt") == "☐ Slurm\n☐ Perl"


def test_a_term_stands_beside_what_is_said_of_it() -> None:
    found = lines_of("<dl><dt>Slurm<dd>advanced<dt>Work<dd>Graz<dd>Wien</dl><p>end")
    assert found == ["Slurm\tadvanced", "Work", "Graz", "Wien", "end"]
