"""One person as the commands need them: words read with their profile, doubts asked about, all kept if wanted."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from hpcskills.assess import Assessor
from hpcskills.cli.out import say
from hpcskills.errors import OutputError, UserError
from hpcskills.model import Assessment, Background, Catalogue, Reading, Role
from hpcskills.personal import Personal, remembered, settle, with_names, with_own_skills


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What was understood of a person, with the assessor that read it."""

    assessor: Assessor
    reading: Reading
    personal: Personal
    background: Background | None

    def assessed(self, role: Role | None) -> Assessment:
        """How far the person is from every role, and closely from this one or the nearest."""
        return self.assessor.assess_reading(self.reading, background=self.background, role=role)


def known(profile: Path | None, catalogue: Catalogue) -> Personal:
    """What a profile file says; nothing if there is none."""
    if profile is None:
        return Personal()
    from hpcskills.profile_file import read_profile

    return read_profile(profile, catalogue)


def hear(
    text: str,
    catalogue: Catalogue,
    *,
    personal: Personal,
    background: Background | None,
    role: Role | None,
    questions: bool,
) -> Person:
    """Read a text as the person wants it read; on a terminal the person is asked about what is doubtful."""
    trade = background or (catalogue.backgrounds[personal.background] if personal.background else None)
    person = _read(text, catalogue, personal, trade)
    return _asked(text, catalogue, person, role) if questions and _somebody() else person


def _somebody() -> bool:
    """Is somebody there: terminals to ask on and to answer from?"""
    return sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()


def _read(text: str, catalogue: Catalogue, personal: Personal, background: Background | None) -> Person:
    assessor = Assessor(with_names(catalogue, personal))
    reading = with_own_skills(settle(assessor.matcher.read(text), personal), personal, catalogue)
    return Person(assessor=assessor, reading=reading, personal=personal, background=background)


def _asked(text: str, catalogue: Catalogue, person: Person, role: Role | None) -> Person:
    """The same person after the questions; every answer changes what the next ones are about."""
    from hpcskills.cli.ask import Conversation, EndedError

    talk = Conversation(person.assessor, person.personal)

    try:
        talk.about_words(person.assessor, person.assessed(role), text)
        person = _read(text, catalogue, talk.personal, person.background)
        talk.about_levels(person.assessor, person.assessed(role))
    except EndedError:
        pass
    if talk.asked:
        say("")
    return _read(text, catalogue, talk.personal, person.background)


MOST_ASIDE = 8
"""Words that are told beside a report which has no place for them."""


def tell_aside(person: Person) -> None:
    """Say what of a person's words does not count, where the report itself does not."""
    from hpcskills.render.wording import mentions

    for note in person.reading.notes:
        say(f"Note: {note}")
    reading = person.reading
    left = mentions([*(one.mention for one in reading.unsure), *(one.mention for one in reading.unknown)])
    if left:
        more = f" and {len(left) - MOST_ASIDE} more" if len(left) > MOST_ASIDE else ""
        say(f"Not understood or not sure, so not counted: {', '.join(left[:MOST_ASIDE])}{more}. See: hpcskills match")


def save(person: Person, found: Assessment, path: Path, inputs: Iterable[Path]) -> None:
    """Keep a person's profile in a file that nobody else can read; another kind of file is not written over."""
    from hpcskills.profile_file import profile_text, read_profile
    from hpcskills.write import atomic

    catalogue = person.assessor.catalogue
    if path.is_file() and path.stat().st_size:
        try:
            read_profile(path, catalogue)
        except UserError:
            raise OutputError(
                f"Cannot write to {path}: it is there already and no profile that can be read. Choose another name."
            ) from None
    with atomic(path, inputs=inputs) as handle:
        handle.write(profile_text(remembered(person.personal, found), catalogue))
    say(f"Your profile is saved in {path}. Next time: --profile {path}")
