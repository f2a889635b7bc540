"""Europass CVs: the XML of today's editor (Candidate) and that of 2012 to 2020 (SkillsPassport)."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator

from hpcskills.documents.kinds import Document, Kind, document, words
from hpcskills.documents.resume import period
from hpcskills.documents.webpage import lines_of
from hpcskills.documents.xmltree import attribute, child, find, local, parse, text_of
from hpcskills.errors import InputError

ROOTS = frozenset({"Candidate", "SkillsPassport"})

_HEADINGS = {
    "ExecutiveSummary": "Summary",
    "Headline": "Summary",
    "EmploymentHistory": "Experience",
    "WorkExperienceList": "Experience",
    "EducationHistory": "Education",
    "EducationList": "Education",
    "Skills": "Skills",
    "Certifications": "Certificates",
    "CourseCertifications": "Certificates",
    "Projects": "Projects",
    "PublicationHistory": "Publications",
    "VoluntaryWorks": "Volunteering",
    "HobbiesAndInterests": "Interests",
    "AchievementList": "Achievements",
}
_LEFT_OUT = words("""
    DocumentID DocumentInfo CandidateSupplier CandidatePerson RenderingInformation PrintingPreferences Identification
    EmploymentReferences ReferenceTo ReferenceToList ClosingStatement Attachment AttachmentList CoverLetter
    OrganizationContact ContactInfo Communication Link Licenses Driving Linguistic PersonQualifications ID IndustryCode
    EducationLevelCode NationalClassification CreditType NumberOfCredit FinalGrade City Country PrimaryLanguageCode Code
    Documentation ReferenceID Level ProficiencyLevel CurrentIndicator Ongoing TaxonomyID UseCode Year
""")
"""Names, addresses, spoken languages, codes, and what others say: none of it a skill."""

_ENTRIES = words("""
    EmployerHistory WorkExperience EducationOrganizationAttendance Education Project VoluntaryWork Certification
    CourseCertification Other Achievement Publication
""")
_TITLES = ("PositionTitle", "Position", "DegreeName", "Title", "OrganizationName", "Employer", "Organisation")
_PERIODS = {"EmploymentPeriod", "AttendancePeriod", "Period", "Date"}
_OWN_WORDS = {"position", "personal_statement"}
"""Headlines about the person; the others name the job applied for, which is a wish."""


def read_europass(data: bytes, name: str) -> Document:
    """The text of a Europass XML file, also the one inside a Europass PDF."""
    root = parse(data, name)
    if local(root) not in ROOTS:
        raise InputError(
            f"{name} is an XML file, but not of Europass (Candidate or SkillsPassport). "
            "Copy the text and save it as .txt."
        )
    found = document(_lines(root), Kind.EUROPASS)
    if not found.text.strip():
        raise InputError(f"{name} is a Europass file without work, education or skills. Type or paste your skills.")
    return found


def _lines(element: ET.Element) -> Iterator[str]:
    """The lines of an element, under the heading of its section."""
    for part in element:
        kind = local(part)
        if kind in _LEFT_OUT or kind in _PERIODS:
            continue
        lines = list(_entry(part) if kind in _ENTRIES else _part(part))
        if lines and kind in _HEADINGS and len(part):
            yield from ("", _HEADINGS[kind])
        elif lines and kind in _HEADINGS:
            yield ""
        yield from lines


def _part(part: ET.Element) -> Iterator[str]:
    kind = local(part)
    if kind == "PersonCompetency":
        yield from _competency(part)
    elif kind == "Headline":
        if text_of(find(part, "Type", "Code")) in _OWN_WORDS:
            yield text_of(find(part, "Description", "Label"))
    elif kind == "SkillsGroup":
        names = (text_of(child(one, "CompetencyName")) for one in part if local(one) == "PersonCompetency")
        yield f"- {text_of(child(part, 'Title'))}: {', '.join(filter(None, names))}"
    elif len(part):
        yield from _lines(part)
    else:
        yield from _written(part.text or "")


def _competency(part: ET.Element) -> Iterator[str]:
    """A skill with its level if one is given; languages are spoken ones and left out."""
    name = text_of(child(part, "CompetencyName"))
    if name and text_of(child(part, "TaxonomyID")).lower() != "language":
        score = text_of(find(part, "CompetencyDimension", "Score", "ScoreText"))
        yield f"- {name} ({score})" if score else f"- {name}"


def _entry(entry: ET.Element) -> Iterator[str]:
    """A position, degree or project: a title with its dates, then what was done."""
    titled = sorted((one for one in entry.iter() if local(one) in _TITLES), key=lambda one: _TITLES.index(local(one)))
    title = ", ".join(filter(None, (_title(one) for one in titled[:4])))
    when = next((_period(one) for one in entry.iter() if local(one) in _PERIODS), "")
    if title:
        yield f"{title}{when}"
    yield from _rest(entry)


def _rest(entry: ET.Element) -> Iterator[str]:
    """What an entry says beside its title, dates and addresses."""
    for part in entry:
        kind = local(part)
        if kind in _TITLES or kind in _PERIODS or kind in _LEFT_OUT:
            continue
        yield from _rest(part) if len(part) else _written(part.text or "")


def _title(part: ET.Element) -> str:
    """The words of a title; the old format keeps them in a Label, an organisation's in a Name."""
    for name in ("Label", "Name"):
        if child(part, name) is not None:
            return text_of(child(part, name))
    return (part.text or "").strip()


def _period(part: ET.Element) -> str:
    """The dates of an entry in either format."""
    start, end = ("StartDate", "EndDate") if child(part, "StartDate") is not None else ("From", "To")
    return period(_date(child(part, start)), _date(child(part, end)))


def _date(part: ET.Element | None) -> str:
    if part is None:
        return ""
    if attribute(part, "year"):
        month = attribute(part, "month").strip("-")
        return f"{attribute(part, 'year')}-{month}" if month else attribute(part, "year")
    return text_of(part)


def _written(text: str) -> Iterator[str]:
    """Text of the editor, which writes lists and paragraphs as markup."""
    yield from lines_of(text) if "<" in text else text.splitlines()
