"""Who may take part: what programmes and funding routes ask of a person, held against what the person said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from hpcskills.model import Eligibility, Funding

ADULT = 18
"""Who does not tell their age is taken for this old."""


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


EU = _codes("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK")
_OTHER_EUROPE = _codes("AD AL BA BY CH FO GB GE GG GI IM IS JE LI MC MD ME MK NO RS RU SM TR UA VA XK")
_MIDDLE_EAST = _codes("AE BH IL IQ IR JO KW LB OM PS QA SA SY YE")
_AFRICA = _codes(
    "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML MR MU MW MZ NA NE NG "
    "RW SC SD SL SN SO SS ST SZ TD TG TN TZ UG ZA ZM ZW"
)
REGIONS: Mapping[str, frozenset[str]] = {"EU": EU, "EMEA": EU | _OTHER_EUROPE | _MIDDLE_EAST | _AFRICA}


class Standing(StrEnum):
    """What programmes ask a person to be."""

    STUDENT = "student"
    VETERAN = "veteran"
    US_PERSON = "us-person"
    WOMAN = "woman"
    MINORITY = "minority"
    UNEMPLOYED = "unemployed"
    LOW_INCOME = "low-income"
    GRADUATE = "recent-graduate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Where someone lives (two letters) and what they say they are; what is not said is not known."""

    country: str | None = None
    standings: frozenset[Standing] = frozenset()
    age: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Whether something is open: `asks` holds what is not known to be met, `closed` what is known not to be."""

    asks: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        """Nothing is left to ask."""
        return not self.asks and not self.closed


def open_to(eligibility: Eligibility, person: Person) -> Opening:
    """Hold what a programme asks against what a person said."""
    return _opening(eligibility.countries, eligibility.conditions, person)


def funds(route: Funding, person: Person) -> Opening:
    """Hold what a funding route asks against what a person said."""
    return _opening(route.countries, route.conditions, person)


def in_countries(country: str, codes: tuple[str, ...]) -> bool:
    """Tell whether a country is one of the codes or lies in one of the regions."""
    return any(country == code or country in REGIONS.get(code, ()) for code in codes)


def _opening(countries: tuple[str, ...], conditions: Mapping[str, str], person: Person) -> Opening:
    asks, closed = list(_asks(conditions, person)), []
    if countries:
        where = f"living in {' or '.join(countries)}"
        if person.country is None:
            asks.insert(0, where)
        elif not in_countries(person.country, countries):
            closed.append(where)
    if _too_young(conditions, person):
        closed.append(f"being {conditions['age_min']} or older")
    return Opening(asks=tuple(asks), closed=tuple(closed))


_ASKED = {
    "student_only": (Standing.STUDENT, "being a student"),
    "unemployed_or_underemployed": (Standing.UNEMPLOYED, "being out of work or underemployed"),
    "recent_graduates": (Standing.GRADUATE, "having graduated recently"),
    "low_income": (Standing.LOW_INCOME, "a low income"),
}
_WELCOMES = ("encouraged", "focus")


def _asks(conditions: Mapping[str, str], person: Person) -> Iterator[str]:
    """Name the conditions that what was said does not meet."""
    for key, (standing, text) in _ASKED.items():
        if key in conditions and standing not in person.standings:
            yield text
    veterans = conditions.get("veterans")
    if veterans and (veterans != "true" or Standing.VETERAN not in person.standings):
        yield "being a veteran" if veterans == "true" else f"being one of: {veterans}"
    if "citizenship" in conditions and Standing.US_PERSON not in person.standings:
        yield f"being a {conditions['citizenship']}"
    if "gpa_min" in conditions:
        yield f"grades of {conditions['gpa_min']} or better"
    yield from _asks_group(conditions, person)


def _asks_group(conditions: Mapping[str, str], person: Person) -> Iterator[str]:
    """One underrepresented group of those named is enough; a welcome to a group asks nothing of the others."""
    groups = (("women", Standing.WOMAN, "a woman"), ("minorities", Standing.MINORITY, "of an underrepresented group"))
    asked = [(standing, text) for key, standing, text in groups if key in conditions]
    welcomes = any(conditions.get(key) in _WELCOMES for key, _, _ in groups)
    if asked and not welcomes and not any(standing in person.standings for standing, _ in asked):
        yield f"being {' or '.join(text for _, text in asked)}"


def _too_young(conditions: Mapping[str, str], person: Person) -> bool:
    """Who does not tell their age is taken for an adult."""
    asked = conditions.get("age_min", "")
    return asked.isdecimal() and int(asked) > (ADULT if person.age is None else person.age)
