"""Batches as they are run: several processes, parts of a job array, killed and gone on with, in every form of file."""

from __future__ import annotations

import csv
import gzip
import json
import os
import random
import re
import resource
import signal
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from hpcskills.clients.batch import BLOCK
from hpcskills.errors import Exit

HEADER = "id,skills,name\n"
WORDS = ("linux", "expert in bash", "go", "kuberntes (3 years)", "zorblax", "C++", "no slurm", "basic python", "perl")


def rows(count: int, seed: int = 1) -> str:
    rng = random.Random(seed)
    lines = [f'c{n},"{", ".join(rng.sample(WORDS, 4))}",Name {n}' for n in range(count)]
    lines[count // 2] = "broken,1,2,3"
    lines[-1] = lines[0]
    return HEADER + "\n".join(lines) + "\n"


def batch(
    folder: Path, *words: object, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hpcskills", *map(str, words)]
    settings = {**os.environ, "XDG_CACHE_HOME": str(folder.parent / "cache"), **(environment or {})}
    return subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True, check=False)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "clients.csv").write_text(rows(6 * BLOCK + 7), encoding="utf-8")
    return folder


@pytest.fixture
def whole(desk: Path) -> tuple[bytes, bytes]:
    """Scores and refused rows of an uninterrupted run in one process."""
    done = batch(desk, "batch", "clients.csv", "-o", "whole.csv")
    assert done.returncode == Exit.SOME_REFUSED, done.stderr
    return (desk / "whole.csv").read_bytes(), (desk / "whole.refused.csv").read_bytes()


def written(desk: Path, name: str = "scores.csv") -> tuple[bytes, bytes]:
    return (desk / name).read_bytes(), (desk / name).with_suffix(".refused.csv").read_bytes()


def hidden(desk: Path) -> list[str]:
    return [path.name for path in desk.iterdir() if path.name.startswith(".")]


def test_two_processes_write_the_same(desk: Path, whole: tuple[bytes, bytes]) -> None:
    done = batch(desk, "batch", "clients.csv", "-o", "scores.csv", "--jobs", 2)
    assert done.returncode == Exit.SOME_REFUSED, done.stderr
    assert written(desk) == whole
    assert hidden(desk) == []


def test_shards_are_merged_into_the_same(desk: Path, whole: tuple[bytes, bytes]) -> None:
    for part in (2, 1, 4, 3, 8, 7, 6):
        assert batch(desk, "batch", "clients.csv", "-o", "scores.csv", "--shard", f"{part}/8").returncode == Exit.DONE
    early = batch(desk, "merge", "scores.csv")
    assert early.returncode == Exit.INPUT
    assert "shard 5/8 is missing" in " ".join(early.stderr.split())
    assert batch(desk, "batch", "clients.csv", "-o", "scores.csv", "--shard", "5/8").returncode == Exit.DONE
    assert batch(desk, "merge", "scores.csv").returncode == Exit.SOME_REFUSED
    assert written(desk) == whole
    assert hidden(desk) == []


@pytest.mark.parametrize("shard", ["0/3", "4/3", "3", "a/b"])
def test_a_wrong_shard_is_a_mistake_in_use(desk: Path, shard: str) -> None:
    assert batch(desk, "batch", "clients.csv", "-o", "s.csv", "--shard", shard).returncode == Exit.USAGE


@pytest.mark.parametrize(("jobs", "blocks"), [(1, 0), (1, 2), (1, 5), (2, 3)])
def test_killed_and_gone_on_with(desk: Path, whole: tuple[bytes, bytes], jobs: int, blocks: int) -> None:
    words = [sys.executable, "-m", "hpcskills", "batch", "clients.csv", "-o", "scores.csv", "--jobs", str(jobs)]
    journal = desk / ".scores.csv.journal"
    with subprocess.Popen(words, cwd=desk, stderr=subprocess.DEVNULL) as running:
        for _ in range(3000):
            if journal.exists() and journal.read_bytes().count(b"\n") > blocks:
                break
            time.sleep(0.01)
        running.send_signal(signal.SIGKILL)
    if journal.exists():
        with journal.open("ab") as torn:
            torn.write(b"[5, 77")
        with (desk / ".scores.csv.part").open("ab") as torn:
            torn.write(b"half a li")
    done = batch(desk, "batch", "clients.csv", "-o", "scores.csv", "--resume")
    assert "rows were done before" in done.stderr or not journal.exists()
    assert written(desk) == whole
    assert hidden(desk) == []


def test_a_changed_input_is_not_gone_on_with(desk: Path) -> None:
    full = limited(desk, 200_000)
    assert full.returncode == Exit.INPUT
    with (desk / "clients.csv").open("a", encoding="utf-8") as more:
        more.write("new,linux,New\n")
    done = batch(desk, "batch", "clients.csv", "-o", "scores.csv", "--resume")
    assert done.returncode == Exit.INPUT
    assert "have changed since" in " ".join(done.stderr.split())


def limited(desk: Path, size: int) -> subprocess.CompletedProcess[str]:
    """Run where no file may grow beyond a size: the system refuses to write on, as on a full disk."""
    words = [sys.executable, "-m", "hpcskills", "batch", "clients.csv", "-o", "scores.csv"]

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return subprocess.run(words, cwd=desk, preexec_fn=limit, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("room", [0, 200_000])
def test_a_full_disk_is_said_and_can_be_gone_on_from(desk: Path, whole: tuple[bytes, bytes], room: int) -> None:
    before = (desk / "clients.csv").read_bytes()
    done = limited(desk, room)
    assert done.returncode == Exit.INPUT
    assert "Traceback" not in done.stderr
    assert "Cannot write to" in done.stderr
    assert "--resume" in done.stderr
    assert (desk / "clients.csv").read_bytes() == before
    assert not (desk / "scores.csv").exists()
    assert batch(desk, "batch", "clients.csv", "-o", "scores.csv", "--resume").returncode == Exit.SOME_REFUSED
    assert written(desk) == whole


def test_stop_at_the_first_bad_row(desk: Path) -> None:
    done = batch(desk, "batch", "clients.csv", "-o", "scores.csv", "--on-error", "stop")
    assert done.returncode == Exit.INPUT
    assert "Stopped at line" in done.stderr
    assert {path.name for path in desk.iterdir()} == {"clients.csv"}


def test_a_line_for_each_role(desk: Path) -> None:
    batch(desk, "batch", "clients.csv", "-o", "long.csv", "--long")
    with (desk / "long.csv").open(encoding="utf-8") as lines:
        found = list(csv.DictReader(lines))
    roles = {row["role"] for row in found}
    assert len(found) == len(roles) * len({row["id"] for row in found})
    assert found[0].keys() >= {"id", "name", "tier", "fit", "low", "high", "core_met", "band"}


def test_packed_input(desk: Path, whole: tuple[bytes, bytes]) -> None:
    (desk / "clients.csv.gz").write_bytes(gzip.compress((desk / "clients.csv").read_bytes()))
    batch(desk, "batch", "clients.csv.gz", "-o", "scores.csv")
    assert written(desk) == whole
    (desk / "cut.csv.gz").write_bytes((desk / "clients.csv.gz").read_bytes()[:5000])
    assert batch(desk, "batch", "cut.csv.gz", "-o", "cut.csv").returncode == Exit.INPUT


# --- Excel and Parquet --------------------------------------------------------------------------------------

EVIL = "<script>alert(1)</script> =cmd|' /C calc'!A0"


def small(desk: Path) -> list[dict[str, str]]:
    people = [
        {"id": "1", "skills": "linux, bash", "name": EVIL},
        {"id": "=2+3", "skills": "python;slurm", "name": "=HYPERLINK(1)"},
        {"id": "3", "skills": "", "name": "nobody"},
    ]
    with (desk / "small.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, ["id", "skills", "name"])
        writer.writeheader()
        writer.writerows(people)
    return people


def cells(path: Path, sheet: str = "Scores") -> list[list[Any]]:
    calamine = pytest.importorskip("python_calamine")
    return list(calamine.CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).iter_rows())


def test_a_workbook_out_and_in(desk: Path) -> None:
    pytest.importorskip("xlsxwriter")
    small(desk)
    assert batch(desk, "batch", "small.csv", "-o", "scores.xlsx").returncode == Exit.SOME_REFUSED
    header, first, second = cells(desk / "scores.xlsx")
    assert first[header.index("name")] == EVIL
    assert second[header.index("id")] == "=2+3"
    assert isinstance(first[header.index("best_fit")], float)
    assert cells(desk / "scores.xlsx", "Refused")[1][2] == "no skills given"
    gaps = cells(desk / "scores.xlsx", "Gaps")
    assert {row[0] for row in gaps[1:]} == {"1", "=2+3"}
    assert [row[-1] for row in gaps[1:6]] == sorted((row[-1] for row in gaps[1:6]), reverse=True)
    assert "2 clients" in cells(desk / "scores.xlsx", "Cohort")[0][0]
    with zipfile.ZipFile(desk / "scores.xlsx") as book:
        scores = book.read("xl/worksheets/sheet1.xml")
    assert b'state="frozen"' in scores
    assert b"<colorScale>" in scores
    assert stat.S_IMODE((desk / "scores.xlsx").stat().st_mode) == 0o600
    done = batch(desk, "batch", "scores.xlsx", "-o", "again.csv", "--skills-column", "name")
    assert done.returncode in {Exit.DONE, Exit.SOME_REFUSED}, done.stderr


def test_shards_make_the_same_workbook(desk: Path) -> None:
    pytest.importorskip("xlsxwriter")
    batch(desk, "batch", "clients.csv", "-o", "whole.xlsx")
    for part in (1, 2):
        batch(desk, "batch", "clients.csv", "-o", "scores.xlsx", "--shard", f"{part}/2")
    assert batch(desk, "merge", "scores.xlsx").returncode == Exit.SOME_REFUSED
    for sheet in ("Scores", "Gaps", "Refused", "Cohort"):
        assert cells(desk / "scores.xlsx", sheet) == cells(desk / "whole.xlsx", sheet)


def test_parquet_out_and_in(desk: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    people = small(desk)
    batch(desk, "batch", "small.csv", "-o", "scores.parquet")
    found = parquet.read_table(desk / "scores.parquet").to_pylist()
    assert [row["name"] for row in found] == [EVIL, "=HYPERLINK(1)"]
    assert isinstance(found[0]["fit_system-administrator"], float)
    arrow = pytest.importorskip("pyarrow")
    parquet.write_table(
        arrow.Table.from_pylist([{**one, "skills": one["skills"].split(", ")} for one in people]), desk / "in.parquet"
    )
    batch(desk, "batch", "small.csv", "-o", "a.csv")
    batch(desk, "batch", "in.parquet", "-o", "b.csv")
    assert (desk / "a.csv").read_bytes() == (desk / "b.csv").read_bytes()


# --- pages ----------------------------------------------------------------------------------------------------


def pages(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in folder.iterdir()}


def test_a_page_for_each_client(desk: Path) -> None:
    small(desk)
    (desk / "pages").mkdir()
    (desk / "pages" / "client-1.html").write_text("of yesterday")
    done = batch(desk, "batch", "small.csv", "-o", "scores.csv", "--reports", "pages")
    assert done.returncode == Exit.SOME_REFUSED, done.stderr
    assert "Their pages are in pages" in done.stderr
    found = pages(desk / "pages")
    assert len(found) == 2, "refused rows have none"
    assert "Client 1" in found["client-1.html"]
    assert "Linux" in found["client-1.html"]
    assert not [text for text in found.values() if "<script" in text or "HYPERLINK" in text]
    assert {stat.S_IMODE(path.stat().st_mode) for path in (desk / "pages").iterdir()} == {0o600}


def test_a_page_says_what_the_scores_say(desk: Path) -> None:
    survey(desk)
    batch(desk, "batch", "survey.csv", "-o", "scores.csv", "--reports", "pages", "--jobs", 2)
    with (desk / "scores.csv").open(encoding="utf-8") as lines:
        scores = list(csv.DictReader(lines))
    found = pages(desk / "pages")
    assert len(found) == len(scores) == 40
    assert "example.org" not in "".join(found.values())
    for row in scores:
        shown = re.search(r": (\d+) of 100", found[f"client-{row['id']}.html"])
        assert int(shown[1] if shown else 0) == int(float(row["best_fit"]))


def test_pages_of_a_run_that_was_stopped_are_all_there_after_it_went_on(desk: Path) -> None:
    (desk / "clients.csv").write_text(rows(3 * BLOCK), encoding="utf-8")
    words = [sys.executable, "-m", "hpcskills", "batch", "clients.csv", "-o", "scores.csv", "--reports", "pages"]
    with subprocess.Popen(words, cwd=desk, stderr=subprocess.DEVNULL) as running:
        for _ in range(3000):
            if (desk / "pages").is_dir() and len(list((desk / "pages").iterdir())) > BLOCK + 10:
                break
            time.sleep(0.01)
        running.send_signal(signal.SIGKILL)
    done = batch(desk, "batch", "clients.csv", "-o", "scores.csv", "--reports", "pages", "--resume")
    assert "512 rows were done before" in done.stderr
    assert sorted(pages(desk / "pages")) == sorted(
        f"client-c{n}.html" for n in range(3 * BLOCK - 1) if n != 1.5 * BLOCK
    )


# --- surveys ------------------------------------------------------------------------------------------------

QUESTIONS = (
    "Timestamp",
    "Email Address",
    "Which of these tools have you used?",
    "How well do you know these? [Python]",
    "How well do you know these? [Bash / shell scripting]",
    "Rate your skills: Kubernetes",
    "Tell us about your experience in your own words",
    "What would you like to learn next?",
)


def survey(desk: Path, count: int = 40) -> None:
    rng = random.Random(3)
    with (desk / "survey.csv").open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(QUESTIONS)
        for number in range(count):
            tools = ";".join(rng.sample(["Git", "Docker", "Slurm", "None of these", "VMware"], rng.randint(1, 3)))
            marks = [str(number % 6 + 1), rng.choice("123456"), rng.choice(["", "1", "2"])]
            words = rng.choice(["10 years of Linux\nand bash", "some C++ and Fortran", "I ran ASIC miners", ""])
            writer.writerow(["2026/03/01", f"p{number}@example.org", tools, *marks, words, "CUDA"])


def test_a_survey_is_understood_without_options(desk: Path) -> None:
    survey(desk)
    done = batch(desk, "batch", "survey.csv", "-o", "scores.jsonl")
    assert done.returncode == Exit.DONE, done.stderr
    found = [json.loads(line) for line in (desk / "scores.jsonl").read_text("utf-8").splitlines()]
    assert len(found) == 40
    assert found[0]["input"].keys() == {"Timestamp", "Email Address", "What would you like to learn next?"}
    assert "example.org" not in done.stderr


def test_a_preview_is_shown_and_read_back(desk: Path) -> None:
    survey(desk)
    shown = batch(desk, "batch", "survey.csv", "--preview", 2)
    assert shown.returncode == Exit.DONE, shown.stderr
    assert "rating 1-6: How well do you know these? [Python] = python" in shown.stdout
    assert "wishes, not counted: What would you like to learn next?" in shown.stdout
    batch(desk, "batch", "survey.csv", "-o", "a.csv")
    batch(desk, "batch", "survey.csv", "-o", "b.csv", "--mapping", "mapping.yaml")
    assert (desk / "a.csv").read_bytes() == (desk / "b.csv").read_bytes()
    text = (desk / "mapping.yaml").read_text("utf-8")
    (desk / "mapping.yaml").write_text(text.replace(": kubernetes", ": kubernets"), encoding="utf-8")
    wrong = batch(desk, "batch", "survey.csv", "-o", "b.csv", "--mapping", "mapping.yaml")
    assert wrong.returncode == Exit.USAGE
    assert "did you mean kubernetes?" in " ".join(wrong.stderr.split())


def test_anonymous_output_holds_nobody(desk: Path) -> None:
    small(desk)
    salted = {"HPCSKILLS_SALT": "kept in a safe place"}
    outputs: list[Sequence[str]] = []
    for name in ("a.csv", "b.csv"):
        batch(desk, "batch", "small.csv", "-o", name, "--anonymous", environment=salted)
        content = (desk / name).read_text("utf-8") + (desk / name).with_suffix(".refused.csv").read_text("utf-8")
        assert "script" not in content
        assert "nobody" not in content
        outputs.append(content.splitlines())
    assert outputs[0] == outputs[1]
    assert len(outputs[0][1].split(",")[0]) == 24


def test_nothing_to_read_is_said(desk: Path) -> None:
    (desk / "odd.csv").write_text("colour,shoe\nred,42\n", encoding="utf-8")
    done = batch(desk, "batch", "odd.csv", "-o", "s.csv")
    assert done.returncode == Exit.USAGE
    assert "No column looks like skills" in done.stderr
    assert batch(desk, "batch", "odd.csv").returncode == Exit.USAGE
