"""Lists read item by item mean exactly what they mean read whole."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small import person

from hpcskills.assess import Assessor
from hpcskills.catalogue import load
from hpcskills.clients.people import People
from hpcskills.clients.results import floored
from hpcskills.model import Background, Profile, Tier
from hpcskills.scoring import profile
from hpcskills.scoring.points import Points

ASSESSOR = Assessor(load())
POINTS = Points(ASSESSOR.catalogue, ASSESSOR.scorer)
PEOPLE = People(ASSESSOR, POINTS)
NAMES = sorted({name for skill in ASSESSOR.catalogue.skills.values() for name in skill.names})
AMBIGUOUS = sorted({name for skill in ASSESSOR.catalogue.skills.values() for name in skill.ambiguous})
CUES = sorted({words for cue in ASSESSOR.catalogue.scale.cues for words in cue.words})
BACKGROUND = next(iter(ASSESSOR.catalogue.backgrounds.values()))
ODD = (
    *("zorblax", "basket weaving", "5 years", "about 5 years", "3 months of", "years", "to", "but", "and", "less than"),
    *("", " ", "x" * 30, "(", "linux (", "bash)", "- python", "*nix", ".NET", "C++", "C#", "R&D", "go", "Go", "R", "c"),
    *("10 years linux", "linux 5 yrs", "linux (3 years)", "python: expert", "expert: python", "no slurm", "1 = none"),
    *(
        "5 = expert",
        "python 3/5",
        "802.11 - intermediate",
        "std::thread",
        "looking to learn: cuda",
        "skills: x",
        "python ***",
        "slurm 80%",
        "no experience",
        "linux - no experience",
        "mentored users",
    ),
    *(
        "new to Hadoop",
        "linux. bash",
        "linux\nbash",
        "kuberntes",
        "slrum",
        "Entwicklung",
        "conocimientos de redes",
        "sin",
    ),
    *(
        "want to learn",
        "want to learn cuda",
        "familiar with pbs and lsf",
        "(familiar) C#",
        "2009-2012 linux",
        "python.",
    ),
)
ITEMS = st.one_of(
    st.sampled_from(NAMES),
    st.sampled_from(AMBIGUOUS),
    st.sampled_from(ODD),
    st.builds("{} {}".format, st.sampled_from(CUES), st.sampled_from(NAMES)),
    st.builds("{} ({})".format, st.sampled_from(NAMES), st.sampled_from([*CUES, "3 years", "1 yr"])),
    st.builds("{} - {}".format, st.sampled_from(NAMES), st.sampled_from(CUES)),
    st.builds(lambda name, at: name[:at] + name[at + 1 :], st.sampled_from(NAMES), st.integers(0, 20)),
    st.builds(str.lower, st.sampled_from(AMBIGUOUS)),
)
SEPARATORS = st.sampled_from([", ", ", ", ", ", ",", "; ", ";", " , ", ",  ", ", , "])
LISTS = st.builds(
    lambda pairs, end: "".join(item + mark for item, mark in pairs).rstrip(",; ") + end,
    st.lists(st.tuples(ITEMS, SEPARATORS), min_size=1, max_size=12),
    st.sampled_from(["", "", ".", ",", " "]),
)


def read_whole(text: str, background: Background | None = None) -> tuple[object, ...]:
    reading = ASSESSOR.matcher.read(text)
    codes = POINTS.codes(profile.build(reading, ASSESSOR.catalogue.scale, background))
    unsure = [(doubt.mention, tuple(match.skill for match in doubt.candidates)) for doubt in reading.unsure]
    return sorted(codes), unsure, [unknown.mention for unknown in reading.unknown]


def read_by_item(text: str, background: Background | None = None) -> tuple[object, ...]:
    found = PEOPLE.person(text, background)
    return sorted(found.codes), [(doubt.mention, doubt.skills) for doubt in found.doubts], list(found.unknown)


@settings(max_examples=1500, deadline=None)
@given(LISTS)
def test_by_item_is_as_whole(text: str) -> None:
    assert read_by_item(text) == read_whole(text)
    assert read_by_item(text) == read_whole(text), "from memory"


@settings(max_examples=100, deadline=None)
@given(LISTS)
def test_with_a_background(text: str) -> None:
    assert read_by_item(text, BACKGROUND) == read_whole(text, BACKGROUND)


@pytest.mark.parametrize(
    "text", ["", ",", "linux", "go", "expert in linux, bash; python", "Wazh (10 yrs), Linux, ROMO"]
)
def test_small_lists(text: str) -> None:
    assert read_by_item(text) == read_whole(text)


SKILLS = sorted(ASSESSOR.catalogue.skills)
PROFILES = st.builds(
    lambda levels, assumed, unsure: person(levels, assumed=assumed, unsure=set(unsure) - levels.keys()),
    st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 5), max_size=25),
    st.lists(st.sampled_from(SKILLS), max_size=10),
    st.lists(st.sampled_from(SKILLS), max_size=5),
)


def told(one: Profile) -> list[tuple[object, ...]]:
    return [
        (fit.role, floored(fit.fit), floored(fit.low), floored(fit.high), fit.core_met, fit.band.id)
        for fit in ASSESSOR.scorer.fits(one, parts=False)
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(PROFILES, min_size=1, max_size=8))
def test_points_are_those_of_the_fit(people: list[Profile]) -> None:
    fits = POINTS.fits([POINTS.codes(one) for one in people])
    for place, one in enumerate(people):
        found = [
            (
                POINTS.roles[role].id,
                *(floored(table[place, role] / 10) for table in (fits.fit, fits.low, fits.high)),
                fits.core_met[place, role],
                POINTS.bands[fits.band[place, role]].id,
            )
            for role in fits.order[place]
        ]
        assert found == told(one)


def test_ticked_levels_win_and_zero_denies() -> None:
    best = POINTS.fits([PEOPLE.person("basic python, linux", None, [("python", 5), ("linux", 0)]).codes])
    same = POINTS.fits([POINTS.codes(person({"python": 5}))])
    assert (best.fit == same.fit).all()
    assert (best.low == same.low).all()


def test_entry_roles_are_there_for_the_table() -> None:
    assert {role.tier for role in POINTS.roles} == set(Tier)
