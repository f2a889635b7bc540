"""Files of clients as they are found: a survey export, a workbook, an old Windows table with broken rows."""

from __future__ import annotations

import codecs
import csv
import io
import json
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from hpcskills.errors import Exit

EVIL = "<script>alert(1)</script> =cmd|' /C calc'!A0"


def batch(folder: Path, *words: object) -> tuple[list[dict[str, Any]], list[dict[str, str]], str]:
    """What a batch makes of `words`: scored clients, refused rows, and what it says."""
    command = [sys.executable, "-m", "hpcskills", "batch", *map(str, words), "-o", "scores.jsonl"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode in {Exit.DONE, Exit.SOME_REFUSED}, done.stderr
    scored = [json.loads(line) for line in (folder / "scores.jsonl").read_text("utf-8").splitlines()]
    bad = folder / "scores.refused.csv"
    refused = list(csv.DictReader(io.StringIO(bad.read_text("utf-8")))) if bad.exists() else []
    return scored, refused, done.stderr


# --- a survey export ------------------------------------------------------------------------------------------

TOOLS = ("Git", "Docker", "Slurm", "VMware", "Ansible", "Excel", "None of these", "Other (please specify)")
STEPS = ("Bash / shell scripting", "Python", "C / C++", "Fortran", "Networking (TCP/IP)")
GRADES = ("MPI", "CUDA / GPU programming", "Kubernetes")
WORDS = (
    "10 years of Linux at a hosting company\nmostly bash, some perl",
    "I kept 300 ASIC miners running; power, cooling, soldering",
    "Nothing yet, but I learn fast!",
    "sysadmin (Debian, 4 yrs), no experience with Slurm",
    "",
    "N/A",
)
SURVEY = (
    "Timestamp",
    "Email Address",
    "What is your full name?",
    "Which site do you belong to?",
    "How many years have you worked with computers?",
    "Which of these tools have you used? (Select all that apply)",
    *(f"How would you rate your experience with the following? [{one}]" for one in STEPS),
    *(f"How well do you know these, from 1 (never heard of it) to 6 (I teach it)? [{one}]" for one in GRADES),
    "Please describe your technical background in your own words",
    "What would you like to learn in the next year?",
    "Any other comments?",
)


def survey(path: Path, count: int = 840) -> list[dict[str, str]]:
    """Write answers as Google Forms exports them, and give them."""
    rng = random.Random(840)
    answers = []
    for number in range(count):
        tools = ";".join(rng.sample(TOOLS, rng.randint(1, 4)))
        steps = [rng.choice(("1", "2", "3", "4", "5", "")) for _ in STEPS]
        grades = [rng.choice(("1", "2", "3", "4", "5", "6", "N/A" if number % 50 == 0 else "1")) for _ in GRADES]
        who = [f"2026/03/{number % 28 + 1:02} 9:1{number % 10}:00 AM GMT+1", f"p{number}@example.org", f"Ana {number}"]
        site, years = rng.choice(("Porto", "Lyon", "Oslo")), str(rng.randint(0, 30))
        last = [rng.choice(WORDS), rng.choice(("CUDA", "Kubernetes and Slurm", "")), rng.choice(("", "Thank you!"))]
        answers.append(dict(zip(SURVEY, [*who, site, years, tools, *steps, *grades, *last], strict=True)))
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, SURVEY)
        writer.writeheader()
        writer.writerows(answers)
    return answers


def test_a_survey_of_840_answers_is_understood_without_options(tmp_path: Path) -> None:
    answers = survey(tmp_path / "survey.csv")
    scored, refused, said = batch(tmp_path, "survey.csv")
    assert len(scored) + len(refused) == 840
    assert all(row["line"].isdecimal() and row["reason"] for row in refused)
    assert "example.org" not in said
    passed = {*SURVEY[:5], *SURVEY[-2:]}
    by_email = {one["Email Address"]: one for one in answers}
    for one in scored:
        assert one["input"].keys() == passed
        answer = by_email[one["input"]["Email Address"]]
        # The first grid has five steps, which are levels; the second has six, of which the lowest is none.
        for column, skill, none in ((7, "python", 0), (11, "mpi", 1), (13, "kubernetes", 1)):
            mark = answer[SURVEY[column]]
            if mark.isdecimal():
                assert one["skills"].get(skill, 0) == int(mark) - none
                assert skill not in one["assumed"]
        assert ("docker" in one["skills"]) == ("Docker" in answer[SURVEY[5]])
        assert ("cuda" in one["skills"]) == (answer[SURVEY[12]] in set("23456")), "a wish is not counted"


def test_a_preview_names_both_scales(tmp_path: Path) -> None:
    survey(tmp_path / "survey.csv")
    command = [sys.executable, "-m", "hpcskills", "batch", "survey.csv", "--preview", "1"]
    shown = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert f"rating 1-5: {SURVEY[7]} = python" in shown
    assert f"rating 1-6: {SURVEY[11]} = mpi" in shown
    assert "wishes, not counted: What would you like" in shown
    found, _, _ = batch(tmp_path, "survey.csv")
    again, _, _ = batch(tmp_path, "survey.csv", "--mapping", "mapping.yaml")
    assert found == again


# --- a workbook -----------------------------------------------------------------------------------------------


def test_a_large_workbook_loses_no_row(tmp_path: Path) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    pytest.importorskip("python_calamine")
    with xlsxwriter.Workbook(tmp_path / "clients.xlsx", {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("Client ID", "Skills", "Start", "Site"))
        for row in range(1, 5001):
            skills = "" if row % 50 == 0 else ("linux, bash", "python; slurm", "forklift driving")[row % 3]
            sheet.write_row(row, 0, (row - 2 if row % 500 == 1 else row, skills, 45_000 + row, "Lyon"))
    scored, refused, _ = batch(tmp_path, "clients.xlsx")
    assert len(scored) + len(refused) == 5000
    assert [int(row["line"]) for row in refused if row["reason"] == "no skills given"] == list(range(51, 5002, 50))
    assert Counter(row["reason"].split("(")[0] for row in refused)["this id was in an earlier row "] == 9
    assert scored[0]["id"] == "-1"


# --- a table from an old Windows ------------------------------------------------------------------------------


def lines_of_a_table(count: int) -> tuple[list[str], set[int]]:
    """Rows with accents, quotes and line breaks in cells, 2 % of them broken, and the lines where those begin."""
    rng = random.Random(1252)
    rows, broken, line = ["Número;Nombre;Conocimientos;Notas"], set(), 2
    for number in range(count):
        skills = ", ".join(rng.sample(["Linux", "Bash", "C++", "Docker", "administración de redes"], 3))
        row = f'{number};José “{number}”;"{skills}";"teléfono:\r\n60{number}"'
        if number % 50 == 7:
            row = rng.choice((f"{number};José;Linux;una;dos", f'{number};José;"Linux" y más;x', f"{number};José;;x"))
            broken.add(line)
        rows.append(row)
        line += 1 + row.count("\n")
    return rows, broken


@pytest.mark.parametrize("encoding", ["cp1252", "cp1252 with a mark", "utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_broken_rows_are_refused_one_by_one(encoding: str, tmp_path: Path) -> None:
    rows, broken = lines_of_a_table(2000)
    codec, _, mark = encoding.partition(" ")
    (tmp_path / "clients.csv").write_bytes((codecs.BOM_UTF8 if mark else b"") + "\r\n".join(rows).encode(codec))
    words = ["clients.csv", "--id", "Número", "--skills-column", "Conocimientos"]
    scored, refused, said = batch(tmp_path, *words)
    assert (len(scored), len(refused)) == (1960, 40)
    assert {int(row["line"]) for row in refused} == broken
    assert all(row["reason"] and row["id"] for row in refused if "stray quote" not in row["reason"])
    assert scored[0]["input"] == {"Nombre": "José “0”", "Notas": "teléfono:\r\n600"}
    assert ("cp1252" in said) == (codec == "cp1252")


# --- a name that would act ------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["csv", "tsv", "jsonl", "xlsx", "parquet"])
def test_a_nasty_name_acts_in_no_form(ending: str, tmp_path: Path) -> None:
    if ending in {"xlsx", "parquet"}:
        pytest.importorskip("xlsxwriter" if ending == "xlsx" else "pyarrow")
    with (tmp_path / "clients.csv").open("w", encoding="utf-8", newline="") as handle:
        people = [["id", "name", "skills"], [EVIL, EVIL, f"linux, {EVIL}"], ["=1+1", "@SUM(1)", "=cmd, linux"]]
        csv.writer(handle).writerows(people)
    target = tmp_path / f"scores.{ending}"
    command = [sys.executable, "-m", "hpcskills"]
    pages = ["--reports", str(tmp_path / "pages")]
    subprocess.run([*command, "batch", str(tmp_path / "clients.csv"), "-o", str(target), *pages], check=True)
    for path in (tmp_path / "pages").iterdir():
        assert "<script" not in path.read_text("utf-8")
        assert path.parent == tmp_path / "pages"
    if ending in {"csv", "tsv"}:
        rows = csv.reader(io.StringIO(target.read_text("utf-8")), delimiter="," if ending == "csv" else "\t")
        assert not [cell for row in rows for cell in row if cell[:1] in set("=+-@")]
    elif ending == "xlsx":
        import zipfile

        with zipfile.ZipFile(target) as book:
            assert not [name for name in book.namelist() if b"<f>" in book.read(name) or b"<script" in book.read(name)]
    for form in ("json", "html"):
        group = subprocess.run([*command, "cohort", str(target), "--format", form], check=True, capture_output=True)
        assert b"<script" not in group.stdout or form == "json"
