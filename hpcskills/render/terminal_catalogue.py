"""The catalogue in the terminal: roles, skills, courses, backgrounds."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from hpcskills.course_filter import study
from hpcskills.model import Background, Catalogue, Course, Range, Role, Skill, Tier
from hpcskills.render import figures, wording
from hpcskills.render.terminal import bullets, lines, pairs, section, sheet, words

TOP_ALIASES = 8


def roles(catalogue: Catalogue) -> Group:
    """Show all roles, tier by tier."""
    blocks: list[RenderableType] = []
    for tier in Tier:
        rows = [
            (role.id, Text.assemble(words(role.label, "bold"), words(f": {role.summary}")))
            for role in catalogue.roles.values()
            if role.tier is tier
        ]
        if rows:
            blocks.append(section(wording.TIERS[tier], pairs(rows)))
    return Group(*blocks, words("One role with its requirements and outlook: hpcskills roles ID", "dim"))


def role(one: Role, catalogue: Catalogue) -> Group:
    """A role with all it asks, why, and what is known of its outlook."""
    about = pairs(
        [
            ("Id", one.id),
            ("Tier", wording.TIERS[one.tier]),
            ("Tasks", "; ".join(one.functions)),
            ("Also called", ", ".join(one.titles)),
            ("O*NET", "; ".join(one.onet) or "-"),
            ("ESCO", "; ".join(one.esco) or "-"),
            ("Leads to", ", ".join(catalogue.roles[role].label for role in one.next_roles) or "-"),
            *([("Note", one.note)] if one.note else []),
        ]
    )
    table = sheet("Asks", "Level", "Weight", "Why", "Evidence", right=(1, 2), fixed=(1, 2))
    for need in sorted(one.requirements, key=lambda need: (-need.importance, -need.level)):
        table.add_row(
            words(f"{need.label}{' *' if need.core else ''}"), words(str(need.level)),
            words(str(need.importance)), words(need.why), words(need.evidence, "dim"),
        )  # fmt: skip
    return Group(
        words(one.label, "bold"), words(one.summary), Text(), about, Text(),
        section("Requirements", table, lines(["* core skill; level and weight 1-5, estimated"], "dim")),
        *_outlook(one.id, catalogue),
    )  # fmt: skip


# --- skills, courses, backgrounds -------------------------------------------------------------------------


def skills(found: Sequence[Skill], catalogue: Catalogue) -> Group:
    """Skills with their other names and the roles that ask them."""
    table = sheet("Id", "Skill", "Also called", "Asked by", fixed=(0,))
    for skill in found:
        table.add_row(
            words(skill.id), words(skill.label), words(_aliases(skill)),
            words(", ".join(role.label for role in asking(skill, catalogue)) or "-"),
        )  # fmt: skip
    return Group(table)


def _aliases(skill: Skill) -> str:
    shown = ", ".join(skill.aliases[:TOP_ALIASES])
    more = len(skill.aliases) - TOP_ALIASES
    return f"{shown} and {more} more" if more > 0 else shown


def asking(skill: Skill, catalogue: Catalogue) -> list[Role]:
    """Roles with a requirement that names the skill itself."""
    return [role for role in catalogue.roles.values() if any(skill.id in need.skills for need in role.requirements)]


def categories(catalogue: Catalogue) -> Group:
    """How many skills each category holds."""
    table = sheet("Category", "Skills", right=(1,))
    for category in catalogue.categories.values():
        count = sum(skill.category == category.id for skill in catalogue.skills.values())
        table.add_row(words(category.label), words(str(count)))
    return Group(table, Text(), words("Look for one: hpcskills skills WORD", "dim"))


def courses(found: Sequence[Course], catalogue: Catalogue) -> Group:
    """List courses: what each gives, its hours, its cost and its date."""
    texts: list[str | Text] = [_course(course, catalogue) for course in found]
    listed: list[RenderableType] = [bullets(texts), Text()] if texts else []
    count = f"{figures.plural(len(found), 'course')}. One with its address and conditions: hpcskills courses ID"
    return Group(*listed, words(count, "dim"))


def _course(one: Course, catalogue: Catalogue) -> Text:
    facts = [
        one.provider,
        one.kind,
        gives(one, catalogue),
        figures.study_hours(one),
        figures.cost(one),
        figures.dated(one.as_of),
    ]
    return Text.assemble(words(one.title, "bold"), words(f" · {' · '.join(facts)} [{one.id}]"))


def gives(course: Course, catalogue: Catalogue) -> str:
    """Skills with the level a learner can show afterwards."""
    return ", ".join(f"{catalogue.skills[skill].label} {level}" for skill, level in course.gives.items()) or "-"


def course_facts(one: Course, catalogue: Catalogue) -> list[tuple[str, str]]:
    """All that is known of a course, as name and value."""
    start = one.self_study.start if one.self_study else one.requires
    asked = ", ".join(f"{catalogue.skills[skill].label} {level}" for skill, level in start.items())
    facts = [
        ("Provider", one.provider),
        ("Address", one.url),
        ("Kind", f"{one.kind}; {figures.STRATEGIES[one.strategy].lower()}"),
        (
            "Proves" if one.proves and not one.teaches else "Gives",
            gives(one, catalogue) + " (levels estimated)",
        ),
        ("Asks first", asked or "nothing stated"),
        ("Credential needed", one.requires_credential or ""),
        ("Hours", _based(figures.study_hours(one), study(one))),
        ("Cost", _based(figures.cost(one), one.cost_usd)),
        ("Pays you", one.pays_learner or ""),
        ("Delivery", ", ".join(one.delivery)),
        ("Languages", ", ".join(one.languages)),
        ("Credential", one.credential.name if one.credential else ""),
        ("For whom", one.eligibility.text),
        ("State", f"{one.status}, {figures.dated(one.as_of)}, confidence {one.confidence}"),
        ("Source", one.source),
        ("Note", one.note or ""),
    ]
    return [(name, value) for name, value in facts if value]


def _based(text: str, figure: Range) -> str:
    """What a figure rests on, unless there is none or the text says it is an estimate."""
    known = figure.low is not None or figure.high is not None
    return f"{text} ({figure.basis})" if known and figure.basis != "estimated" else text


def course(one: Course, catalogue: Catalogue) -> Group:
    """One course with its address, conditions and source."""
    routes = [
        f"{route.name}: {figures.funding_line(route)}"
        for route in catalogue.funding.values()
        if one.id in route.courses or (not route.courses and one.kind in route.applies_to)
    ]
    paid = [section("Who may pay", bullets(routes))] if routes else []
    return Group(words(one.title, "bold"), pairs(course_facts(one, catalogue)), Text(), *paid)


def backgrounds(catalogue: Catalogue) -> Group:
    """Show all backgrounds."""
    rows = [
        (one.id, Text.assemble(words(one.label, "bold"), words(f": {', '.join(one.titles)}")))
        for one in catalogue.backgrounds.values()
    ]
    return Group(pairs(rows), Text(), words("What one brings to HPC: hpcskills transition ID", "dim"))


def background(one: Background, catalogue: Catalogue) -> Group:
    """A background with the skills it implies and the gaps usual after it."""
    table = sheet("Skill", "Level", "Why", "Evidence", right=(1,), fixed=(1,))
    for implied in one.skills:
        table.add_row(
            words(catalogue.skills[implied.skill].label), words(str(implied.level)),
            words(implied.why), words(implied.evidence, "dim"),
        )  # fmt: skip
    gaps = [catalogue.skills[skill].label for skill in one.usual_gaps]
    return Group(
        words(one.label, "bold"), words(", ".join(one.titles)), Text(),
        section("Skills it brings (typical levels)", table), section("Usually missing", bullets(gaps)),
        *_outlook(one.id, catalogue),
    )  # fmt: skip


def _outlook(id_: str, catalogue: Catalogue) -> list[Group]:
    facts = [fact for fact in catalogue.facts if id_ in fact.about]
    return [section("Outlook", bullets(figures.fact_lines(facts)))] if facts else []
