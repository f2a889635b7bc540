"""JSON for programs: every document names its schema and the hash of the data it was computed with.

Key order is fixed; ids stand beside labels; fits are floored to one decimal; what is unknown is null.
"""

from __future__ import annotations

from hpcskills.model import (
    FULL,
    Assessment,
    Catalogue,
    CourseOption,
    Credit,
    Fit,
    Gap,
    Held,
    Match,
    Part,
    Reading,
    Unknown,
    Unsure,
)
from hpcskills.render import json_ladder, wording
from hpcskills.render.json_catalogue import course, fact, funding
from hpcskills.render.json_document import Json, document, dumps, floored
from hpcskills.transition import Transition

Id = str | int | float | None


# --- what was understood ----------------------------------------------------------------------------------


def match(reading: Reading, catalogue: Catalogue) -> str:
    """What was understood of one text."""
    return document("match", catalogue, _reading(reading, catalogue))


def explained(text: str, reading: Reading, catalogue: Catalogue) -> str:
    """The same with the text itself, to which the places belong, and the words that each claim rests on."""
    skills = [{**_match(one, catalogue), **_derived(one), **_reasons(text, one)} for one in reading.matches]
    unsure = [
        {**_unsure(one, catalogue), "question": wording.question(one.candidates, catalogue)} for one in reading.unsure
    ]
    body = {"text": text, **_reading(reading, catalogue), "skills": skills, "unsure": unsure}
    return document("explained", catalogue, body)


def _derived(one: Match) -> Json:
    """The years that nobody said, but the dates of jobs bound; they stand apart from those that were said."""
    return {"derived_years": one.years if one.derived else None}


def _reasons(text: str, one: Match) -> Json:
    return {
        "learning": one.learning,
        "dated": one.dated,
        "section": one.section.value if one.section else None,
        "because": [
            {"start": place.start, "end": place.end, "words": text[place.start : place.end]} for place in one.because
        ],
    }


def match_line(id_: Id, reading: Reading, catalogue: Catalogue) -> str:
    """The same as one line of JSON Lines, under the id of its text."""
    return dumps({"id": id_, **_claims(reading, catalogue)}) + "\n"


def _reading(reading: Reading, catalogue: Catalogue) -> Json:
    claims = _claims(reading, catalogue)
    skills = [{**_match(one, catalogue), **_derived(one)} for one in reading.matches]
    return {**claims, "skills": skills, "notes": list(reading.notes), "language": reading.language}


def _claims(reading: Reading, catalogue: Catalogue) -> Json:
    return {
        "skills": [_match(one, catalogue) for one in reading.matches],
        "unsure": [_unsure(one, catalogue) for one in reading.unsure],
        "unknown": [_unknown(one) for one in reading.unknown],
    }


def _match(one: Match, catalogue: Catalogue) -> Json:
    return {
        "skill": one.skill,
        "label": catalogue.skills[one.skill].label,
        "mention": one.mention,
        "start": one.start,
        "end": one.end,
        "how": one.how.value,
        "score": one.score,
        "status": one.status.value,
        "level": one.level,
        "years": None if one.derived else one.years,
    }


def _unsure(one: Unsure, catalogue: Catalogue) -> Json:
    candidates = [
        {
            "skill": candidate.skill,
            "label": catalogue.skills[candidate.skill].label,
            "score": candidate.score,
            "status": candidate.status.value,
        }
        for candidate in one.candidates
    ]
    return {
        "mention": one.mention, "start": one.start, "end": one.end, "why": one.why, "candidates": candidates
    }  # fmt: skip


def _unknown(one: Unknown) -> Json:
    return {"mention": one.mention, "start": one.start, "end": one.end}


# --- assessments ------------------------------------------------------------------------------------------


def assessment(found: Assessment, catalogue: Catalogue) -> str:
    """Everything the reports show about one person, and more."""
    return document("assessment", catalogue, _assessment(found, catalogue))


def transition(found: Transition, catalogue: Catalogue) -> str:
    """A change of trade, with the assessment it rests on."""
    label = catalogue.skills
    body = {
        "background": {"id": found.background.id, "label": found.background.label},
        "carried_over": [
            {
                "skill": one.implied.skill,
                "label": label[one.implied.skill].label,
                "typical_level": one.implied.level,
                "level": one.held.level if one.held else 0,
                "why": one.implied.why,
                "evidence": one.implied.evidence,
                "earns": [{"role": e.role, "points": round(e.points, 2)} for e in one.earns],
            }
            for one in found.carried
        ],
        "usual_gaps": [
            {"skill": gap.skill, "label": label[gap.skill].label, "level": gap.held.level if gap.held else 0}
            for gap in found.usual_gaps
        ],
        "stepping_stones": json_ladder.ladder(found.ladder, catalogue),
        "outlook": [fact(one) for one in found.facts],
        "assessment": _assessment(found.assessment, catalogue),
    }  # fmt: skip
    return document("transition", catalogue, body)


def _assessment(found: Assessment, catalogue: Catalogue) -> Json:
    background = found.background
    return {
        "background": {"id": background.id, "label": background.label} if background else None,
        "reading": _reading(found.reading, catalogue),
        "profile": {
            "held": [_held(one, catalogue) for one in found.profile.held.values()],
            "unsure": [_held(one, catalogue) for one in found.profile.unsure.values()],
        },
        "fits": [_fit(one, catalogue) for one in found.fits],
        "target": {
            "role": found.target.role,
            "label": catalogue.roles[found.target.role].label,
            "chosen": found.chosen,
            "parts": [_part(one, catalogue) for one in found.target.parts],
            "raises": [
                {
                    "skill": step.skill,
                    "label": catalogue.skills[step.skill].label,
                    "have": step.have,
                    "level": step.level,
                    "gain": round(step.gain, 2),
                }
                for step in found.raises
            ],
        },
        "path": {
            "role": found.path.role,
            "gaps": [_gap(one, catalogue) for one in found.path.gaps],
            "funding": [funding(one) for one in found.path.funding],
        },
    }


def _held(one: Held, catalogue: Catalogue) -> Json:
    return {
        "skill": one.skill,
        "label": catalogue.skills[one.skill].label,
        "level": one.level,
        "assumed": one.assumed,
        "background": one.background,
        "mentions": [match.mention for match in one.matches],
    }


def _fit(one: Fit, catalogue: Catalogue) -> Json:
    return {
        "role": one.role,
        "label": catalogue.roles[one.role].label,
        "tier": one.tier.value,
        "fit": floored(one.fit),
        "low": floored(one.low),
        "high": floored(one.high),
        "core_met": one.core_met,
        "core_total": one.core_total,
        "band": one.band.id,
        "points": one.points,
        "full_points": one.full_points,
    }


def _part(one: Part, catalogue: Catalogue) -> Json:
    need = one.requirement
    return {
        "requirement": need.label,
        "skills": list(need.skills),
        "importance": need.importance,
        "level": need.level,
        "core": need.core,
        "why": need.why,
        "evidence": need.evidence,
        "have": round(one.have, 4),
        "points": one.points,
        "full_points": need.importance * FULL,
        "held": _held(one.held, catalogue) if one.held else None,
        "credit": _credit(one.credit) if one.credit else None,
    }


def _credit(one: Credit) -> Json:
    return {
        "from": one.source, "to": one.target, "percent": one.percent, "kind": one.kind.value, "why": one.why
    }  # fmt: skip


def _gap(one: Gap, catalogue: Catalogue) -> Json:
    need = one.part.requirement
    return {
        "requirement": need.label,
        "skills": list(need.skills),
        "have": round(one.part.have, 4),
        "level": need.level,
        "gain": round(one.gain, 2),
        "options": [_option(option, catalogue) for option in one.options],
    }


def _option(one: CourseOption, catalogue: Catalogue) -> Json:
    return {"skill": one.skill, "level": one.level, "closes": one.closes, "course": course(one.course)}
