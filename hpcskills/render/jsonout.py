"""JSON for programs: every document names its schema and the hash of the data it was computed with.

Key order is fixed; ids stand beside labels; fits are floored to one decimal; money and hours that nobody knows are null.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from hpcskills.matrix import Matrix
from hpcskills.model import (
    FULL,
    Assessment,
    Background,
    Catalogue,
    Course,
    CourseOption,
    Credit,
    Fact,
    Fit,
    Funding,
    Gap,
    Held,
    Match,
    Part,
    Range,
    Reading,
    Role,
    Skill,
    Unknown,
    Unsure,
)
from hpcskills.render.clean import safe_json
from hpcskills.transition import Transition

Json = Mapping[str, object]
Id = str | int | float | None


def document(kind: str, catalogue: Catalogue, body: Json) -> str:
    """A document of the given kind, its schema and data hash first."""
    return _dumps({"schema": f"hpcskills/{kind}/1", "digest": catalogue.digest, **body}, indent=2) + "\n"


def _dumps(value: Json, indent: int | None = None) -> str:
    return safe_json(json.dumps(value, ensure_ascii=False, indent=indent))


# --- what was understood ------------------------------------------------------------------------------------------


def match(reading: Reading, catalogue: Catalogue) -> str:
    """What was understood of one text."""
    return document("match", catalogue, _reading(reading, catalogue))


def match_line(id_: Id, reading: Reading, catalogue: Catalogue) -> str:
    """The same as one line of JSON Lines, under the id of its text."""
    return _dumps({"id": id_, **_reading(reading, catalogue)}) + "\n"


def _reading(reading: Reading, catalogue: Catalogue) -> Json:
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
        "years": one.years,
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


# --- assessments --------------------------------------------------------------------------------------------------


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
        "stepping_stones": [
            {"role": stone.fit.role, "fit": floored(stone.fit.fit), "onward": [
                {"role": fit.role, "fit": floored(fit.fit)} for fit in stone.onward
            ]}
            for stone in found.stones
        ],
        "outlook": [_fact(fact) for fact in found.facts],
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


def floored(percent: float) -> float:
    """One decimal, never rounded up: 100.0 means that nothing is missing; the tolerance is for float noise alone."""
    return int(percent * 10 + 1e-6) / 10


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


# --- the catalogue ------------------------------------------------------------------------------------------------


def roles(found: Sequence[Role], catalogue: Catalogue) -> str:
    """Roles with their requirements and the outlook that names them."""
    return document("roles", catalogue, {"roles": [_role(one, catalogue) for one in found]})


def _role(one: Role, catalogue: Catalogue) -> Json:
    return {
        "id": one.id,
        "label": one.label,
        "tier": one.tier.value,
        "summary": one.summary,
        "functions": list(one.functions),
        "titles": list(one.titles),
        "onet": list(one.onet),
        "esco": list(one.esco),
        "next_roles": list(one.next_roles),
        "note": one.note,
        "requirements": [
            {
                "label": need.label,
                "skills": list(need.skills),
                "importance": need.importance,
                "level": need.level,
                "core": need.core,
                "why": need.why,
                "evidence": need.evidence,
            }
            for need in one.requirements
        ],
        "outlook": [_fact(fact) for fact in catalogue.facts if one.id in fact.about],
    }


def _fact(one: Fact) -> Json:
    return {
        "about": list(one.about),
        "fact": one.fact,
        "value": one.value,
        "period": one.period,
        "basis": one.basis,
        "source": one.source,
        "as_of": one.as_of,
        "url": one.url,
        "checked": one.checked,
        "conflict": one.conflict,
    }


def matrix(found: Matrix, catalogue: Catalogue) -> str:
    """The skill matrix, shares in percent."""
    names = [category.id for category in found.categories]
    rows = [
        {
            "role": row.role.id,
            "label": row.role.label,
            "tier": row.role.tier.value,
            "shares": {name: round(share, 2) for name, share in zip(names, row.shares, strict=True)},
            "other": round(row.rest, 2),
        }
        for row in found.rows
    ]
    categories = [{"id": one.id, "label": one.label} for one in found.categories]
    return document("matrix", catalogue, {"unit": "percent", "categories": categories, "roles": rows})


def skills(found: Sequence[tuple[Skill, float | None]], catalogue: Catalogue) -> str:
    """Skills with the roles that ask them; `score` (0-1) tells how near each is to what was looked for."""
    rows = [
        {
            "id": one.id,
            "label": one.label,
            "category": one.category,
            "broader": list(one.broader),
            "aliases": list(one.aliases),
            "roles": [
                role.id
                for role in catalogue.roles.values()
                if any(one.id in need.skills for need in role.requirements)
            ],
            "score": score,
        }
        for one, score in found
    ]
    return document("skills", catalogue, {"skills": rows})


def courses(found: Sequence[Course], catalogue: Catalogue) -> str:
    """Courses with all that is known of them."""
    return document("courses", catalogue, {"courses": [course(one) for one in found]})


def course(one: Course) -> Json:
    """One course."""
    study = one.self_study
    return {
        "id": one.id,
        "title": one.title,
        "provider": one.provider,
        "url": one.url,
        "kind": one.kind,
        "strategy": one.strategy.value,
        "delivery": list(one.delivery),
        "languages": list(one.languages),
        "hours": _range(one.hours),
        "cost_usd": _range(one.cost_usd),
        "subscription": one.subscription,
        "teaches": dict(one.teaches),
        "requires": dict(one.requires),
        "proves": dict(one.proves),
        "self_study": {"from": dict(study.start), "hours": _range(study.hours)} if study else None,
        "requires_credential": one.requires_credential,
        "credential": one.credential.name if one.credential else None,
        "prepares_for": list(one.prepares_for),
        "eligibility": {
            "text": one.eligibility.text,
            "countries": list(one.eligibility.countries),
            "conditions": dict(one.eligibility.conditions),
        },
        "pays_learner": one.pays_learner,
        "entry_level_fit": one.entry_level_fit,
        "status": one.status,
        "as_of": one.as_of,
        "confidence": one.confidence,
        "source": one.source,
        "note": one.note,
    }


def funding(one: Funding) -> Json:
    """One route of funding."""
    return {
        "id": one.id,
        "name": one.name,
        "who": one.who,
        "text": one.text,
        "amount_usd": _range(one.amount_usd) if one.amount_usd else None,
        "applies_to": list(one.applies_to),
        "courses": list(one.courses),
        "countries": list(one.countries),
        "conditions": dict(one.conditions),
        "url": one.url,
        "as_of": one.as_of,
        "source": one.source,
        "confidence": one.confidence,
    }


def _range(one: Range) -> Json:
    return {"min": one.low, "max": one.high, "basis": one.basis}


def backgrounds(found: Sequence[Background], catalogue: Catalogue) -> str:
    """Backgrounds with the skills they imply."""
    rows = [
        {
            "id": one.id,
            "label": one.label,
            "titles": list(one.titles),
            "skills": [
                {
                    "skill": implied.skill,
                    "label": catalogue.skills[implied.skill].label,
                    "level": implied.level,
                    "why": implied.why,
                    "evidence": implied.evidence,
                }
                for implied in one.skills
            ],
            "usual_gaps": list(one.usual_gaps),
            "outlook": [_fact(fact) for fact in catalogue.facts if one.id in fact.about],
        }
        for one in found
    ]
    return document("backgrounds", catalogue, {"backgrounds": rows})
