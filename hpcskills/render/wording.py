"""The sentences that every report shares, as plain text: each renderer cleans and styles them itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from hpcskills.model import (
    FULL,
    Assessment,
    Background,
    Catalogue,
    CreditKind,
    Fit,
    Held,
    How,
    Match,
    Part,
    Raise,
    Status,
    Tier,
    Unsure,
)
from hpcskills.render import figures

TIERS: Mapping[Tier, str] = {
    Tier.CORE: "Core roles",
    Tier.ENTRY: "Entry roles",
    Tier.EMERGING: "Emerging roles",
}

# --- what was understood ----------------------------------------------------------------------------------


def held_text(held: Held, catalogue: Catalogue) -> str:
    """A skill with its level, what the level rests on and, where words were mended, the words."""
    text = f"{catalogue.skills[held.skill].label} {held.level}{'~' if held.assumed else ''}"
    notes = [note for note in (_years(held), _mended(held)) if note]
    return f"{text} ({', '.join(notes)})" if notes else text


def _years(held: Held) -> str:
    told = [match for match in held.matches if match.years is not None]
    if not told or (held.assumed and not told[0].derived):
        return ""
    return _time(max(told, key=lambda match: match.years or 0))


def _time(one: Match) -> str:
    """The years of a skill, and where they come from if nobody said them."""
    if one.years is None:
        return ""
    if one.derived:
        return f"about {figures.plural_years(one.years)} from the dates of jobs"
    return f"{figures.plural_years(one.years)}{' from dates' if one.dated else ''}"


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


def labels_with(status: Status, found: Assessment, catalogue: Catalogue) -> list[str]:
    """Labels of the skills that a person denies or wants, each once; what is held all the same counts."""
    said = (match.skill for match in found.reading.matches if match.status is status)
    return [catalogue.skills[skill].label for skill in dict.fromkeys(said) if skill not in found.profile.held]


def mentions(assessed: Iterable[str]) -> list[str]:
    """Each wording once (upper and lower case alike), in the order of the text."""
    first: dict[str, str] = {}
    for mention in assessed:
        first.setdefault(" ".join(mention.casefold().split()), mention)
    return list(first.values())


def doubt(one: Unsure, catalogue: Catalogue) -> str:
    """The question and the reason behind a doubtful mention."""
    asked = question(one.candidates, catalogue)
    return f"{f': {asked[0].lower()}{asked[1:]}' if asked else ''} ({one.why})"


def question(candidates: Iterable[Match], catalogue: Catalogue) -> str:
    """The question which of the skills is meant; empty where nothing is near."""
    labels = list(dict.fromkeys(catalogue.skills[match.skill].label for match in candidates))
    return f"Did you mean {figures.join_or(labels)}?" if labels else ""


def said(one: Match) -> str:
    """Status, level and years as they were said; `-` where nothing was."""
    told = [
        "" if one.status is Status.HELD else one.status.value,
        "" if one.level is None else f"level {one.level}",
        _time(one),
        "learning" if one.learning else "",
    ]
    return ", ".join(filter(None, told)) or "-"


# --- the fit ----------------------------------------------------------------------------------------------


def best(fits: Iterable[Fit], tier: Tier) -> Fit | None:
    """The first (best) fit of a tier."""
    return next((fit for fit in fits if fit.tier is tier), None)


def within_reach(fit: Fit, catalogue: Catalogue) -> bool:
    """Whether the fit lies in the upper half of the bands, where their meaning speaks of applying."""
    upper = {band.id for band in catalogue.bands[len(catalogue.bands) // 2 :]}
    return fit.band.id in upper


def headline(assessment: Assessment, catalogue: Catalogue) -> list[str]:
    """The answer in a few plain sentences, most important first."""
    if not assessment.profile.held:
        return _nothing_held(assessment)
    core = best(assessment.fits, Tier.CORE)
    sentences = [_chosen(assessment.target, catalogue)] if assessment.chosen else []
    if core is None:
        return sentences
    asked_for_it = assessment.chosen and core.role == assessment.target.role
    if within_reach(core, catalogue):
        return sentences if asked_for_it else [*sentences, _nearest(core, catalogue)]
    nearest = "and this one is the nearest." if asked_for_it else f"the nearest is {_named_score(core, catalogue)}"
    sentences.append(f"None of the six core roles fits today; {nearest}")
    return [*sentences, *_bridge(core, assessment.fits, catalogue)]


def nothing_to_judge(assessment: Assessment) -> bool:
    """Nothing is held and no role was asked for: fits of 0 would look like a judgement."""
    return not assessment.profile.held and not assessment.chosen


def _nothing_held(assessment: Assessment) -> list[str]:
    sentences = ["No skill was recognised with certainty. This says nothing about you yet."]
    if assessment.reading.unsure:
        sentences.append("Some words are near to a skill: see “Not sure” and write those in full.")
    sentences.append("Name tools and tasks as they stand in a CV, for example: Linux, Bash, network cabling.")
    sentences.append("Or say which trade you come from with --background; see: hpcskills backgrounds.")
    return sentences


def _chosen(fit: Fit, catalogue: Catalogue) -> str:
    return _named_score(fit, catalogue)


def _nearest(fit: Fit, catalogue: Catalogue) -> str:
    return f"Nearest of the six core roles: {_named_score(fit, catalogue)}"


def _named_score(fit: Fit, catalogue: Catalogue) -> str:
    return f"{catalogue.roles[fit.role].label}, {score(fit)}"


def score(fit: Fit) -> str:
    """A fit with its range and what it means."""
    return f"{figures.whole(fit.fit)} of 100 (range {figures.span(fit)}). {fit.band.label}: {band_meaning(fit)}"


def band_meaning(fit: Fit) -> str:
    """What the band says, as one sentence; that the bands are conventions stands in the footnotes."""
    return f"{fit.band.meaning.removeprefix('Convention: ').rstrip('.')}."


def _bridge(core: Fit, fits: Sequence[Fit], catalogue: Catalogue) -> Iterator[str]:
    entry = best(fits, Tier.ENTRY)
    if entry is None:
        return
    role = catalogue.roles[entry.role]
    nearer = "" if entry.fit > core.fit else ", which is no nearer"
    label = entry.band.label.lower()
    yield f"Nearest entry role: {role.label}, {figures.whole(entry.fit)} of 100 ({label}){nearer}."
    if role.next_roles:
        onward = figures.join_or([catalogue.roles[next_role].label for next_role in role.next_roles])
        yield f"From there people move on to {onward}."


def by_points_lost(parts: Iterable[Part]) -> list[Part]:
    """Costliest gap first; among equals the weightier requirement."""
    return sorted(parts, key=lambda p: (p.points - p.requirement.importance * FULL, -p.requirement.importance))


def brought(part: Part, catalogue: Catalogue) -> str:
    """What a person brings for a requirement: `Linux 4`, `PBS 3 (70%)`, `nothing yet`."""
    if part.held is None or part.credit is None:
        return "nothing yet"
    label = f"{catalogue.skills[part.held.skill].label} {part.held.level}{'~' if part.held.assumed else ''}"
    return label if part.credit.percent == 100 else f"{label} ({part.credit.percent}%)"


def missing(part: Part) -> str:
    """A requirement for which nothing is there, with its level and weight."""
    need = part.requirement
    return f"{need.label}{' *' if need.core else ''} ({need.level}, {need.importance})"


def credits(parts: Iterable[Part]) -> list[str]:
    """Why a skill counted for another one, in part or as a transfer; each pair once."""
    lines = {
        (part.credit.source, part.credit.target): f"{part.credit.why.rstrip('.')} ({part.credit.percent}%)."
        for part in parts
        if part.credit and part.credit.kind in (CreditKind.TRANSFER, CreditKind.BROADER)
    }
    return list(lines.values())


def points_sum(fit: Fit) -> str:
    """The sum behind a fit, to be read aloud."""
    won, total = figures.number(fit.points / FULL), figures.number(fit.full_points / FULL)
    return f"{won} of {total} points = {figures.whole(fit.fit)} of 100."


def raises(steps: Iterable[Raise], catalogue: Catalogue) -> list[str]:
    """Single steps and what each is worth."""
    return [
        f"{catalogue.skills[step.skill].label} from {step.have} to level {step.level}: +{step.gain:.1f} points"
        for step in steps
    ]


# --- how to read it ---


def footnotes(assessment: Assessment, catalogue: Catalogue) -> list[str]:
    """What a reader must know to read the figures rightly."""
    assumed = sum(held.assumed for held in assessment.profile.held.values())
    notes = [
        "* core skill of the role; met from one level below the need. Roles are ordered by fit, with what "
        "neighbouring skills lend counted half.",
        "Levels: " + ", ".join(f"{step.number} {step.name.lower()}" for step in catalogue.scale.levels) + ".",
        "Readings are a convention: "
        + ", ".join(f"{band.label.lower()} from {band.min_fit}" for band in catalogue.bands)
        + ".",
        "This rests on what was said, not on proof. Course levels are estimates; prices and dates age: "
        "ask the provider.",
        f"Data {assessment.digest[:12]}. Nothing left this machine.",
    ]
    if assumed:
        notes.insert(
            1,
            f"~ a level that nobody said ({assumed} of {len(assessment.profile.held)} skills). The range counts "
            "it one lower and one higher; say levels or years to narrow it.",
        )
    return notes


def background_line(background: Background) -> str:
    """Where skills came from that nobody said."""
    return f"Skills typical of the background {background.label} are included, marked ~."


# --- a change of trade ------------------------------------------------------------------------------------


def landing(found: Assessment, catalogue: Catalogue) -> str:
    """Which job the path leads to and how near it is."""
    role = catalogue.roles[found.target.role]
    which = "Nearest landing job" if role.tier is Tier.ENTRY else "Role asked for"
    return f"{which}: {role.label}, {score(found.target)}"


def earnings(earns: Sequence[tuple[str, float]], catalogue: Catalogue) -> str:
    """The two roles in which a skill earns most percent points."""
    shown = (f"{catalogue.roles[role].label} +{points:.1f}" for role, points in earns[:2])
    return ", ".join(shown) or "none of these roles asks it"


def usual_gaps(gaps: Iterable[tuple[str, Held | None]], catalogue: Catalogue) -> list[str]:
    """Usual gaps, and which of them this person does not have."""
    return [
        f"{catalogue.skills[skill].label}"
        + (f" (you have it: level {held.level}{'~' if held.assumed else ''})" if held else "")
        for skill, held in gaps
    ]
