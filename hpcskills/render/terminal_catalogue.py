"""The catalogue in the terminal: roles, the skill matrix, skills, courses, backgrounds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Group
from rich.table import Table
from rich.text import Text

from hpcskills.matrix import Matrix
from hpcskills.model import Background, Catalogue, Course, Fact, Funding, Role, Skill
from hpcskills.render import wording
from hpcskills.render.terminal import bullets, lines, pairs, section, sheet, words

SHADES = ((30, "█"), (20, "▓"), (10, "▒"), (0, "░"))
"""From this share (percent of a role's demand) upwards; exactly 0 stays empty."""

_COLOURS = {"█": "bold white on blue", "▓": "white on dark_blue", "▒": "blue", "░": "dim"}
_CELL = 8


def roles(catalogue: Catalogue) -> Group:
    """All roles in a table."""
    table = sheet("Id", "Role", "Tier", "Asks", "Summary", right=(3,), fixed=(0, 2))
    for role in catalogue.roles.values():
        table.add_row(
            words(role.id), words(role.label), words(role.tier.value),
            words(str(len(role.requirements))), words(role.summary),
        )  # fmt: skip
    return Group(table, Text(), words("One role with its requirements and outlook: hpcskills roles ID", "dim"))


def role(one: Role, catalogue: Catalogue, facts: Sequence[Fact]) -> Group:
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
    outlook = [section("Outlook", bullets(fact_lines(facts)))] if facts else []
    return Group(
        words(one.label, "bold"), words(one.summary), Text(), about, Text(),
        section("Requirements", table, lines(["* core skill; level and weight 1-5, estimated"], "dim")), *outlook,
    )  # fmt: skip


def fact_lines(facts: Iterable[Fact]) -> list[str]:
    """Figures with source and date; what contradicts one stands behind it."""
    return [
        wording.fact_line(fact) + (f" But: {fact.conflict}." if fact.conflict else "") for fact in facts
    ]


# --- the skill matrix ---------------------------------------------------------------------------------------------


def matrix(found: Matrix, *, width: int) -> Group:
    """The heatmap, in as many blocks of columns as the width asks for."""
    label = max((len(row.role.label) for row in found.rows), default=0)
    label = min(label, 34 if width >= 100 else 20)
    headers = [*_short_labels([category.label for category in found.categories]), "Other"]
    cells = [[*row.shares, row.rest] for row in found.rows]
    if all(row[-1] < 1e-9 for row in cells):
        headers.pop()
    per_block = max(1, (width - label - 1) // _CELL)
    starts = range(0, len(headers), per_block)
    blocks = [_block(found, headers, cells, slice(start, start + per_block), label) for start in starts]
    return Group(
        words("Demand by role and skill category (percent of what the role asks; darker = higher)", "bold"),
        Text(),
        *(part for block in blocks for part in (block, Text())),
        words("empty 0   ░ below 10   ▒ 10-19   ▓ 20-29   █ 30 and more", "dim"),
        words(
            "Importance of each requirement, as a share of the role's sum; a choice (C or C++) counts once.", "dim"
        ),
    )


def _block(
    found: Matrix, headers: Sequence[str], cells: Sequence[Sequence[float]], columns: slice, label: int
) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="")
    table.add_column("", width=label)
    for header in headers[columns]:
        table.add_column(words(header, "dim"), width=_CELL - 1, no_wrap=True)
    for row, values in zip(found.rows, cells, strict=True):
        table.add_row(words(row.role.label), *(_cell(value) for value in values[columns]))
    return table


def _cell(value: float) -> Text:
    """Two shades and the number: the number carries the value, shade and colour only repeat it."""
    if value < 1e-9:
        return Text("   0", style="dim")
    mark = next(shade for least, shade in SHADES if value >= least)
    return Text(f"{mark * 3}{max(1, round(value)):>3} ", style=_COLOURS[mark])


def _short_labels(labels: Sequence[str]) -> list[str]:
    """First words, cut to the cell; the full names stand in the other formats and in `hpcskills skills`."""
    return [first if len(first := label.split()[0]) < _CELL else first[: _CELL - 2] + "." for label in labels]


# --- skills, courses, backgrounds -------------------------------------------------------------------------------------


def skills(found: Sequence[Skill], catalogue: Catalogue) -> Group:
    """Skills with their other names and the roles that ask them."""
    table = sheet("Id", "Skill", "Also called", "Asked by", fixed=(0,))
    for skill in found:
        table.add_row(
            words(skill.id), words(skill.label), words(", ".join(skill.aliases)),
            words(", ".join(role.label for role in asking(skill, catalogue)) or "-"),
        )  # fmt: skip
    return Group(table)


def asking(skill: Skill, catalogue: Catalogue) -> list[Role]:
    """Roles with a requirement that names the skill itself."""
    return [
        role
        for role in catalogue.roles.values()
        if any(skill.id in need.skills for need in role.requirements)
    ]


def categories(catalogue: Catalogue) -> Group:
    """How many skills each category holds."""
    table = sheet("Category", "Skills", right=(1,))
    for category in catalogue.categories.values():
        count = sum(skill.category == category.id for skill in catalogue.skills.values())
        table.add_row(words(category.label), words(str(count)))
    return Group(table, Text(), words("Look for one: hpcskills skills WORD", "dim"))


def courses(found: Sequence[Course], catalogue: Catalogue) -> Group:
    """Courses in a table."""
    table = sheet("Id", "Course", "Gives (level)", "Hours", "Cost", "As of", fixed=())
    for course in found:
        table.add_row(
            words(course.id), words(f"{course.title} ({course.provider})"), words(gives(course, catalogue)),
            words(wording.study_hours(course)), words(wording.cost(course)), words(course.as_of or "undated"),
        )  # fmt: skip
    return Group(table, Text(), words(f"{wording.plural(len(found), 'course')}. One with its address: hpcskills courses ID"))


def gives(course: Course, catalogue: Catalogue) -> str:
    """Skills with the level a learner can show afterwards."""
    return ", ".join(f"{catalogue.skills[skill].label} {level}" for skill, level in course.gives.items()) or "-"


def course_facts(one: Course, catalogue: Catalogue) -> list[tuple[str, str]]:
    """All that is known of a course, as name and value."""
    asked = ", ".join(f"{catalogue.skills[skill].label} {level}" for skill, level in one.requires.items())
    facts = [
        ("Provider", one.provider),
        ("Address", one.url),
        ("Kind", f"{one.kind}; {wording.STRATEGIES[one.strategy].lower()}"),
        ("Proves" if one.proves and not one.teaches else "Gives", gives(one, catalogue) + " (levels estimated)"),
        ("Asks first", asked or "nothing stated"),
        ("Credential needed", one.requires_credential or ""),
        ("Hours", f"{wording.study_hours(one)} ({one.hours.basis})"),
        ("Cost", f"{wording.cost(one)} ({one.cost_usd.basis})"),
        ("Pays you", one.pays_learner or ""),
        ("Delivery", ", ".join(one.delivery)),
        ("Languages", ", ".join(one.languages)),
        ("Credential", one.credential.name if one.credential else ""),
        ("For whom", one.eligibility.text),
        ("State", f"{one.status}, {wording.dated(one.as_of)}, confidence {one.confidence}"),
        ("Source", one.source),
        ("Note", one.note or ""),
    ]
    return [(name, value) for name, value in facts if value]


def course(one: Course, catalogue: Catalogue, funding: Sequence[Funding]) -> Group:
    """One course with its address, conditions and source."""
    routes = [f"{route.name}: {wording.funding_line(route)}" for route in funding]
    paid = [section("Who may pay", bullets(routes))] if routes else []
    return Group(words(one.title, "bold"), pairs(course_facts(one, catalogue)), Text(), *paid)


def backgrounds(catalogue: Catalogue) -> Group:
    """All backgrounds in a table."""
    table = sheet("Id", "Background", "Also called", "Skills", right=(3,), fixed=(0,))
    for one in catalogue.backgrounds.values():
        table.add_row(words(one.id), words(one.label), words(", ".join(one.titles)), words(str(len(one.skills))))
    return Group(table, Text(), words("What one brings to HPC: hpcskills transition ID", "dim"))


def background(one: Background, catalogue: Catalogue, facts: Sequence[Fact]) -> Group:
    """A background with the skills it implies and the gaps usual after it."""
    table = sheet("Skill", "Level", "Why", "Evidence", right=(1,), fixed=(1,))
    for implied in one.skills:
        table.add_row(
            words(catalogue.skills[implied.skill].label), words(str(implied.level)),
            words(implied.why), words(implied.evidence, "dim"),
        )  # fmt: skip
    gaps = [catalogue.skills[skill].label for skill in one.usual_gaps]
    outlook = [section("Outlook", bullets(fact_lines(facts)))] if facts else []
    return Group(
        words(one.label, "bold"), words(", ".join(one.titles)), Text(),
        section("Skills it brings (typical levels)", table), section("Usually missing", bullets(gaps)), *outlook,
    )  # fmt: skip
