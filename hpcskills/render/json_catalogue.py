"""JSON of the catalogue: roles, the skill matrix, skills, courses, backgrounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from hpcskills.catalogue.check import Dated, Findings
from hpcskills.model import Background, Catalogue, Course, Fact, Funding, Range, Role, Skill
from hpcskills.render.json_document import Json, document
from hpcskills.scoring.matrix import Matrix


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
        "outlook": [fact(one_fact) for one_fact in catalogue.facts if one.id in one_fact.about],
    }


def fact(one: Fact) -> Json:
    """An outlook figure."""
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
                role.id for role in catalogue.roles.values() if any(one.id in need.skills for need in role.requirements)
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


def findings(found: Findings, catalogue: Catalogue) -> str:
    """Write what a maintainer of the data should look at."""
    counts = {one.name: getattr(found.counts, one.name) for one in fields(found.counts)}
    unreached = [
        {
            "role": one.role,
            "requirement": one.requirement.label,
            "skills": list(one.requirement.skills),
            "level": one.requirement.level,
            "best": one.best,
        }
        for one in found.unreached
    ]
    body = {
        "counts": counts,
        "unreached": unreached,
        "untaught": list(found.untaught),
        "stale": [_dated(one) for one in found.stale],
        "aging": [_dated(one) for one in found.aging],
        "undated": [_dated(one) for one in found.undated],
        "unknown_status": list(found.unknown_status),
    }
    return document("check", catalogue, body)


def _dated(one: Dated) -> Json:
    return {"section": one.section.value, "name": one.name, "as_of": one.as_of, "months": one.months}


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
            "outlook": [fact(one_fact) for one_fact in catalogue.facts if one.id in one_fact.about],
        }
        for one in found
    ]
    return document("backgrounds", catalogue, {"backgrounds": rows})
