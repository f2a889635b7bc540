from __future__ import annotations

import csv
import json
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hpcskills.assess import Assessor
from hpcskills.catalogue import load
from hpcskills.clients.batch import BLOCK, Columns, Interrupted, Tally, run
from hpcskills.clients.results import floored
from hpcskills.errors import Exit, InputError, OutputError, UserError
from hpcskills.model import Tier

HEADER = "id,skills\n"


@pytest.fixture(scope="module")
def assessor() -> Assessor:
    return Assessor(load())


class Desk:
    """A folder with a file of clients, and what a batch makes of it."""

    def __init__(self, folder: Path, assessor: Assessor) -> None:
        self.folder = folder
        self.assessor = assessor
        self.refused = folder / "refused.csv"

    def score(
        self,
        content: str | bytes,
        source: str = "clients.csv",
        target: str = "scores.csv",
        columns: Columns | None = None,
    ) -> Tally:
        path = self.folder / source
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return run(
            path,
            self.folder / target,
            self.refused,
            self.assessor,
            columns=columns or Columns(),
            tick=lambda _: None,
        )

    def rows(self, name: str = "scores.csv", delimiter: str = ",") -> list[dict[str, str]]:
        limit = csv.field_size_limit(2_000_000)
        assert limit < 1_000_000, "a batch gives the limit back"
        with (self.folder / name).open(encoding="utf-8", newline="") as handle:
            found = list(csv.DictReader(handle, delimiter=delimiter))
        csv.field_size_limit(limit)
        return found

    def objects(self, name: str = "scores.jsonl") -> list[Any]:
        return [json.loads(line) for line in (self.folder / name).read_text("utf-8").splitlines()]

    def refusals(self) -> list[tuple[int, str, str]]:
        return [(int(row["line"]), row["id"], row["reason"]) for row in self.rows("refused.csv")]


@pytest.fixture
def desk(tmp_path: Path, assessor: Assessor) -> Desk:
    return Desk(tmp_path, assessor)


# --- what comes out -----------------------------------------------------------------------------------------


def test_a_line_a_client_with_all_roles(desk: Desk) -> None:
    tally = desk.score(HEADER + 'anna,"10 years Linux, bash, python, slurm"\nbo,quilting\n')
    anna, bo = desk.rows()
    assert (tally.rows, tally.scored, tally.refused) == (2, 2, 0)
    assert anna["id"] == "anna"
    core = [role.id for role in desk.assessor.catalogue.roles.values() if role.tier is Tier.CORE]
    assert anna["best_role"] in core
    assert float(anna["best_low"]) <= float(anna["best_fit"]) <= float(anna["best_high"]) < 100
    assert anna["best_fit"] == anna[f"fit_{anna['best_role']}"]
    assert anna["band"] in {band.id for band in desk.assessor.catalogue.bands}
    assert {f"fit_{role}" for role in desk.assessor.catalogue.roles} <= anna.keys()
    assert (bo["best_role"], bo["best_fit"], bo["unknown"]) == ("", "0.0", "quilting")
    assert not desk.refused.exists()


def test_the_same_as_assess(desk: Desk) -> None:
    text = "expert in Linux, PBS (4 years), basic python, kuberntes, zorblax"
    desk.score(json.dumps({"id": 7, "skills": text}), "in.jsonl", "scores.jsonl")
    (found,) = desk.objects()
    assessment = desk.assessor.assess(text)
    assert found["id"] == 7
    assert found["unknown"] == ["zorblax"] == [unknown.mention for unknown in assessment.reading.unknown]
    by_role = {fit["role"]: fit for fit in found["fits"]}
    assert len(by_role) == len(desk.assessor.catalogue.roles)
    for fit in assessment.fits:
        one = by_role[fit.role]
        assert one["tier"] == fit.tier
        assert one["fit"] <= fit.fit < one["fit"] + 0.1001
        assert (one["core_met"], one["core_total"]) == (fit.core_met, fit.core_total)
        assert one["low"] <= one["fit"] <= one["high"]
    assert list(by_role) == [fit.role for fit in assessment.fits]


@pytest.mark.parametrize("source", ["csv", "tsv", "jsonl", "ndjson"])
@pytest.mark.parametrize("target", ["csv", "tsv", "jsonl"])
def test_every_form_in_and_out(desk: Desk, source: str, target: str) -> None:
    content = {
        "csv": HEADER + 'a,"linux, slurm"\n',
        "tsv": "id\tskills\na\tlinux, slurm\n",
        "jsonl": '{"id": "a", "skills": ["linux", "slurm"]}\n\n',
        "ndjson": '{"id": "a", "skills": null, "text": "linux, slurm"}',
    }[source]
    assert desk.score(content, f"in.{source}", f"out.{target}").scored == 1
    if target == "jsonl":
        (found,) = desk.objects("out.jsonl")
        fit = next(fit["fit"] for fit in found["fits"] if fit["role"] == "system-administrator")
    else:
        (row,) = desk.rows(f"out.{target}", "\t" if target == "tsv" else ",")
        fit = float(row["fit_system-administrator"])
    assert fit > 0


def test_extra_columns_pass_through_and_never_clash(desk: Desk) -> None:
    desk.score('name,id,band,skills\n"Łukasz ""W""",1,x,linux\n')
    (row,) = desk.rows()
    assert (row["name"], row["input_band"], row["band"] != "x") == ('Łukasz "W"', "x", True)


def test_unsure_words_are_listed_and_raise_only_the_high_end(desk: Desk) -> None:
    desk.score(HEADER + "1,slrum\n2,slurm\n")
    unsure, sure = desk.rows()
    if unsure["unsure"]:
        assert unsure["best_fit"] == "0.0"
    assert float(sure["best_fit"]) > 0


@pytest.mark.parametrize(
    ("percent", "shown"),
    [(0.0, "0.0"), (99.99999, "99.9"), (100.0, "100.0"), (100 * 293 / 1000, "29.3"), (100 * 7 / 24, "29.1")],
)
def test_fits_are_floored(percent: float, shown: str) -> None:
    assert floored(percent) == shown


# --- how files are written by others ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ((HEADER + "José,linux\n").encode("utf-8"), "utf-8"),
        ((HEADER + "José,linux\n").encode("utf-8-sig"), "utf-8-sig"),
        ((HEADER + "José,linux\n").encode("utf-16"), "utf-16"),
        ((HEADER + "José,linux\n").encode("utf-16-le"), "utf-16-le"),
        ((HEADER + "José,linux\n").encode("utf-16-be"), "utf-16-be"),
        ((HEADER + "José,linux\n").encode("cp1252"), "cp1252"),
    ],
)
def test_encodings_by_evidence(desk: Desk, content: bytes, encoding: str) -> None:
    assert desk.score(content) == Tally(scored=1, refused=0, encoding=encoding)
    assert desk.rows()[0]["id"] == "José"


def test_cp1252_is_seen_however_late(desk: Desk) -> None:
    rows = b"".join(b"%d,linux and some more words to fill the first part\n" % n for n in range(30_000))
    tally = desk.score(HEADER.encode() + rows + "José,linux\n".encode("cp1252"))
    assert (tally.scored, tally.encoding) == (30_001, "cp1252")
    assert desk.rows()[-1]["id"] == "José"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(desk: Desk, delimiter: str) -> None:
    header, row = ["id", "skills", '"a, b; c | d"'], ['"1"', '"linux, slurm; python | bash"', '"x"']
    desk.score(delimiter.join(header) + "\n" + delimiter.join(row) + "\n")
    (found,) = desk.rows()
    assert (found["id"], found["a, b; c | d"]) == ("1", "x")
    assert float(found["best_fit"]) > 0


def test_line_ends_quoted_line_breaks_blank_and_short_rows(desk: Desk) -> None:
    tally = desk.score('id,skills,note\r\n1,"linux\r\nslurm","a\nb"\r\n\r\n2,linux\r\n3,,\r\n')
    first, second = desk.rows()
    assert (tally.scored, tally.refused) == (2, 1)
    assert (first["note"], second["note"]) == ("a\nb", "")
    assert desk.refusals() == [(7, "3", "no skills given")]


def test_columns_by_name_in_any_case_and_text_for_skills(desk: Desk) -> None:
    assert desk.score("Text,ID\nlinux,1\n").scored == 1
    assert desk.score("who,tools\n1,linux\n", columns=Columns(id="Who", skills="tools")).scored == 1
    fields = Columns(id="who", skills="tools")
    assert desk.score('{"who": "1", "tools": ["linux"]}', "in.jsonl", columns=fields).scored == 1


def test_backgrounds_by_id_or_title(desk: Desk) -> None:
    background = next(iter(desk.assessor.catalogue.backgrounds.values()))
    columns = Columns(background="trade")
    tally = desk.score(
        f"id,skills,trade\n1,,{background.id}\n2,,{background.titles[0].upper()}\n3,linux,\n4,linux,{background.id}s\n",
        columns=columns,
    )
    one, two, three = desk.rows()
    assert float(one["best_fit"]) > 0
    assert one["fit_system-administrator"] == two["fit_system-administrator"]
    assert three["trade"] == ""
    assert (tally.scored, desk.refusals()) == (
        3,
        [(5, "4", f"no background is called '{background.id}s'; did you mean {background.id}?")],
    )


# --- refused rows -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "id", "reason"),
    [
        (b"7,linux \xff\xfe,x", "7", "not valid UTF-8 in byte 9"),
        (b"7,linux,x,y", "7", "4 fields where the header has 3; a text with delimiters in it needs quotes"),
        (b" ,linux,x", "", "no id"),
        (b"7, ,x", "7", "no skills given"),
        (b"1,linux,x", "1", "this id was in an earlier row"),
        (b"7,li\0nux,x", "7", "broken by a zero byte at character 5"),
        (b"7," + b"a" * 1_100_000 + b",x", "7", "longer than 1,000,000 characters; no more"),
        (b'7,"linux" and more,x', "", "a stray quote or a field too long"),
    ],
)
def test_a_refused_row_has_its_line_id_reason_and_text(desk: Desk, row: bytes, id: str, reason: str) -> None:
    good = "id,skills,näme\n1,linux,é\n2,bash,ü\n".encode()
    tally = desk.score(good + row + b"\n3,python,\n")
    assert (tally.scored, tally.refused) == (3, 1)
    ((line, found_id, found_reason),) = desk.refusals()
    assert (line, found_id) == (4, id)
    assert found_reason.startswith(reason)
    kept = desk.rows("refused.csv")[0]["row"]
    expected = row.decode("utf-8", "backslashreplace").replace("\0", "\\x00")
    assert kept == expected[:1_000_000]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"id": "7", "skills": ', "not valid JSON: Expecting value at character"),
        ("[1, 2]", "not a JSON object"),
        ("[" * 100_000, "not JSON that can be read"),
        ('{"skills": "linux"}', "no id"),
        ('{"id": null, "skills": "linux"}', "'id' is neither a text nor a whole number"),
        ('{"id": true, "skills": "linux"}', "'id' is neither a text nor a whole number"),
        ('{"id": "7", "skills": {"linux": 3}}', "'skills' is neither a text nor a list of texts"),
        ('{"id": "7", "skills": ["linux", 3]}', "'skills' is neither a text nor a list of texts"),
        ('{"id": "7", "skills": []}', "no skills given"),
        ('{"id": "7"}', "no skills given"),
        ('{"id": "7", "skills": "linux \\ud800"}', "half a character (a lone surrogate)"),
        ('{"id": "\\udc80", "skills": "linux"}', "half a character (a lone surrogate)"),
        ('{"id": "7", "tools": "linux"}', "no skills given"),
        ('{"id": 1, "skills": "linux"}', "this id was in an earlier row"),
    ],
)
def test_refused_lines_of_json(desk: Desk, line: str, reason: str) -> None:
    content = '{"id": "1", "skills": "linux"}\n' + line + '\n{"id": "2", "skills": "bash"}\n'
    tally = desk.score(content, "in.jsonl", "scores.jsonl")
    assert (tally.scored, tally.refused) == (2, 1)
    ((number, _, found),) = desk.refusals()
    assert number == 2
    assert found.startswith(reason)


def test_a_quote_never_closed_costs_one_row(desk: Desk) -> None:
    rows = "".join(f"{n},linux\n" for n in range(2, 2000))
    tally = desk.score(HEADER + '1,"linux\n' + rows)
    assert (tally.scored, tally.refused) == (1998, 1)
    assert desk.rows()[0]["id"] == "2"
    assert desk.refusals()[0][0] == 2


def test_every_row_is_scored_or_refused(desk: Desk) -> None:
    rows = [b"%d,linux" % (n // 2) if n % 7 else b"%d,linux,\xff" % n for n in range(1000)]
    tally = desk.score(HEADER.encode() + "é,linux\n".encode() * 200 + b"\n".join(rows))
    assert tally.rows == 1200
    assert len(desk.rows()) == tally.scored
    assert len(desk.rows("refused.csv")) == tally.refused
    assert {line for line, _, reason in desk.refusals() if "fields" in reason or "UTF-8" in reason} == {
        n + 202 for n in range(0, 1000, 7)
    }


# --- what must not act --------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_cells_never_begin_a_formula(desk: Desk, start: str) -> None:
    desk.score(f'id,skills,note\n{start}1,"linux, {start}zorblax()","{start}cmd|x"\n')
    (row,) = desk.rows()
    assert (row["id"], row["note"]) == (f"'{start}1", f"'{start}cmd|x")
    assert row["unknown"][:1] != start
    desk.score(f"id,skills\n{start}1,\n")
    (refused,) = desk.rows("refused.csv")
    assert (refused["id"], refused["row"]) == (f"'{start}1", f"'{start}1,")


def test_control_characters_come_out_as_escapes(desk: Desk) -> None:
    desk.score(HEADER + "\x1b[31m1,zorb\x1b[0mlax\n", target="scores.csv")
    desk.score(HEADER + "\x1b[31m1,zorb\x1b[0mlax\x7f\n", target="scores.jsonl")
    written = (desk.folder / "scores.csv").read_bytes() + (desk.folder / "scores.jsonl").read_bytes()
    assert not {0x1B, 0x7F} & set(written)
    assert desk.rows()[0]["id"] == "\\x1b[31m1"
    assert desk.objects()[0]["id"] == "\x1b[31m1"


# --- files that are refused whole ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "source", "target", "error", "words"),
    [
        (
            "who,what\n1,linux\n",
            "in.csv",
            "out.csv",
            UserError,
            "no column 'id'; its columns are 'who', 'what'",
        ),
        ("id,what\n1,linux\n", "in.csv", "out.csv", UserError, "no column 'skills'; its columns are"),
        ("id,skills,Skills\n", "in.csv", "out.csv", UserError, "more than one column 'skills'"),
        ("", "in.csv", "out.csv", InputError, "no header line"),
        (b"PK\x03\x04\0\0\x08,\xff\n", "in.csv", "out.csv", InputError, "not a table of text"),
        (
            (HEADER + "1,linux\n").encode("utf-16")[:-1],
            "in.csv",
            "out.csv",
            InputError,
            "ends within a character",
        ),
        (HEADER, "in.docx", "out.csv", UserError, r"ends in \.csv, \.tsv, \.jsonl, \.ndjson"),
        (HEADER, "in.csv", "out.html", UserError, r"ends in \.csv"),
        (HEADER, "in.csv", "in.csv", OutputError, "the file being read"),
        (HEADER, "in.csv", "refused.csv", OutputError, "cannot hold the refused rows too"),
        (HEADER, "in.csv", "none/out.csv", OutputError, "no directory"),
    ],
)
def test_a_wrong_file_is_refused_whole(  # noqa: PLR0917
    desk: Desk,
    content: str | bytes,
    source: str,
    target: str,
    error: type[UserError],
    words: str,
) -> None:
    with pytest.raises(error, match=words):
        desk.score(content, source, target)
    left = {path.name for path in desk.folder.iterdir()}
    assert left == {source}


def test_a_missing_file_and_a_folder(desk: Desk) -> None:
    for name, words in (("none.csv", "There is no file"), ("folder.csv", "not a plain file")):
        (desk.folder / "folder.csv").mkdir(exist_ok=True)
        with pytest.raises(InputError, match=words) as caught:
            run(
                desk.folder / name,
                desk.folder / "out.csv",
                desk.refused,
                desk.assessor,
                columns=Columns(),
                tick=lambda _: None,
            )
        assert caught.value.exit_code == Exit.INPUT


def test_a_header_alone_gives_a_header_alone(desk: Desk) -> None:
    assert desk.score(HEADER).rows == 0
    assert (desk.folder / "scores.csv").read_text().startswith("id,best_role,")


# --- the file appears whole or not at all -------------------------------------------------------------------


def test_results_are_for_their_owner_alone(desk: Desk) -> None:
    desk.score(HEADER + "1,linux\n2,\n")
    for path in (desk.folder / "scores.csv", desk.refused):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def stop_at(call: int) -> Callable[[int], None]:
    calls = iter(range(1, call + 1))

    def tick(_: int) -> None:
        if next(calls) == call:
            raise KeyboardInterrupt

    return tick


def test_an_interrupted_run_leaves_nothing_and_tells_how_far_it_came(desk: Desk) -> None:
    source, target = desk.folder / "clients.csv", desk.folder / "scores.csv"
    source.write_text(HEADER + "".join(f"{n},linux\n{n},bash\n" for n in range(2 * BLOCK)))
    target.write_text("of yesterday")
    with pytest.raises(KeyboardInterrupt) as caught:
        run(source, target, desk.refused, desk.assessor, columns=Columns(), tick=stop_at(3))
    assert isinstance(caught.value, Interrupted)
    tally = caught.value.tally
    assert (tally.scored, tally.refused) == (3 * BLOCK // 2, 3 * BLOCK // 2)
    assert target.read_text() == "of yesterday"
    assert {path.name for path in desk.folder.iterdir()} == {"clients.csv", "scores.csv"}


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "hpcskills", "batch", *map(str, arguments)]


def test_the_command_says_what_it_did(desk: Desk) -> None:
    source, target = desk.folder / "clients.csv", desk.folder / "scores.csv"
    source.write_text(HEADER + "1,linux\n2,bash\n")
    for line, code, words in (
        ("", Exit.DONE, ["2 clients scored into", "scores.csv"]),
        ("2,python\n", Exit.SOME_REFUSED, ["2 clients scored", "1 row", "scores.refused.csv"]),
    ):
        source.write_text(source.read_text() + line)
        done = subprocess.run(command(source, "-o", target), capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (code, "")
        assert all(word in " ".join(done.stderr.split()) for word in words)
    done = subprocess.run(command(source, "-o", source), capture_output=True, text=True, check=False)
    assert done.returncode == Exit.INPUT
    assert "the file being read" in " ".join(done.stderr.split())


def test_ctrl_c_on_the_command(desk: Desk) -> None:
    source, target = desk.folder / "clients.csv", desk.folder / "scores.csv"
    texts = (f"{n},linux and zorb{n} and python\n" for n in range(200_000))
    source.write_text(HEADER + "".join(texts))
    with subprocess.Popen(command(source, "-o", target), stderr=subprocess.PIPE, text=True) as running:
        for _ in range(600):
            if any(path.suffix == ".part" and path.stat().st_size for path in desk.folder.iterdir()):
                break
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=30)
    assert running.returncode == Exit.INTERRUPTED
    assert "nothing was written" in said
    assert [path.name for path in desk.folder.iterdir()] == ["clients.csv"]


def test_progress_adds_up_to_the_file(desk: Desk) -> None:
    source = desk.folder / "clients.csv"
    source.write_text(HEADER + "".join(f"{n},linux\n" for n in range(5000)))
    steps: list[int] = []
    run(source, desk.folder / "out.csv", desk.refused, desk.assessor, columns=Columns(), tick=steps.append)
    assert sum(steps) == source.stat().st_size
    assert len(steps) == 5000 // BLOCK + 1


def test_each_distinct_text_is_read_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    read, texts = desk.assessor.matcher.read, []

    def listen(text: str) -> object:
        texts.append(text)
        return read(text)

    monkeypatch.setattr(desk.assessor.matcher, "read", listen)
    prose = ("I looked after linux. Then bash.", "linux? bash!")
    desk.score(HEADER + "".join(f'{n},"{prose[n % 2]}"\n' for n in range(100)))
    assert texts == list(prose)
