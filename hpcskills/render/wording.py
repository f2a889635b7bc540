"""The sentences that every report shares, as plain text: each renderer cleans and styles them in its own way."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from hpcskills.model import (
    FULL,
    Assessment,
    Background,
    Catalogue,
    Course,
    CreditKind,
    Fact,
    Fit,
    Funding,
    Gap,
    Held,
    How,
    Match,
    Part,
    Range,
    Status,
    Strategy,
    Tier,
)

STRATEGIES: Mapping[Strategy, str] = {
    Strategy.APPLIED_TRAINING: "Applied training",
    Strategy.CROSS_TRAINING: "Cross-training",
    Strategy.ONLINE_CERTIFICATE: "Online certificate",
    Strategy.DIVERSITY: "Diversity programme",
    Strategy.NATIONAL_LAB: "National laboratory",
}

TIERS: Mapping[Tier, str] = {
    Tier.CORE: "The six HPC roles",
    Tier.ENTRY: "Entry roles (landing jobs)",
    Tier.EMERGING: "Emerging roles",
}

UNKNOWN = "unknown"


def whole(value: float) -> int:
    """Floor, so that 100 is shown only for a fit without any gap; the tolerance is for float noise alone."""
    return math.floor(value + 1e-9)


def number(value: float) -> str:
    """A figure with two decimals at most: 5, 2.1, 1.33."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def span(fit: Fit) -> str:
    """The range of a fit: `31-55`."""
    low, high = whole(fit.low), whole(fit.high)
    return str(low) if low == high else f"{low}-{high}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """`1 course`, `3 courses`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def join_or(names: Sequence[str]) -> str:
    """`a`, `a or b`, `a, b or c`."""
    return " or ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


# --- what was understood ------------------------------------------------------------------------------------------


def held_text(held: Held, catalogue: Catalogue) -> str:
    """A skill with its level, what the level rests on and, where words were mended, the words."""
    text = f"{catalogue.skills[held.skill].label} {held.level}{'~' if held.assumed else ''}"
    notes = [note for note in (_years(held), _mended(held)) if note]
    return f"{text} ({', '.join(notes)})" if notes else text


def _years(held: Held) -> str:
    told = [match.years for match in held.matches if match.years is not None]
    return "" if held.assumed or not told else plural_years(max(told))


def plural_years(years: float) -> str:
    """`1 year`, `2.5 years`."""
    return f"{number(years)} {'year' if years == 1 else 'years'}"


def _mended(held: Held) -> str:
    mended = dict.fromkeys(match.mention for match in held.matches if match.how is How.FUZZY)
    return ", ".join(f"from “{mention}”" for mention in mended)


def held_by_category(held: Iterable[Held], catalogue: Catalogue) -> dict[str, list[Held]]:
    """Category label -> the skills held there, highest level first; categories in the order of the data."""
    grouped: dict[str, list[Held]] = {category: [] for category in catalogue.categories}
    for one in held:
        grouped[catalogue.skills[one.skill].category].append(one)
    return {
        catalogue.categories[category].label: sorted(
            those, key=lambda one: (-one.level, catalogue.skills[one.skill].label)
        )
        for category, those in grouped.items()
        if those
    }


def labels_with(status: Status, matches: Iterable[Match], catalogue: Catalogue) -> list[str]:
    """Labels of the skills that a person denies or wants, each once."""
    return list(dict.fromkeys(catalogue.skills[m.skill].label for m in matches if m.status is status))


def mentions(assessed: Iterable[str]) -> list[str]:
    """Each wording once (upper and lower case alike), in the order of the text."""
    first: dict[str, str] = {}
    for mention in assessed:
        first.setdefault(" ".join(mention.casefold().split()), mention)
    return list(first.values())


# --- the fit ------------------------------------------------------------------------------------------------------


def best(fits: Iterable[Fit], tier: Tier) -> Fit | None:
    """The first (best) fit of a tier."""
    return next((fit for fit in fits if fit.tier is tier), None)


def within_reach(fit: Fit, catalogue: Catalogue) -> bool:
    """Whether the fit lies in one of the two upper bands: applying, or closing the last gaps, makes sense today."""
    upper = {band.id for band in catalogue.bands[-2:]}
    return fit.band.id in upper


def headline(assessment: Assessment, catalogue: Catalogue) -> list[str]:
    """The answer in a few plain sentences, most important first."""
    if not assessment.profile.held:
        return _nothing_held(assessment)
    sentences = []
    core = best(assessment.fits, Tier.CORE)
    if assessment.chosen:
        sentences.append(_chosen(assessment.target, catalogue))
    if core and not (assessment.chosen and core.role == assessment.target.role):
        sentences.append(_nearest(core, catalogue))
    if core and not within_reach(core, catalogue):
        sentences.append("None of the six HPC roles fits today.")
        sentences.extend(_bridge(core, assessment.fits, catalogue))
    return sentences


def _nothing_held(assessment: Assessment) -> list[str]:
    sentences = ["No skill was recognised with certainty, so every fit is 0; this says nothing about you yet."]
    if assessment.reading.unsure:
        sentences.append("Some words are near to a skill: see “Not sure” and write those in full.")
    sentences.append("Name tools and tasks as they stand in a CV, for example: Linux, Bash, network cabling.")
    return sentences


def _chosen(fit: Fit, catalogue: Catalogue) -> str:
    return f"{catalogue.roles[fit.role].label}: {score(fit)}"


def _nearest(fit: Fit, catalogue: Catalogue) -> str:
    return f"Nearest of the six HPC roles: {catalogue.roles[fit.role].label}, {score(fit)}"


def score(fit: Fit) -> str:
    """A fit with its range and what it means."""
    return f"{whole(fit.fit)} of 100 (range {span(fit)}). {fit.band.label}: {band_meaning(fit)}"


def band_meaning(fit: Fit) -> str:
    """What the band says, as one sentence; that the bands are conventions stands in the footnotes."""
    return f"{fit.band.meaning.removeprefix('Convention: ').rstrip('.')}."


def _bridge(core: Fit, fits: Sequence[Fit], catalogue: Catalogue) -> Iterator[str]:
    entry = best(fits, Tier.ENTRY)
    if entry is None:
        return
    role = catalogue.roles[entry.role]
    nearer = "" if entry.fit > core.fit else ", which is no nearer"
    yield f"Nearest entry role: {role.label}, {whole(entry.fit)} of 100 ({entry.band.label.lower()}){nearer}."
    if role.next_roles:
        yield f"From there people move on to {join_or([catalogue.roles[r].label for r in role.next_roles])}."


def by_points_lost(parts: Iterable[Part]) -> list[Part]:
    """Costliest gap first; among equals the weightier requirement."""
    return sorted(parts, key=lambda p: (p.points - p.requirement.importance * FULL, -p.requirement.importance))


def brought(part: Part, catalogue: Catalogue) -> str:
    """What a person brings for a requirement: `Linux 4`, `PBS 3, counts 70%`, `nothing yet`."""
    if part.held is None or part.credit is None:
        return "nothing yet"
    label = f"{catalogue.skills[part.held.skill].label} {part.held.level}{'~' if part.held.assumed else ''}"
    return label if part.credit.percent == 100 else f"{label}, counts {part.credit.percent}%"


def credits(parts: Iterable[Part], catalogue: Catalogue) -> list[str]:
    """Why a skill counted for another one, in part or as a transfer; each pair once."""
    lines = {
        (part.credit.source, part.credit.target): (
            f"{catalogue.skills[part.credit.source].label} counts {part.credit.percent}% for "
            f"{catalogue.skills[part.credit.target].label}: {part.credit.why.rstrip('.')}."
        )
        for part in parts
        if part.credit and part.credit.kind in (CreditKind.TRANSFER, CreditKind.BROADER)
    }
    return list(lines.values())


def points_sum(fit: Fit) -> str:
    """The sum behind a fit, to be read aloud."""
    won, total = number(fit.points / FULL), number(fit.full_points / FULL)
    return f"{won} of {total} points = {whole(fit.fit)} of 100."


# --- the way there ------------------------------------------------------------------------------------------------


def gap_title(gap: Gap) -> str:
    """What closing a gap takes and brings."""
    need = gap.part.requirement
    start = f"from {number(gap.part.have)} " if gap.part.have else ""
    return f"{need.label}: {start}to level {need.level}, +{gap.gain:.1f} points"


def course_facts(course: Course, level: int) -> str:
    """Provider, level, hours, cost and date, in that order; unknown stays unknown."""
    facts = [
        course.provider,
        f"{'shows' if course.kind == 'exam' else 'to'} level {level}",
        study_hours(course),
        cost(course),
        dated(course.as_of),
    ]
    return " · ".join(facts + _warnings(course))


def _warnings(course: Course) -> list[str]:
    warnings = []
    if course.eligibility.countries or course.eligibility.conditions:
        where = ", ".join(course.eligibility.countries)
        warnings.append(f"conditions apply ({where})" if where else "conditions apply")
    if course.status == "unknown":
        warnings.append("may have ended")
    return warnings


def study_hours(course: Course) -> str:
    """Hours of study; for an exam the self-study up to the pass, not the sitting."""
    if course.self_study is None:
        return hours(course.hours)
    return f"{hours(course.self_study.hours)} of study"


def hours(figure: Range) -> str:
    """`4.5 h`, `8-10 h`, `about 40 h`, `hours unknown`."""
    if (text := _bounds(figure)) is None:
        return f"hours {UNKNOWN}"
    return f"{'about ' if figure.basis == 'estimated' else ''}{text} h"


def cost(course: Course) -> str:
    """`free` only where both bounds are 0; `cost unknown` where nobody knows."""
    figure = course.cost_usd
    if figure.low == 0 and figure.high == 0:
        return "free"
    if figure.low == 0 and figure.high is None:
        return "free in part, the rest unknown"
    if (text := _bounds(figure)) is None:
        return f"cost {UNKNOWN}"
    about = "about " if figure.basis == "estimated" else ""
    return f"{about}{text} USD{' by subscription' if course.subscription else ''}"


def _bounds(figure: Range) -> str | None:
    low, high = figure.low, figure.high
    if low is None:
        return None if high is None else f"up to {_figure(high)}"
    if high is None:
        return f"from {_figure(low)}"
    return _figure(low) if low == high else f"{_figure(low)}-{_figure(high)}"


def _figure(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def dated(as_of: str | None) -> str:
    """When a fact was true."""
    return f"as of {as_of}" if as_of else "undated"


def funding_line(funding: Funding) -> str:
    """Who pays, how much, for whom, as of when."""
    amount = _bounds(funding.amount_usd) if funding.amount_usd else None
    money = f"{amount} USD" if amount else f"amount {UNKNOWN}"
    return f"{money}; for {funding.who.rstrip('.')}; {dated(funding.as_of)}"


def fact_line(fact: Fact) -> str:
    """An outlook figure with its period, source and date."""
    return f"{fact.fact}: {fact.value}{trend(fact)} ({fact.period}; {fact.source}, {fact.as_of})"


def trend(fact: Fact) -> str:
    """The word for a falling figure, so that a minus sign is not overlooked."""
    return ", falling" if fact.value.lstrip().startswith(("-", "\u2212", "\u2013")) else ""


def facts_about(catalogue: Catalogue, ids: Iterable[str]) -> list[Fact]:
    """Outlook facts that name one of the roles or backgrounds."""
    wanted = set(ids)
    return [fact for fact in catalogue.facts if wanted.intersection(fact.about)]


def footnotes(assessment: Assessment, catalogue: Catalogue) -> list[str]:
    """What a reader must know to read the figures rightly."""
    assumed = [held for held in assessment.profile.held.values() if held.assumed]
    notes = [
        "* core skill of the role; it counts as met from one level below the need.",
        "Levels: " + ", ".join(f"{lv.number} {lv.name.lower()}" for lv in catalogue.scale.levels) + ".",
    ]
    if assumed:
        notes.append(
            f"~ a level that nobody said ({len(assumed)} of {len(assessment.profile.held)}): an assumed one, or one "
            "typical of the background. The low end of the range counts it one lower, the high end one higher. "
            "Say the level or the years to narrow the range."
        )
    notes.append(
        "The readings (" + ", ".join(f"{band.label} from {band.min_fit}" for band in catalogue.bands) + ") are a "
        "convention, not a promise of a job."
    )
    notes.append(
        "This rests on what was said, not on proof. Levels of courses are estimates; prices and dates age, "
        "so check them with the provider."
    )
    notes.append(f"Data {assessment.digest[:12]}. Nothing left this machine.")
    return notes


def background_line(background: Background) -> str:
    """Where skills came from that nobody said."""
    return f"Skills typical of the background {background.label} are included, marked ~."
