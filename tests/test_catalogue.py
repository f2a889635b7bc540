"""Data files: what is wrong is said with file, line and nearest right word; what is right is kept."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from hpcskills import catalogue as catalogue_module
from hpcskills.catalogue import compiled, load
from hpcskills.catalogue.check import Dated, Section, findings
from hpcskills.errors import DataError, Exit, Problem
from hpcskills.model import Catalogue, Range, Tier

BROKEN = Path(__file__).parent / "broken"
FILES = sorted(BROKEN.glob("*.yaml"))
EXPECTED = re.compile(r"^# line (\d+): (.+)$", re.M)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test has a cache folder of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "hpcskills"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """The small sound files stand in for the shipped ones."""
    monkeypatch.setattr(catalogue_module, "shipped", lambda name: BROKEN / "whole" / name)


def problems_of(file: Path) -> tuple[Problem, ...]:
    with pytest.raises(DataError) as caught:
        load_one(file)
    assert caught.value.exit_code == Exit.DATA
    return caught.value.problems


def load_one(file: Path) -> Catalogue:
    """The catalogue with a file over the shipped one; its name begins with skills, roles or courses."""
    kind = file.name.partition("-")[0].removesuffix(".yaml")
    return load(**{kind: file})


def written(folder: Path, name: str, text: str | bytes) -> Path:
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


# --- what is wrong ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_broken_file_says_what_and_where(file: Path) -> None:
    expected = EXPECTED.findall(file.read_text(encoding="utf-8"))
    problems = problems_of(file)
    assert len(expected) == len(problems), problems
    assert {problem.file for problem in problems} == {file}
    for line, words in expected:
        fitting = [problem for problem in problems if problem.line == int(line) and words in problem.message]
        assert fitting, (line, words, problems)


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"", 1, "the file is empty"),
        (b"# only a comment\n", 1, "the file is empty"),
        (b"just words", 1, "holds a single value; it must be a mapping"),
        (
            "skills:\n- {id: caf\u00e9}\n".encode("cp1252"),
            2,
            "byte 0xE9 is not UTF-8; save the file as UTF-8",
        ),
        ("skills: []\n".encode("utf-16"), 1, "is not UTF-8"),
        (b"skills:\n# a bell: \x07\n", 2, "control character U+0007"),
        (b"skills: " + b"[" * 100_000, 1, "nested deeper"),
        (b"skills:\n" + b"- " * 100_000 + b"x", 2, "nested deeper"),
        (b"transfers: []\n---\ntransfers: []\n", 2, "a second document"),
    ],
    ids=["empty", "comment", "words", "cp1252", "utf-16", "bell", "brackets", "dashes", "documents"],
)
@pytest.mark.usefixtures("small")
def test_file_that_is_no_data_file(tmp_path: Path, content: bytes, line: int, words: str) -> None:
    (problem,) = problems_of(written(tmp_path, "skills.yaml", content))
    assert problem.line == line
    assert words in problem.message


@pytest.mark.usefixtures("small")
def test_missing_folder_and_large_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue_module, "LARGEST", 2_000_000)
    large = written(tmp_path, "roles.yaml", b"#" * 2_000_001)
    with pytest.raises(DataError) as caught:
        load(skills=tmp_path / "none.yaml", courses=tmp_path, roles=large)
    messages = {problem.file: problem.message for problem in caught.value.problems}
    assert "No such file" in messages[tmp_path / "none.yaml"]
    assert "Is a directory" in messages[tmp_path]
    assert "larger than 2 MB" in messages[large]
    assert len(messages) == len(caught.value.problems)


@pytest.mark.usefixtures("small")
def test_problems_of_all_files_come_together() -> None:
    with pytest.raises(DataError) as caught:
        load(skills=BROKEN / "skills-bad-id.yaml", roles=BROKEN / "roles-level-six.yaml")
    assert [problem.file.name for problem in caught.value.problems] == [
        "roles-level-six.yaml",
        "skills-bad-id.yaml",
    ]
    assert str(BROKEN / "roles-level-six.yaml") + ":9: " in str(caught.value)


@pytest.mark.usefixtures("small")
def test_c_and_its_sisters_are_three_names(tmp_path: Path) -> None:
    skill = "{id: objective-c, label: Objective-C, category: programming-languages, aliases: ['c_++']}"
    text = f"skills:\n- {skill}\n"
    assert "objective-c" in load_one(written(tmp_path, "skills.yaml", text)).skills
    text = text.replace("c_++", "c++")
    (problem,) = problems_of(written(tmp_path, "skills.yaml", text))
    assert 'belongs to skill "cpp" already' in problem.message


@pytest.mark.usefixtures("small")
def test_replaced_skills_must_suffice_for_the_shipped_roles(tmp_path: Path) -> None:
    whole = (BROKEN / "whole" / "skills.yaml").read_text()
    text = "replace: true\n" + whole.replace("id: python", "id: python-3")
    with pytest.raises(DataError) as caught:
        load(skills=written(tmp_path, "skills.yaml", text))
    assert {problem.file.name for problem in caught.value.problems} == {"roles.yaml", "courses.yaml"}
    assert all('did you mean "python-3"?' in problem.message for problem in caught.value.problems)


@pytest.mark.usefixtures("small")
def test_file_that_stands_alone_may_lack_nothing(tmp_path: Path) -> None:
    problems = problems_of(written(tmp_path, "roles.yaml", "replace: true\n"))
    missing = {f'key "{key}" is missing; add it' for key in ("bands", "roles", "scale")}
    assert {problem.message for problem in problems} == missing


# --- what is right ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("small")
def test_values_become_records() -> None:
    found = load()
    course, exam = found.courses["linux-course"], found.courses["linux-exam"]
    assert course.hours == Range(low=4.5, high=10, basis="stated")
    assert course.languages == ("en", "no")
    assert course.eligibility.countries == ("US",)
    # Veterans are not asked for, so this is no condition.
    assert course.eligibility.conditions == {"student_only": "true", "age_min": "18"}
    assert exam.cost_usd.low is None
    assert exam.gives == {"linux": 4, "slurm": 2}
    assert exam.self_study is not None
    assert exam.self_study.start == {"linux": 2}
    assert exam.as_of is None
    role = found.roles["system-administrator"]
    assert role.tier is Tier.CORE
    assert [need.label for need in role.requirements] == ["Linux", "Job schedulers"]
    assert [need.core for need in role.requirements] == [True, False]
    assert found.roles["developer"].requirements[0].skills == ("c-language", "cpp")
    assert [(cue.before, cue.after) for cue in found.scale.cues] == [
        (True, True),
        (True, False),
        (False, True),
    ]
    assert (found.scale.assumed, found.scale.assumed_learning) == (3, 2)
    assert (found.narrower_percent, found.broader_percent) == (100, 50)
    assert re.fullmatch("[0-9a-f]{64}", found.digest)


@pytest.mark.usefixtures("small")
def test_own_file_extends_and_replaces_entries(tmp_path: Path) -> None:
    own = written(
        tmp_path,
        "skills.yaml",
        "skills:\n"
        "- {id: slurm, label: Slurm!, category: scheduling}\n"
        "- {id: lsf, label: LSF, category: scheduling, aliases: [sbatch]}\n"
        "transfers:\n"
        "- {from: pbs, to: slurm, percent: 10, why: ours}\n"
        "- {from: lsf, to: slurm, percent: 60, why: new}\n",
    )
    shipped, found = load(), load(skills=own)
    assert list(found.skills) == [*shipped.skills, "lsf"]
    assert found.skills["slurm"].label == "Slurm!"
    assert found.skills["lsf"].aliases == ("sbatch",)
    assert [transfer.percent for transfer in found.transfers] == [10, 60]
    assert found.false_friends == shipped.false_friends
    assert found.courses == shipped.courses
    assert found.digest != shipped.digest


@pytest.mark.usefixtures("small")
def test_own_facts_come_first_and_own_file_may_stand_alone(tmp_path: Path) -> None:
    fact = "{about: [all], fact: ours, value: x, period: y, basis: z, source: s, as_of: '2026'}"
    found = load(roles=written(tmp_path, "roles.yaml", f"outlook:\n- {fact}\n"))
    assert [one.fact for one in found.facts] == ["ours", "jobs"]
    whole = (BROKEN / "whole" / "courses.yaml").read_text().replace("linux-", "unix-")
    found = load(courses=written(tmp_path, "courses.yaml", "replace: true\n" + whole))
    assert list(found.courses) == ["unix-course", "unix-exam"]


def test_shipped_files_are_sound_and_stand_where_people_edit_them() -> None:
    assert [catalogue_module.shipped(name).name for name in catalogue_module.NAMES] == [*catalogue_module.NAMES]
    found = load()
    assert sum(role.tier is Tier.CORE for role in found.roles.values()) == 6
    assert sum(category.heatmap for category in found.categories.values()) == 7
    assert load() == found


# --- the cache ----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("small")
def test_same_records_from_cache_and_from_yaml(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load()
    (file,) = cache.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700
    monkeypatch.setitem(sys.modules, "yaml", None)  # importing it would fail now
    second = load()
    assert second == first
    assert repr(second) == repr(first)


def test_second_start_does_not_import_yaml(tmp_path: Path) -> None:
    code = "import sys; from hpcskills.catalogue import load; load(); print('yaml' in sys.modules)"
    run = [sys.executable, "-c", code]
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    folder = Path(__file__).parent.parent
    said = [
        subprocess.run(run, env=environment, cwd=folder, check=True, capture_output=True, text=True).stdout
        for _ in range(2)
    ]
    assert said == ["True\n", "False\n"]


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"{}", b"\xff\xfe", b"[" * 100_000, b"a" * 64 + b"\n[]"],
    ids=["empty", "line", "foreign", "binary", "deep", "wrong-hash"],
)
@pytest.mark.usefixtures("small")
def test_damaged_cache_is_rewritten(cache: Path, content: bytes) -> None:
    found = load()
    (file,) = cache.iterdir()
    sound = file.read_bytes()
    for damaged in (content, sound[:-100], sound.replace(b"Slurm", b"Slurn", 1), _signed(content)):
        file.write_bytes(damaged)
        assert load() == found
        assert file.read_bytes() == sound


def _signed(body: bytes) -> bytes:
    """A body that the hash before it fits, as a forger would write it."""
    import hashlib

    return hashlib.sha256(body).hexdigest().encode() + b"\n" + body


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("body", [b"[]", b"[1]", b'{"a": 1}', b"null", b"[" + b"[]," * 14 + b'"x"]'])
def test_cache_of_another_shape_is_passed_over(cache: Path, body: bytes) -> None:
    found = load()
    (file,) = cache.iterdir()
    file.write_bytes(_signed(body))
    assert load() == found


@pytest.mark.usefixtures("small")
def test_cache_is_never_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = load()
    blocked = written(tmp_path, "a-file", b"")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))  # no folder can be made below a file
    assert load() == found
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.setattr(Path, "home", _no_home)
    assert load() == found
    assert not Path("relative").exists()


def _no_home() -> Path:
    raise RuntimeError("Could not determine home directory.")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.usefixtures("small")
def test_folder_that_may_not_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = load()
    (tmp_path / "locked").mkdir(mode=0o500)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "locked"))
    assert load() == found


@pytest.mark.usefixtures("small")
def test_write_that_fails_leaves_nothing(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    assert load().skills
    assert list(cache.iterdir()) == []


@pytest.mark.usefixtures("small")
def test_few_files_stay(tmp_path: Path, cache: Path) -> None:
    for number in range(compiled.KEPT + 3):
        load(skills=written(tmp_path, "skills.yaml", f"false_friends: [word{number}]\n"))
    assert len(list(cache.iterdir())) == compiled.KEPT


@pytest.mark.usefixtures("small")
def test_broken_files_are_not_kept(cache: Path) -> None:
    problems_of(BROKEN / "skills-bad-id.yaml")
    assert not cache.exists()


# --- findings -----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("small")
def test_findings_tell_what_no_course_reaches() -> None:
    found = findings(load(), date(2027, 8, 1))
    needs = [(one.role, one.requirement.label, one.best) for one in found.unreached]
    assert needs == [
        ("system-administrator", "Linux", 4),
        ("system-administrator", "Job schedulers", 2),  # through Slurm, which is narrower
        ("developer", "C/C++", 0),
    ]
    assert found.untaught == ("c-language", "cpp")
    assert (found.counts.skills, found.counts.requirements, found.counts.courses) == (8, 3, 2)
    assert found.unknown_status == ("linux-exam",)


@pytest.mark.usefixtures("small")
def test_findings_tell_what_is_old() -> None:
    found = findings(load(), date(2027, 8, 1))
    assert found.stale == (Dated(section=Section.FUNDING, name="fund", as_of="2023-03-15", months=52),)
    # A year counts from its end, a month from its last day.
    assert [(one.name, one.months) for one in found.aging] == [("jobs", 19), ("linux-course", 13)]
    assert [one.name for one in found.undated] == ["linux-exam"]
    earlier = findings(load(), date(2026, 7, 1))
    assert [one.name for one in (*earlier.aging, *earlier.stale)] == ["fund"]
