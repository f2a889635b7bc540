"""The command line as people use it: golden reports, bad input, exit codes, pipes, files and interruptions."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from hpcskills import __version__
from hpcskills.cli import main
from hpcskills.cli.app import COMMANDS

GOLDEN = Path(__file__).parent / "golden"
DATA = [f"--{name}={GOLDEN / 'data' / name}.yaml" for name in ("skills", "roles", "courses")]
"""The small data set of the golden reports."""

WORDS = "10 years Linux, some bash, PBS, docker, no k8s, want to learn C++, pottery"
EXPLAINED = f"{WORDS}\r\n\r\n\r\n\r\n- phython\n- expert in Bash, cluster admin (4 yrs)\n\nI <b>c</b> the sea. dokcr"
"""Paragraphs, a list, typing errors, markup."""

DIGEST = re.compile(r"(?<=Data )[0-9a-f]{12}|(?<=\"digest\": \")[0-9a-f]{64}")
ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture(scope="module", autouse=True)
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A cache of our own, 80 columns, no colour wishes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("COLUMNS", "80")
        patch.setenv("PYTHONPATH", str(ROOT))
        for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in this process: what it wrote and how it ended."""

    def command(*arguments: str, stdin: bytes | None = b"") -> Result:
        monkeypatch.setattr(sys, "argv", ["hpcskills", *arguments])
        source = io.TextIOWrapper(io.BytesIO(stdin or b""))
        monkeypatch.setattr(source, "isatty", lambda: stdin is None, raising=False)
        monkeypatch.setattr(sys, "stdin", source)
        with pytest.raises(SystemExit) as ended:
            main()
        written = capsys.readouterr()
        return Result(int(ended.value.code or 0), written.out, written.err)

    return command


def process(*arguments: str, **options: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "hpcskills", *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, **options)  # type: ignore[call-overload, no-any-return]


# --- golden reports -----------------------------------------------------------------------------------------

REPORTS = {
    "assess.txt": ["assess", WORDS],
    "assess.json": ["assess", WORDS, "--format=json"],
    "assess.md": ["assess", WORDS, "--format=markdown"],
    "assess-nothing.txt": ["assess", "pottery, chess"],
    "assess-role.txt": ["assess", WORDS, "--role=platform-architect", "--background=miner"],
    "transition.txt": ["transition", "miner", "some linux"],
    "transition.json": ["transition", "miner", "--format=json"],
    "transition.md": ["transition", "miner", "some linux", "--format=markdown"],
    "match.txt": ["match", WORDS],
    "match.json": ["match", WORDS, "--format=json"],
    "match.md": ["match", WORDS, "--format=markdown"],
    "explain.txt": ["match", "--explain", EXPLAINED],
    "explain.json": ["match", "--explain", EXPLAINED, "--format=json"],
    "explain.md": ["match", "--explain", EXPLAINED, "--format=markdown"],
    "matrix.txt": ["matrix"],
    "matrix.csv": ["matrix", "--format=csv", "--all"],
    "matrix.json": ["matrix", "--format=json"],
    "roles.txt": ["roles"],
    "role.txt": ["roles", "system-administrator"],
    "role.json": ["roles", "system-administrator", "--format=json"],
    "skills.txt": ["skills", "dokcer"],
    "categories.txt": ["skills"],
    "courses.txt": ["courses"],
    "course.txt": ["courses", "linux-exam"],
    "course.json": ["courses", "lab-placement", "--format=json"],
    "backgrounds.txt": ["backgrounds"],
    "background.txt": ["backgrounds", "miner"],
}


@pytest.mark.parametrize("name", REPORTS)
def test_report_is_as_agreed(name: str, run: Run) -> None:
    """After a change that is meant: UPDATE_GOLDEN=1 pytest tests/test_cli.py, and read the difference."""
    done = run(*REPORTS[name], *DATA)
    shown = DIGEST.sub("DIGEST", done.out)
    assert (done.code, done.err) == (0, "")
    file = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(shown, encoding="utf-8")
    assert shown == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("command", ["assess", "transition", "matrix", "roles", "courses", "check"])
def test_nothing_is_wider_than_the_terminal(
    command: str, columns: int, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    words = {"assess": [WORDS], "transition": ["asic-mining-technician"]}.get(command, [])
    lines = run(command, *words).out.splitlines()
    assert lines
    assert max(map(len, lines)) <= columns
    assert "…" not in "".join(lines)
    assert all(line == line.rstrip() for line in lines)


def test_an_assessment_fits_on_a_few_screens(run: Run) -> None:
    assert len(run("assess", WORDS).out.splitlines()) <= 135


def test_formats_follow_the_ending_of_the_output(run: Run, tmp_path: Path) -> None:
    for name, start in (("a.json", "{"), ("a.md", "# Assessment"), ("a.txt", "None of")):
        assert run("assess", "linux", "-o", str(tmp_path / name)).code == 0
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)


def test_no_colour_in_a_pipe_and_none_in_a_file(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in run("assess", WORDS).out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in run("assess", WORDS).out
    run("assess", WORDS, "-o", str(tmp_path / "a.txt"))
    assert "\x1b" not in (tmp_path / "a.txt").read_text(encoding="utf-8")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]", run("matrix").out)


# --- what is read -------------------------------------------------------------------------------------------


def mentions(done: Result) -> list[str]:
    assert done.code == 0, done.err
    return [one["mention"] for one in json.loads(done.out)["skills"]]


def test_words_come_from_arguments_a_file_or_stdin(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "cv.txt"
    file.write_text("python\nslurm", encoding="utf-8")
    json_ = "--format=json"
    assert mentions(run("match", "linux", "bash", json_)) == ["linux", "bash"]
    assert mentions(run("match", "-f", str(file), json_)) == ["python", "slurm"]
    assert mentions(run("match", "-f", "-", json_, stdin=b"linux, python")) == ["linux", "python"]
    assert mentions(run("match", json_, stdin=b"linux, python")) == ["linux", "python"]
    assert mentions(run("match", "linux", "-f", str(file), json_)) == ["linux", "python", "slurm"]


def test_a_file_given_as_words_is_pointed_out(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "cv.txt"
    file.write_text("python\nslurm", encoding="utf-8")
    done = run("match", str(file))
    assert f"To read the file: hpcskills match --file {file}" in done.err
    assert run("match", "node.js", "x" * 5000).err == ""


def test_with_a_background_stdin_is_left_alone(run: Run) -> None:
    done = run("assess", "--background", "electrician", "--format=json", stdin=b"linux, python")
    assert done.code == 0
    assert json.loads(done.out)["reading"]["skills"] == []


@pytest.mark.parametrize(
    ("arguments", "stdin", "code", "says"),
    [
        (["assess"], None, 2, 'hpcskills assess "10 years Linux'),
        (["assess"], b"  \n", 4, "text is empty"),
        (["assess", ""], b"", 4, "text is empty"),
        (["assess", "--file", "no-such-file.txt"], b"", 4, "no file no-such-file.txt"),
        (["assess", "--file", "."], b"", 4, "folder"),
        (["assess"], b"\x7fELF\x00\x01", 4, "stdin is a program"),
        (["assess"], b"\x00\x01\x02\x03" * 50, 4, "stdin is not text"),
        (["assess", "linux", "--role", "system-adminstrator"], b"", 2, "Did you mean system-administrator"),
        (["assess", "linux", "--role", "zzz"], b"", 2, "Known: system-administrator"),
        (["assess", "linux", "--background", "electrican"], b"", 2, "Did you mean electrician"),
        (["transition", "electrican"], b"", 2, "Did you mean electrician"),
        (["transition"], b"", 2, "BACKGROUND"),
        (["roles", "devops"], b"", 2, "Did you mean devops-engineer"),
        (["courses", "--kind", "tutorail"], b"", 2, "Did you mean tutorial"),
        (["courses", "--skill", "pyhton"], b"", 2, "Did you mean python"),
        (["courses", "--max-hours", "-1"], b"", 2, "max-hours"),
        (["courses", "no-such-course-at-all"], b"", 2, "There is no course"),
        (["asess"], b"", 2, "Did you mean 'assess'"),
        (["assess", "--rol", "x"], b"", 2, "--role"),
        (["assess", "linux", "--roles", "no-such-file.yaml"], b"", 3, "no-such-file.yaml:1: cannot read"),
        (["check", "no-such-file.yaml"], b"", 4, "Cannot read no-such-file.yaml"),
        (["check", str(ROOT / "pyproject.toml")], b"", 2, "Cannot tell what"),
        (["match", "linux", "--jsonl"], b"", 2, "leave the words out"),
        (["assess", "linux", "-o", "no-such-folder/a.txt"], b"", 4, "no directory no-such-folder"),
        (["assess", "linux", "-o", "."], b"", 4, "is a directory"),
        (["batch", "no-such-file.csv", "-o", "out.csv"], b"", 4, "no-such-file.csv"),
        (["batch", "x.csv"], b"", 2, "--output"),
    ],
)
def test_a_slip_gets_a_sentence_and_its_code(
    arguments: list[str], stdin: bytes | None, code: int, says: str, run: Run
) -> None:
    done = run(*arguments, stdin=stdin)
    assert done.code == code
    assert says in done.err
    assert "Traceback" not in done.err
    assert done.out == ""


def test_a_role_may_be_named_by_its_title(run: Run) -> None:
    for name in ("System Administrator", "system_administrator", "hpc systems administrator"):
        done = run("assess", "linux", "--role", name, "--format=json")
        assert json.loads(done.out)["target"]["role"] == "system-administrator"


def test_every_mistake_in_a_data_file_is_told(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "roles.yaml"
    file.write_text("roles:\n- id: x\n  labell: y\n", encoding="utf-8")
    done = run("check", str(file))
    assert done.code == 3
    assert f'{file}:3: unknown key "labell"; did you mean "label"?' in done.err
    assert re.search(r"Error: \d+ problems in the data files", done.err)


def test_two_files_of_one_kind_are_refused(run: Run) -> None:
    file = str(GOLDEN / "data" / "roles.yaml")
    assert "both hold roles" in run("check", file, file).err


def test_check_tells_counts_and_needs(run: Run) -> None:
    files = [str(file) for file in sorted((GOLDEN / "data").glob("*.yaml"))]
    found = json.loads(run("check", *files, "--format=json").out)
    assert found["schema"] == "hpcskills/check/1"
    assert found["counts"]["roles"] == 4
    assert {"linux", "hardware-maintenance"} <= {need["skills"][0] for need in found["unreached"]}
    assert "No problems found." in run("check").out


# --- filters ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wishes", "found"),
    [
        (["--skill", "slurm"], ["lab-placement", "slurm-video"]),
        (["--skill", "Job schedulers"], ["lab-placement", "slurm-video"]),
        (["--free"], ["shell-lesson", "lab-placement"]),
        (["--max-hours", "30"], ["shell-lesson", "python-course"]),
        (["--max-hours", "150"], ["shell-lesson", "linux-exam", "python-course"]),
        (["--strategy", "national-lab"], ["lab-placement"]),
        (["--kind", "exam"], ["linux-exam"]),
        (["--delivery", "self-paced", "--language", "ES"], ["shell-lesson"]),
        (["--kind", "exam", "--free"], []),
    ],
)
def test_courses_are_filtered(wishes: list[str], found: list[str], run: Run) -> None:
    done = run("courses", *wishes, "--format=json", *DATA)
    assert [course["id"] for course in json.loads(done.out)["courses"]] == found
    assert ("No course meets" in done.err) is (not found)


def test_unknown_cost_is_never_free(run: Run) -> None:
    shown = run("courses", *DATA).out
    assert "hours unknown · cost unknown" in " ".join(shown.split())
    course = json.loads(run("courses", "slurm-video", "--format=json", *DATA).out)["courses"][0]
    assert course["cost_usd"] == {"min": None, "max": None, "basis": "estimated"}


# --- other people's words -----------------------------------------------------------------------------------

NASTY = "linux, [bold]x[/], [/], \x1b[31mpotery\x1b[0m, po\u202ett, a|b, <b>c</b>, `d`, [e](http://f.g), \x9b5m"


@pytest.mark.parametrize("form", ["terminal", "json", "markdown"])
@pytest.mark.parametrize("command", ["assess", "match"])
def test_words_never_act(command: str, form: str, run: Run) -> None:
    done = run(command, f"--format={form}", stdin=NASTY.encode() + b", long enough to be a text" * 3)
    assert done.code == 0
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", done.out)
    assert "<b>" not in done.out.replace("](<", "")


def test_undecodable_arguments_are_shown_as_codes(run: Run) -> None:
    assert run("match", "linux, caf\udce9").code == 0
    assert "\udce9" not in run("match", "linux, \udce9\udce9x", "--format=json").out


# --- match --jsonl ------------------------------------------------------------------------------------------


def test_each_line_is_answered_and_bad_ones_are_told(run: Run) -> None:
    lines = (
        b'\xef\xbb\xbf{"id": 1, "text": "linux 5 years, no python, potery"}\nnonsense\n\n{"id": "a"}\n'
        b'{"id": [1], "text": "x"}\n\xff\n{"id": "b", "text": ""}'
    )
    done = run("match", "--jsonl", stdin=lines)
    answers = [json.loads(line) for line in done.out.splitlines()]
    assert [answer["id"] for answer in answers] == [1, "b"]
    first = answers[0]["skills"][0]
    assert list(answers[0]) == ["id", "skills", "unsure", "unknown"]
    assert list(first) == [*("skill", "label", "mention", "start", "end", "how", "score", "status", "level", "years")]
    assert (first["skill"], first["mention"], first["start"], first["years"]) == ("linux", "linux", 0, 5)
    assert [one["status"] for one in answers[0]["skills"]] == ["held", "denied"]
    assert [one["mention"] for one in answers[0]["unknown"]] == ["potery"]
    assert done.code == 1
    assert re.findall(r"^line (\d+): ", done.err, re.M) == ["2", "4", "5", "6"]
    assert "4 lines were refused." in done.err


def test_jsonl_from_file_to_file(run: Run, tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": "1", "text": "slurm"}\n', encoding="utf-8")
    assert run("match", "--jsonl", "-f", str(source), "-o", str(target)).code == 0
    assert json.loads(target.read_text(encoding="utf-8"))["skills"][0]["skill"] == "slurm"
    assert run("match", "--jsonl", "-f", str(source), "-o", str(source)).code == 4
    assert source.read_text(encoding="utf-8").startswith('{"id": "1"')


def test_a_program_may_ask_line_by_line() -> None:
    with process("match", "--jsonl", stdout=subprocess.PIPE) as asked:
        assert asked.stdin
        assert asked.stdout
        for number in range(3):
            asked.stdin.write(b'{"id": %d, "text": "linux"}\n' % number)
            asked.stdin.flush()
            assert json.loads(asked.stdout.readline())["id"] == number
        asked.stdin.close()
        assert asked.wait(10) == 0


# --- batch --------------------------------------------------------------------------------------------------


def test_batch_scores_and_says_what_it_did(run: Run, tmp_path: Path) -> None:
    source, target = tmp_path / "clients.csv", tmp_path / "scores.csv"
    source.write_text('who,answer\n1,"linux, slurm"\n2,python\n2,again\n', encoding="utf-8")
    done = run("batch", str(source), "-o", str(target), "--id-column=who", "--skills-column=answer")
    assert done.code == 1
    assert done.out == ""
    assert f"2 clients scored into {target}" in done.err
    assert "1 row was refused" in done.err
    assert (tmp_path / "scores.refused.csv").exists()
    assert len(target.read_text(encoding="utf-8").splitlines()) == 3
    assert oct(target.stat().st_mode & 0o777) == "0o600"
    done = run("batch", str(source), "-o", str(target), "--skills-column=skills")
    assert done.code == 2
    assert "who" in done.err
    assert run("batch", str(source), "-o", str(source), "--id-column=who", "--skills-column=answer").code == 4


def test_an_interrupted_batch_leaves_nothing_behind(tmp_path: Path) -> None:
    source, target = tmp_path / "clients.csv", tmp_path / "scores.csv"
    with source.open("w", encoding="utf-8") as rows:
        rows.write("id,skills\n")
        rows.writelines(f'{n},"linux, slurm, python {n}"\n' for n in range(300_000))
    running = process("batch", str(source), "-o", str(target), stdout=subprocess.PIPE)
    until = time.monotonic() + 20
    while not list(tmp_path.glob(".*.part")) and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(0.3)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=20)
    assert running.returncode == 130
    assert re.search(rb"Interrupted: [\d,]+ clients were scored, nothing was written\.", said)
    assert b"Traceback" not in said
    assert [file.name for file in tmp_path.iterdir()] == ["clients.csv"]


# --- where it goes ------------------------------------------------------------------------------------------


def test_output_is_private_and_never_over_its_input(run: Run, tmp_path: Path) -> None:
    source, target = tmp_path / "cv.txt", tmp_path / "report.txt"
    source.write_text("linux", encoding="utf-8")
    target.write_text("old", encoding="utf-8")
    assert run("assess", "-f", str(source), "-o", str(target)).code == 0
    assert oct(target.stat().st_mode & 0o777) == "0o600"
    assert target.read_text(encoding="utf-8") != "old"
    (tmp_path / "link.txt").symlink_to(source)
    for path in (source, tmp_path / "link.txt"):
        done = run("assess", "-f", str(source), "-o", str(path))
        assert done.code == 4
        assert "the file being read" in done.err
    assert source.read_text(encoding="utf-8") == "linux"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("arguments", [["assess", "linux"], ["match", "--jsonl"]])
def test_a_full_disk_is_told(arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        running = process(*arguments, stdout=full)
        _, said = running.communicate(b'{"id": 1, "text": "linux"}\n', timeout=20)
    assert running.returncode == 4
    assert said.decode().strip() == "Error: Cannot write the output: No space left on device."


@pytest.mark.parametrize("arguments", [["courses"], ["--help"], ["match", "--jsonl"]])
def test_a_reader_that_leaves_is_no_error(arguments: list[str]) -> None:
    running = process(*arguments, stdout=subprocess.PIPE)
    assert running.stdout
    assert running.stdin
    assert running.stderr
    running.stdout.close()
    running.stdin.write(b'{"id": 1, "text": "linux"}\n' * 3)
    running.stdin.close()
    assert running.stderr.read() == b""
    assert running.wait(20) in (1, 141)
    running.stderr.close()


def test_a_read_only_home_does_not_matter(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/proc/no-such-folder")
    assert run("roles", *DATA).code == 0


# --- help and completion ------------------------------------------------------------------------------------


def test_help_is_there_for_every_command_and_option(run: Run) -> None:
    overview = run("--help").out
    commands = re.findall(r"^  (\w+)  +[A-Z]", overview, re.M)
    assert len(commands) == len(COMMANDS)
    assert "..." not in overview.split("Commands:")[1]
    for command in commands:
        page = run(command, "--help").out
        assert f"Usage: hpcskills {command}" in page
        assert f"Example: hpcskills {command}" in page
        for option in re.findall(r"^  (-.*?)(?:  |\n {10})", page, re.M):
            assert option


def test_the_version_is_told(run: Run) -> None:
    assert run("--version").out == f"hpcskills {__version__}\n"


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("hpcskills tra", "transition"),
        ("hpcskills assess --role system", "system-administrator"),
        ("hpcskills transition elec", "electrician"),
        ("hpcskills backgrounds asic", "asic-mining-technician"),
        ("hpcskills roles dev", "devops-engineer"),
    ],
)
def test_the_shell_completes(line: str, offered: str) -> None:
    asked = {
        "_HPCSKILLS_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(line.count(" ")),
    }
    command = [sys.executable, "-m", "hpcskills"]
    done = subprocess.run(command, env=os.environ | asked, capture_output=True, check=False)
    assert done.stdout.decode().split() == [offered]
    assert done.stderr == b""
