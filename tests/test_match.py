"""What people write and what is understood: the cases of reading.yaml, and what holds for any text."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from hpcskills import catalogue
from hpcskills.model import How, Match, Status, Unknown, Unsure
from hpcskills.reading.match import Matcher

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "reading.yaml").read_text(encoding="utf-8"))
MATCHER = Matcher(catalogue.load())


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:50] for case in CASES])
def test_case(case: dict[str, object]) -> None:
    reading = MATCHER.read(str(case["text"]))
    said = {status: [m.skill for m in reading.matches if m.status is status] for status in Status}
    held = [match for match in reading.matches if match.status is Status.HELD]
    seen = {
        "held": said[Status.HELD],
        "denied": said[Status.DENIED],
        "wanted": said[Status.WANTED],
        "levels": {match.skill: match.level for match in held if match.level},
        "years": {match.skill: match.years for match in held if match.years},
        "learning": [match.skill for match in held if match.learning],
        "dated": [match.skill for match in held if match.dated],
        "derived": {match.skill: match.years for match in held if match.derived},
        "unsure": [place.mention for place in reading.unsure],
        "unknown": [place.mention for place in reading.unknown],
        "advert": any("job advert" in note for note in reading.notes),
    }
    wanted = {key: value for key, value in case.items() if key != "text"}
    assert {key: seen[key] for key in wanted} == wanted


ALIASES = sorted({name for skill in MATCHER.skills.values() for name in skill.names})


@pytest.mark.parametrize("skill", sorted(MATCHER.skills), ids=str)
def test_every_name_is_understood(skill: str) -> None:
    """Each label and alias, alone, names its own skill: sure, or asked about where it is also an everyday word."""
    for name in MATCHER.skills[skill].names:
        reading = MATCHER.read(name)
        found = [match.skill for match in reading.matches]
        found += [match.skill for place in reading.unsure for match in place.candidates]
        assert skill in found, (name, reading)


@given(st.lists(st.sampled_from(ALIASES), min_size=1, max_size=6))
def test_mentions_stand_where_they_say(names: list[str]) -> None:
    text = " • ".join(names)
    reading = MATCHER.read(text)
    for match in reading.matches:
        assert text[match.start : match.end] == match.mention
        assert 0 < match.score <= 1
    places: list[Unsure | Unknown] = [*reading.unsure, *reading.unknown]
    for place in places:
        assert text[place.start : place.end] == place.mention


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    reading = MATCHER.read(text)
    starts = [match.start for match in reading.matches]
    assert starts == sorted(starts)


@given(st.sampled_from(ALIASES))
def test_case_changes_nothing_in_a_list(name: str) -> None:
    def skills(text: str) -> set[str]:
        return {match.skill for match in MATCHER.read(text).matches if match.how is not How.FUZZY}

    assert skills(f"Python, {name.upper()}") == skills(f"Python, {name.lower()}")


def test_nothing_is_lost() -> None:
    words = ["linux", "basket weaving", "slrm", "go", "quantum basketry", "zzyzx"]
    reading = MATCHER.read(", ".join(words))
    places: list[Match | Unsure | Unknown] = [*reading.matches, *reading.unsure, *reading.unknown]
    mentioned = " ".join(place.mention for place in places)
    assert [word for word in words if not any(part in mentioned for part in word.split())] == []


def test_search_finds_misspelt_names() -> None:
    assert MATCHER.search("kubernets", 3)[0][0].id == "kubernetes"
    assert MATCHER.search("slurm", 1)[0] == (MATCHER.skills["slurm"], 1.0)
