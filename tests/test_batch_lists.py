"""Lists read item by item mean exactly what they mean read whole."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
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


def read_by_item(texts: list[str], background: Background | None = None) -> list[tuple[object, ...]]:
    told = PEOPLE.told([(text, background.id if background else "", ()) for text in texts])
    ends = told.counts.cumsum().tolist()
    return [
        (
            told.codes[begin:end].tolist(),
            [(doubt.mention, doubt.skills) for doubt in told.doubts.get(row, ())],
            told.unknown.get(row, []),
        )
        for row, (begin, end) in enumerate(pairwise([0, *ends]))
    ]


BLOCKS = st.lists(LISTS, min_size=1, max_size=6)


@settings(max_examples=500, deadline=None)
@given(BLOCKS)
def test_by_item_is_as_whole(texts: list[str]) -> None:
    whole = [read_whole(text) for text in texts]
    assert read_by_item(texts) == whole
    assert read_by_item(texts) == whole, "from memory"


@settings(max_examples=100, deadline=None)
@given(BLOCKS)
def test_with_a_background(texts: list[str]) -> None:
    assert read_by_item(texts, BACKGROUND) == [read_whole(text, BACKGROUND) for text in texts]


@pytest.mark.parametrize(
    "text", ["", ",", "linux", "go", "expert in linux, bash; python", "Wazh (10 yrs), Linux, ROMO"]
)
def test_small_lists(text: str) -> None:
    assert read_by_item([text]) == [read_whole(text)]


LONG = (
    "go, zorblax, basket weaving, knitting, gardening, cooking, chess, football, sewing, hiking, fishing, painting, go"
)


def test_lists_of_a_block_do_not_touch() -> None:
    texts = ["linux, slurm", LONG, "python", *[""] * 60, LONG]
    assert read_by_item(texts) == [read_whole(text) for text in texts]


@settings(max_examples=20, deadline=None)
@given(st.lists(BLOCKS, min_size=2, max_size=6))
def test_forgetting_changes_nothing(blocks: list[list[str]]) -> None:
    for texts in blocks:
        PEOPLE.forget()
        assert read_by_item(texts) == [read_whole(text) for text in texts]


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
    held = [POINTS.codes(one) for one in people]
    codes, counts = [code for one in held for code in one], [len(one) for one in held]
    fits = POINTS.fits(np.array(codes, np.int64), np.array(counts))
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
    told = PEOPLE.told([("basic python, linux", "", (("python", 5), ("linux", 0)))])
    assert told.codes.tolist() == POINTS.codes(person({"python": 5}))


def test_entry_roles_are_there_for_the_table() -> None:
    assert {role.tier for role in POINTS.roles} == set(Tier)
