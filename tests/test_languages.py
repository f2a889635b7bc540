"""Self-reports in Spanish, Portuguese, German and French, and that English ones are read as before."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from hpcskills import catalogue
from hpcskills.model import Status
from hpcskills.reading.grammar import ENGLISH
from hpcskills.reading.inflection import inflected
from hpcskills.reading.match import Matcher
from hpcskills.reading.otherwords import GRAMMARS, OTHER_LANGUAGES
from hpcskills.reading.tokens import compared, fold

FOLDER = Path(__file__).parent / "cases"
MATCHER = Matcher(catalogue.load())
CASES = [
    (code, case)
    for code in OTHER_LANGUAGES
    for case in yaml.safe_load((FOLDER / f"reading_{code}.yaml").read_text(encoding="utf-8"))
]
EVIDENT = {
    "es": "Tengo experiencia y conocimientos de informática, además de esto: ",
    "pt": "Não tenho formação, mas também trabalhei nesta área, além disso: ",
    "de": "Ich habe bereits viele Jahre auch damit gearbeitet, und zwar: ",
    "fr": "Je suis depuis longtemps dans cette entreprise, et voici : ",
}


@pytest.mark.parametrize(("code", "case"), CASES, ids=[f"{code}-{case['text'][:40]}" for code, case in CASES])
def test_case(code: str, case: dict[str, object]) -> None:
    """A case with `fails` says why it is read otherwise; levels and years are looked at where a case names them."""
    reading = MATCHER.read(str(case["text"]))
    seen = {status: [one.skill for one in reading.matches if one.status is status] for status in Status}
    held = [one for one in reading.matches if one.status is Status.HELD]
    right = all(seen[status] == case.get(status.value, []) for status in Status)
    right &= _within(case.get("levels"), {one.skill: one.level for one in held})
    right &= _within(case.get("years"), {one.skill: one.years for one in held})
    right &= case.get("learning", []) == [one.skill for one in held if one.learning]
    assert right == ("fails" not in case), reading


def _within(told: object, seen: dict[str, int | None] | dict[str, float | None]) -> bool:
    return not isinstance(told, dict) or all(seen.get(skill) == value for skill, value in told.items())


@pytest.mark.parametrize("code", OTHER_LANGUAGES)
def test_every_translated_name_is_understood(code: str) -> None:
    lost = []
    for skill in MATCHER.skills.values():
        for name in skill.translations.get(code, ()):
            reading = MATCHER.read(f"{EVIDENT[code]}{name}.")
            if reading.language != code or skill.id not in {one.skill for one in reading.matches}:
                lost.append((name, reading))
    assert lost == []


@pytest.mark.parametrize("code", OTHER_LANGUAGES)
def test_no_name_means_two_skills_in_one_language(code: str) -> None:
    """Neither as written nor inflected, nor beside the English names: accents are no difference."""
    owners: dict[tuple[str, ...], str] = {}
    for skill in MATCHER.skills.values():
        for name in skill.names:
            owners[compared(fold(name))] = skill.id
    clashes = [
        (skill.id, name, owners[form])
        for skill in MATCHER.skills.values()
        for name in skill.translations.get(code, ())
        for form in (compared(fold(name)), *inflected(compared(fold(name)), GRAMMARS[code]))
        if owners.setdefault(form, skill.id) != skill.id
    ]
    assert clashes == []


def test_no_name_of_ours_makes_a_text_foreign() -> None:
    names = [name for skill in MATCHER.skills.values() for name in skill.names]
    assert [name for name in names if MATCHER.read(f"{name}, Linux").language != ENGLISH.code] == []


@pytest.mark.parametrize(
    "text",
    [
        "MIT graduate, EST time zone, DES encryption, NAS and DAS storage",
        "Universities: Universidad de Chile; worked with Ludwig von der Heide on the cluster for years",
        "R, Go, C, Java, SAP, PLC",
        "Born in San José, lived in Los Angeles and Las Vegas; Linux, Docker",
        "de la Cruz, Ana - Data scientist - pandas, numpy",
        "HVAC installation, show contact info",
        "João da Silva, Rio de Janeiro. 5 years Linux, Ansible",
        "curriculum vitae: Linux, Docker, et al.",
    ],
)
def test_english_stays_english(text: str) -> None:
    assert MATCHER.read(text).language == ENGLISH.code


def test_the_language_is_said_unless_it_is_english() -> None:
    assert MATCHER.read("Tengo experiencia en redes").notes == ("Read as Spanish.",)
    assert MATCHER.read("experience with networks").notes == ()


def test_words_of_every_sentence_are_no_skills() -> None:
    assert MATCHER.read("J'ai travaillé sans relâche").matches == ()
    said = [one.skill for one in MATCHER.read("J'ai travaillé avec AI et IA").matches]
    assert said == ["artificial-intelligence"] * 2
    assert MATCHER.read("Trabalhei nas lojas, no Rio e na praia").matches == ()


@pytest.mark.parametrize(
    "text",
    [
        "Nací en un pueblo cerca de la costa. Más tarde trabajé en una panadería y como camarera; limpiaba el local y "
        "preparaba los escaparates. Soy una persona puntual y busco un empleo cerca de mi casa.",
        "Nasci numa aldeia perto do rio. Mais tarde trabalhei numa padaria e como garçonete; limpava o salão e "
        "arrumava as vitrines. Sou uma pessoa pontual e procuro um emprego perto de casa.",
        "Ich bin in einem Dorf an der Küste geboren. Später arbeitete ich in einer Bäckerei und als Kellnerin. Ich "
        "habe Obst geerntet und Wände gestrichen. Der Busfahrer hielt an und alle Fahrgäste erschraken. Es war gut.",
        "Je suis née dans un village près de la côte. Plus tard j'ai travaillé dans une boulangerie et comme "
        "serveuse ; je nettoyais le magasin et les vitrines. J'ai le permis et je cherche un emploi près de chez moi.",
    ],
    ids=OTHER_LANGUAGES,
)
def test_the_prose_of_another_life_names_no_skill(text: str) -> None:
    reading = MATCHER.read(text)
    assert (reading.matches, reading.unsure) == ((), ())
