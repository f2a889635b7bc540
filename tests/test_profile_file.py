"""Profile files: what a person corrects once counts from then on, and every mistake in the file is told."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hpcskills.assess import Assessor
from hpcskills.catalogue import load
from hpcskills.errors import DataError, InputError
from hpcskills.model import How, Reading, Status
from hpcskills.personal import Personal, Rating, remembered, settle, with_level, with_names, with_own_skills, with_word
from hpcskills.profile_file import profile_text, read_profile

CATALOGUE = load()


def read(text: str, personal: Personal) -> Reading:
    reading = Assessor(with_names(CATALOGUE, personal)).matcher.read(text)
    return with_own_skills(settle(reading, personal), personal, CATALOGUE)


def said(text: str, personal: Personal) -> dict[str, tuple[str, int | None]]:
    return {match.skill: (match.status.value, match.level) for match in read(text, personal).matches}


# --- what corrections do ------------------------------------------------------------------------------------


def test_words_of_ones_own_are_names() -> None:
    personal = with_word(Personal(), "the queue thing", "slurm")
    assert said("bash; expert in the queue thing", personal) == {"bash": ("held", None), "slurm": ("held", 5)}
    assert said("no experience with the queue thing", personal) == {"slurm": ("denied", None)}
    assert read("The Queue  Thing", personal).matches[0].how is How.CONFIRMED


def test_a_doubtful_word_is_settled() -> None:
    reading = read("slrm, linux", with_word(Personal(), "slrm", "slurm"))
    assert [match.skill for match in reading.matches] == ["slurm", "linux"]
    assert reading.unsure == ()


def test_a_word_may_mean_another_skill_or_none() -> None:
    assert "puppet" not in said("docker, puppet", with_word(Personal(), "Puppet", None))
    assert "jenkins" in said("docker, puppet", with_word(Personal(), "puppet", "jenkins"))
    assert "puppet" not in said("docker, puppet", with_word(Personal(), "puppet", "jenkins"))
    both = with_word(with_word(Personal(), "puppet", None), "Puppet", "puppet")
    assert both.ignored == ()
    assert "puppet" in said("docker, puppet", both)


def test_the_profile_wins_over_the_text() -> None:
    personal = Personal(skills={"linux": Rating(level=2), "slurm": Rating(level=3)}, denied=("bash",), wanted=("cuda",))
    found = said("expert in Linux, bash; no Slurm; CUDA", personal)
    assert found["linux"] == ("held", 2)
    assert found["slurm"] == ("held", 3)
    assert found["bash"][0] == "denied"
    assert found["cuda"][0] == "wanted"


def test_a_profile_is_enough() -> None:
    personal = with_level(with_level(Personal(skills={"docker": Rating()}), "linux", 4), "slurm", 0)
    assert said("", personal) == {"docker": ("held", None), "linux": ("held", 4), "slurm": ("denied", None)}


# --- the file -----------------------------------------------------------------------------------------------

SKILLS = st.sampled_from(sorted(CATALOGUE.skills))
RATINGS = st.builds(Rating, level=st.integers(1, 5)) | st.builds(Rating, learning=st.booleans())
PHRASES = st.from_regex(r"[a-zé#:'\"{}\[\]&*!|>%@,-]{0,5}[a-z0-9é]{1,8}( [a-z0-9#:'\"-]{1,6})?", fullmatch=True)


@given(
    skills=st.dictionaries(SKILLS, RATINGS, max_size=5),
    lists=st.lists(SKILLS, max_size=4, unique=True),
    confirmed=st.dictionaries(PHRASES, SKILLS, max_size=3),
    ignored=st.lists(PHRASES | st.sampled_from(["no", "yes", "null", "1", "2020-01-01"]), max_size=3, unique=True),
)
def test_what_is_written_is_read_back(
    skills: dict[str, Rating],
    lists: list[str],
    confirmed: dict[str, str],
    ignored: list[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    rest = [skill for skill in lists if skill not in skills]
    personal = Personal(
        skills=skills, denied=tuple(rest[:2]), wanted=tuple(rest[2:]), confirmed=confirmed, ignored=tuple(ignored)
    )
    file = tmp_path_factory.mktemp("profile") / "me.yaml"
    file.write_text(profile_text(personal, CATALOGUE), encoding="utf-8")
    assert read_profile(file, CATALOGUE) == personal


def test_skills_may_be_called_by_name(tmp_path: Path) -> None:
    file = tmp_path / "me.yaml"
    file.write_text("skills: {K8s: 3, Linux: assumed, CUDA: learning}\nconfirmed: {boxes: Docker}\n")
    found = read_profile(file, CATALOGUE)
    assert found.skills == {"kubernetes": Rating(level=3), "linux": Rating(), "cuda": Rating(learning=True)}
    assert found.confirmed == {"boxes": "docker"}


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("skills:\n  linux: 6\n", 2, 'must be a level from 1 to 5, "assumed" or "learning", not "6"'),
        ("skills:\n  linux: expert\n", 2, 'not "expert"'),
        ("skills:\n  linux:\n", 2, '"linux" is empty'),
        ("skills:\n  linxu: 3\n", 2, 'unknown skill "linxu"; did you mean "linux"?'),
        ("skills: {linux: 3, linux: 4}\n", 1, "appears twice"),
        ("skills:\n  Linux: 3\n  linux: 4\n", 3, "appears twice"),
        ("skills: {linux: 3}\ndenied: [slurm,\n  linux]\n", 3, "stands in another part as well"),
        ("denied: [slurm]\nwanted: [slurm]\n", 2, "stands in another part as well"),
        ("skils: {linux: 3}\n", 1, 'did you mean "skills"?'),
        ("skills: [linux]\n", 1, '"skills" must be a mapping'),
        ("confirmed:\n  no: slurm\n", 2, "put it in quotes"),
        ("confirmed:\n  slrum: slrum!\n", 2, "unknown skill"),
        ('confirmed:\n  "!": slurm\n', 2, "no letter or digit"),
        ("background: astronaut\n", 1, "unknown background"),
        ("- linux\n", 1, "holds a list"),
        ("", 1, "the file is empty"),
        ("skills: {linux: 3\n", 2, "not valid YAML"),
    ],
)
def test_mistakes_are_told_with_their_line(tmp_path: Path, content: str, line: int, message: str) -> None:
    file = tmp_path / "me.yaml"
    file.write_text(content)
    with pytest.raises(DataError) as told:
        read_profile(file, CATALOGUE)
    assert [problem.line for problem in told.value.problems] == [line]
    assert message in str(told.value)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "me.yaml"
    file.write_text("skills:\n  linux: 9\n  blub: 1\nignored: 3\nwishes: [cuda]\n")
    with pytest.raises(DataError) as told:
        read_profile(file, CATALOGUE)
    assert [problem.line for problem in told.value.problems] == [2, 3, 4, 5]


def test_a_profile_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no profile"):
        read_profile(tmp_path / "none.yaml", CATALOGUE)
    big = tmp_path / "cv.txt"
    big.write_bytes(b"x" * 1_000_001)
    with pytest.raises(InputError, match="larger than 1 MB"):
        read_profile(big, CATALOGUE)


def test_what_was_understood_is_kept() -> None:
    assessor = Assessor(CATALOGUE)
    found = assessor.assess(
        "10 yrs Linux, docker, currently learning CUDA, no Slurm, want to learn MPI",
        background=CATALOGUE.backgrounds["asic-mining-technician"],
    )
    kept = remembered(Personal(ignored=("blub",)), found)
    assert kept.skills == {"linux": Rating(level=4), "docker": Rating(), "cuda": Rating(learning=True)}
    assert (kept.denied, kept.wanted, kept.ignored) == (("slurm",), ("mpi",), ("blub",))
    assert kept.background == "asic-mining-technician"
    again = assessor.assess_reading(
        with_own_skills(settle(assessor.matcher.read(""), kept), kept, CATALOGUE),
        background=CATALOGUE.backgrounds["asic-mining-technician"],
    )
    assert [(fit.role, fit.points, fit.low) for fit in again.fits] == [(f.role, f.points, f.low) for f in found.fits]
    assert Status.DENIED in {match.status for match in again.reading.matches}


# --- the command --------------------------------------------------------------------------------------------


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hpcskills", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


def test_saved_once_read_ever_after(tmp_path: Path) -> None:
    kept = tmp_path / "me.yaml"
    first = run("assess", "10 yrs linux, slrm, docker", f"--save-profile={kept}")
    assert first.returncode == 0
    assert f"saved in {kept}" in first.stderr
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.read_text().startswith("# A profile for hpcskills")
    with kept.open("a") as file:
        file.write('confirmed: {"slrm": slurm}\n')
    again = run("assess", f"--profile={kept}", "slrm", f"--save-profile={kept}")
    assert again.returncode == 0
    assert "Slurm 3~" in again.stdout
    assert "Linux 4" in again.stdout
    assert run("match", "slrm", f"--profile={kept}").stdout.count("confirmed") == 1
    assert run("transition", "asic-mining-technician", f"--profile={kept}").returncode == 0
    planned = run("plan", f"--profile={kept}", "--role=hpc-operations-engineer", "--format=json")
    said = run("plan", "10 yrs linux, slurm, docker", "--role=hpc-operations-engineer", "--format=json")
    assert json.loads(planned.stdout)["start"] == json.loads(said.stdout)["start"]
    assert run("assess", f"--profile={kept}").returncode == 0


def test_a_file_of_another_kind_is_not_written_over(tmp_path: Path) -> None:
    file = tmp_path / "cv.txt"
    file.write_text("My life\n")
    done = run("assess", "linux", f"--save-profile={file}")
    assert done.returncode == 4
    assert "no profile that can be read" in done.stderr
    assert file.read_text() == "My life\n"


def test_a_wrong_profile_is_told(tmp_path: Path) -> None:
    file = tmp_path / "me.yaml"
    file.write_text("skills:\n  linux: 7\n")
    done = run("assess", "linux", f"--profile={file}")
    assert done.returncode == 3
    assert f"{file}:2:" in done.stderr
    assert run("match", "--jsonl", f"--profile={file}").returncode == 2
