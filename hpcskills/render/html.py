"""The HTML reports about one person: the same sentences and figures as in the terminal, laid out to hand over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from hpcskills.model import FULL, Assessment, Catalogue, CourseOption, Fit, Gap, Part, Status, Tier
from hpcskills.render import charts, figures, wording, wording_ladder
from hpcskills.render.page import page
from hpcskills.transition import CarriedOver, Transition

TOP_GAPS = 5
TOP_OPTIONS = 3
TOP_FUNDING = 5
TOP_FACTS = 8
MOST_UNKNOWN = 120
MOST_DOUBTS = 40
"""What a reader takes in at one sitting; Markdown and JSON hold everything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What was read: skills by kind, doubts, and words that mean nothing to the tool."""

    groups: tuple[tuple[str, str], ...]
    background: str
    doubts: tuple[str, ...]
    unknown: tuple[str, ...]
    more_unknown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FitRow:
    """One role with its bar."""

    label: str
    shown: int
    span: str
    core: str
    band: str
    fit: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRow:
    """One requirement of the role and what covers it, at least in part."""

    label: str
    why: str
    need: int
    brought: str
    counts: str
    points: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The role in parts, the sum of them, and the steps that help most."""

    role: str
    missing: str
    parts: tuple[PartRow, ...]
    sum: str
    credits: tuple[str, ...]
    raises: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Falls:
    """The waterfall from the fit of today to 100."""

    today: int
    start: float
    steps: tuple[charts.Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Something with an address: a course or who pays. `url` is empty where none is sound."""

    title: str
    url: str
    short: str
    facts: str
    strategy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GapView:
    """A gap with its courses in full, or with the title of the best one."""

    title: str
    options: tuple[Linked, ...]
    course: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PathView:
    """The first path: the costliest gaps in full, the smaller ones in short, and who may pay."""

    role: str
    gaps: tuple[GapView, ...]
    smaller: tuple[GapView, ...]
    funding: tuple[Linked, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Everything the page about one person shows; `target` is None where there is nothing to judge."""

    lead: str
    rest: str
    cautions: tuple[str, ...]
    scale: charts.Ruler | None
    understood: Understood
    tiers: tuple[tuple[str, tuple[FitRow, ...]], ...]
    target: Target | None
    falls: Falls
    path: PathView
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedRow:
    """A skill that a trade brings."""

    label: str
    why: str
    level: str
    earns: str


def assessment(found: Assessment, catalogue: Catalogue, *, made: date, subject: str = "") -> str:
    """The page of an assessment; `subject` names the person by an id."""
    first, *rest = wording.headline(found, catalogue)
    view = _person(found, catalogue, lead=first, rest=" ".join(rest))
    return page("assessment.html", title="Your way into HPC", kind="Skills assessment", subject=subject, made=made,
                view=view)  # fmt: skip


def transition(found: Transition, catalogue: Catalogue, *, made: date, subject: str = "") -> str:
    """The page of a change of trade."""
    assessed = found.assessment
    view = _person(
        assessed,
        catalogue,
        lead=wording.landing(assessed, catalogue),
        rest=catalogue.roles[assessed.target.role].summary,
        own_words=True,
        tiers=(Tier.ENTRY, Tier.CORE),
    )
    gaps = [(gap.skill, gap.held) for gap in found.usual_gaps]
    return page(
        "transition.html",
        title=f"From {found.background.label} to HPC",
        kind="A change of trade",
        subject=subject,
        made=made,
        view=view,
        carried=[_carried(one, catalogue) for one in found.carried],
        usual_gaps=wording.usual_gaps(gaps, catalogue),
        stones=wording_ladder.stones(found.ladder, found.facts, catalogue),
        stone_notes=wording_ladder.notes(found.ladder, catalogue),
        facts=figures.fact_lines(found.facts[:TOP_FACTS]),
    )


def _person(
    found: Assessment,
    catalogue: Catalogue,
    *,
    lead: str,
    rest: str,
    own_words: bool = False,
    tiers: Sequence[Tier] = tuple(Tier),
) -> Person:
    judged = not wording.nothing_to_judge(found)
    role = catalogue.roles[found.target.role].label
    gains = ((gap.part.requirement.label, gap.gain) for gap in found.path.gaps)
    start = found.target.fit
    return Person(
        lead=lead,
        rest=rest,
        cautions=found.reading.notes,
        scale=charts.ruler(found.target, role, catalogue.bands) if judged else None,
        understood=_understood(found, catalogue, own_words=own_words),
        tiers=tuple((wording.TIERS[tier], rows) for tier in tiers if (rows := _fits(found.fits, tier, catalogue))),
        target=_target(found, catalogue, role) if judged else None,
        falls=Falls(today=figures.whole(start), start=charts.percent(start), steps=charts.waterfall(start, gains)),
        path=_path(found, role),
        notes=tuple(wording.footnotes(found, catalogue)),
    )


def _understood(found: Assessment, catalogue: Catalogue, *, own_words: bool) -> Understood:
    reading = found.reading
    held = (one for one in found.profile.held.values() if one.matches or not own_words)
    groups = [
        (name, ", ".join(wording.held_text(one, catalogue) for one in those))
        for name, those in wording.held_by_category(held, catalogue).items()
    ]
    for title, status in (("Said not to have", Status.DENIED), ("Wants to learn", Status.WANTED)):
        if labels := wording.labels_with(status, found, catalogue):
            groups.append((title, ", ".join(labels) + " (not counted)"))
    unknown = wording.mentions(one.mention for one in reading.unknown)
    doubts = [f"“{doubt.mention}”{wording.doubt(doubt, catalogue)}" for doubt in reading.unsure]
    return Understood(
        groups=tuple(groups),
        background=wording.background_line(found.background) if found.background and not own_words else "",
        doubts=tuple(doubts[:MOST_DOUBTS]),
        unknown=tuple(unknown[:MOST_UNKNOWN]),
        more_unknown=max(0, len(unknown) - MOST_UNKNOWN),
    )


def _fits(fits: Iterable[Fit], tier: Tier, catalogue: Catalogue) -> tuple[FitRow, ...]:
    return tuple(
        FitRow(
            label=catalogue.roles[fit.role].label,
            shown=figures.whole(fit.fit),
            span=figures.span(fit),
            core=f"{fit.core_met} of {fit.core_total}" if fit.core_total else "-",
            band=fit.band.label,
            fit=charts.percent(fit.fit),
            high=charts.percent(fit.high),
        )
        for fit in fits
        if fit.tier is tier
    )


def _target(found: Assessment, catalogue: Catalogue, role: str) -> Target:
    parts = wording.by_points_lost(found.target.parts)
    return Target(
        role=role,
        missing=", ".join(wording.missing(part) for part in parts if not part.covered),
        parts=tuple(_part(part, catalogue) for part in parts if part.covered),
        sum=wording.points_sum(found.target),
        credits=tuple(wording.credits(found.target.parts)),
        raises=tuple(wording.raises(found.raises, catalogue)),
    )


def _part(part: Part, catalogue: Catalogue) -> PartRow:
    need = part.requirement
    return PartRow(
        label=f"{need.label}{' *' if need.core else ''}",
        why=need.why,
        need=need.level,
        brought=wording.brought(part, catalogue),
        counts=figures.number(part.have),
        points=f"{figures.number(part.points / FULL)} of {need.importance}",
    )


def _path(found: Assessment, role: str) -> PathView:
    gaps = found.path.gaps
    return PathView(
        role=role,
        gaps=tuple(_gap(gap, TOP_OPTIONS) for gap in gaps[:TOP_GAPS]),
        smaller=tuple(_gap(gap, 0) for gap in gaps[TOP_GAPS:]),
        funding=tuple(
            linked(route.name, route.url, f"{figures.funding_line(route)}.")
            for route in found.path.funding[:TOP_FUNDING]
        ),
    )


def _gap(gap: Gap, most: int) -> GapView:
    best = gap.options[0] if gap.options else None
    return GapView(
        title=figures.gap_title(gap),
        options=tuple(_option(option) for option in figures.in_strategy_order(gap.options[:most])),
        course=f"{best.course.title} [{best.course.id}]" if best else "no course in the data leads there",
    )


def _option(option: CourseOption) -> Linked:
    course = option.course
    facts = f"{figures.course_facts(course, option.level)} [{course.id}]"
    return linked(course.title, course.url, facts, figures.STRATEGIES[course.strategy])


def linked(title: str, url: str, facts: str, strategy: str = "") -> Linked:
    """Only web addresses become links; without their scheme they are short enough to print."""
    sound = url.startswith(("https://", "http://")) and url.isprintable() and not set(url) & set(" <>\"'`\\")
    short = url.partition("://")[2].removeprefix("www.").rstrip("/") if sound else ""
    return Linked(title=title, url=url if sound else "", short=short, facts=facts, strategy=strategy)


def _carried(one: CarriedOver, catalogue: Catalogue) -> CarriedRow:
    return CarriedRow(
        label=catalogue.skills[one.implied.skill].label,
        why=one.implied.why,
        level=str(one.held.level) if one.held else "said no",
        earns=wording.earnings([(earning.role, earning.points) for earning in one.earns], catalogue),
    )
