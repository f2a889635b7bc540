"""Which of the names found in a text count, which a person must confirm, and what is left over.

What is also an everyday word counts in a list of skills, and in prose only with its capital beside another skill; a
misspelt name counts when it is near enough. Anything less certain is unsure, and the rest is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hpcskills.model import How, Match, Place, Reading, SectionKind, Status, Unknown, Unsure
from hpcskills.reading import claims, jobs, tokens
from hpcskills.reading.claims import Said
from hpcskills.reading.find import Finder, Hit
from hpcskills.reading.grammar import ENGLISH
from hpcskills.reading.layout import Break
from hpcskills.reading.leftover import Leftover
from hpcskills.reading.plainwords import COMPANIES, MONTHS, OF_LANGUAGES, SEVERAL, TRADES
from hpcskills.reading.sections import Sections
from hpcskills.reading.slips import Slip, is_plain, is_vouched, slip
from hpcskills.reading.spans import Span, times
from hpcskills.reading.surroundings import Surroundings
from hpcskills.reading.vocabulary import SHORTEST_CUT, Name

EXACT, ALIAS, VARIANT = (How.EXACT, 1.0), (How.ALIAS, 0.98), (How.VARIANT, 0.95)
"""How a name was written, and how sure that is (0-1)."""

SHORTEST_ALONE, SHORTEST_AMBIGUOUS = 5, 6
"""Letters of the shortest name that is recognised behind a slip with no skill beside it; though it is ambiguous."""

WHOLE_ITEM = 6
"""Words of the longest item that is looked up as one misspelt name."""


class Sure(NamedTuple):
    """A hit that counts, with the name meant."""

    hit: Hit
    name: Name
    how: How
    score: float


class Doubt(NamedTuple):
    """A hit that a person must confirm, and why."""

    hit: Hit
    why: str


class Judge(Surroundings):
    """Decides for the hits of one text which count, which are unsure, and what is left over."""

    def __init__(self, finder: Finder, hits: Sequence[Hit], sections: Sections) -> None:
        super().__init__(finder, hits)
        self.finder, self.sections = finder, sections
        self.cues = [hit for hit in hits if hit.cue is not None]
        self.leftover = Leftover(finder.words, self.items)

    def reading(self) -> Reading:
        """All decisions, in the order of the text."""
        judged = self._with_items([one for one in map(self._judge, self.named) if one is not None])
        spans = self._spans(judged)
        said = [
            (_of_others(one) if what.others else one, what)
            for one, what in zip(judged, claims.said(self.words, self.kinds, spans), strict=True)
        ]
        matches = [self._match(one, what) for one, what in said if isinstance(one, Sure)]
        return Reading(
            matches=jobs.derive(matches, self.words.folded, self.sections),
            unsure=tuple(self._unsure(one, what) for one, what in said if isinstance(one, Doubt)),
            unknown=tuple(one for one in self._unknown(spans) if not self.sections.heads(one.start)),
            notes=(*self._language(), *self.sections.notes),
            language=self.words.grammar.code,
        )

    def _language(self) -> tuple[str, ...]:
        """Says which language the text was taken for, if it is not English."""
        grammar = self.words.grammar
        return () if grammar is ENGLISH else (f"Read as {grammar.label}.",)

    def _with_items(self, judged: list[Sure | Doubt]) -> list[Sure | Doubt]:
        """The decisions, and in the place of some those for whole items of lists that are one misspelt name."""
        exact = [one.hit for one in judged if isinstance(one, Sure) and not one.hit.edits]
        sure = {index for hit in exact for index in range(hit.first, hit.last + 1)}
        left = self.leftover.items(sure, WHOLE_ITEM)
        of = {index: one.hit for one in judged for index in range(one.hit.first, one.hit.last + 1)} if left else {}
        items: dict[int, Sure | Doubt] = {}
        inside: set[int] = set()
        for first, last in left:
            reaching = any(i in of and not first <= of[i].first <= of[i].last <= last for i in (first, last))
            if not reaching:
                whole = self._judge_whole(self.finder.whole(first, last), sure)
                if whole is not None:
                    items[first] = whole
                    inside.update(range(first, last + 1))
        if not items:
            return judged
        kept = [one for one in judged if one.hit.first not in inside]
        return sorted([*kept, *items.values()], key=lambda one: one.hit.first)

    def _judge_whole(self, hit: Hit | None, sure: set[int]) -> Sure | Doubt | None:
        """A whole item counts if it is a name but for blanks or a slip; a word that differs may make it another."""
        if hit is None or self._names_people(hit, hit.names[0]) or not self._is_near(hit, hit.names[0]):
            return None
        said, partly = self.words.keys[hit.first : hit.last + 1], not sure.isdisjoint(range(hit.first, hit.last + 1))
        name, known = _meant(hit, self.words.mention(hit.first, hit.last)), self.finder.vocabulary.known
        if name is None:
            return None if known.issuperset(said) else Doubt(hit, "fits more than one skill equally well")
        if hit.edits and len(said) != len(name.keys) and partly:
            return None
        if hit.edits and len(said) == len(name.keys) and not is_vouched(said, name.keys, hit.edits, known):
            another = any(word in known for word in said if word not in name.keys)
            return None if partly and another else Doubt(hit, "looks like a misspelling")
        return Sure(hit, name, *self._how(hit, name))

    def _is_near(self, hit: Hit, name: Name) -> bool:
        """Is an item long enough for its slips? Two ask for a list, and for the same beginning."""
        said = self._said(hit.first, hit.last)
        letters = sum(map(len, said))
        if hit.edits > 1:
            return letters > 12 and said[0][0] == name.folded[0] and self._is_listed(hit.first, hit.last)
        return letters > (4 if len(said) == len(name.keys) else SHORTEST_CUT)

    def _is_listed(self, first: int, last: int) -> bool:
        """Are the plain words of an item such as stand in lists?"""
        grammar = self.words.grammar
        return grammar.list_words.issuperset(grammar.fillers.intersection(self._said(first, last)))

    def _said(self, first: int, last: int) -> list[str]:
        return self.words.words[first : last + 1]

    def _spans(self, judged: list[Sure | Doubt]) -> list[Span]:
        """Skills, cues and times together, in the order of the text."""
        lengths = list(times(self.words))
        taken = {index for time in lengths for index in range(time.first, time.last + 1)}
        free = [hit for hit in self.cues if taken.isdisjoint((hit.first, hit.last))]
        cues = [Span(first=hit.first, last=hit.last, cue=hit.cue) for hit in free]
        skills = [Span(one.hit.first, one.hit.last) for one in judged]
        return sorted([*skills, *cues, *lengths], key=lambda span: span.first)

    # --- does it count? -------------------------------------------------------------------------------------------

    def _judge(self, hit: Hit) -> Sure | Doubt | None:
        """A skill that counts; an unsure one; or None for an everyday word."""
        mention = self.words.mention(hit.first, hit.last)
        name = hit.names[0] if len(hit.names) == 1 else _meant(hit, mention)
        if self._is_common(hit, mention) or self._names_people(hit, name):
            return None
        if hit.edits:
            return self._misspelt(hit, name)
        if name is None:
            return Doubt(hit, "fits more than one skill equally well")
        return self._beside(Sure(hit, name, *self._how(hit, name)), mention, self._following(hit))

    def _beside(self, sure: Sure, mention: str, following: str) -> Sure | Doubt | None:
        """What becomes of a name by the words around it."""
        hit = sure.hit
        if following in TRADES or following in SEVERAL:
            return Doubt(hit, "is the trade of somebody, who may be another")
        if following in MONTHS and sure.name.folded in COMPANIES:
            return Doubt(hit, "may be where somebody worked")
        if self._part_of_compound(hit):
            if self._heads_item(sure):
                return Sure(hit, sure.name, *VARIANT)
            return Doubt(hit, "is part of a compound that may mean something else")
        if not sure.name.ambiguous and len(mention) > 1:
            return sure
        return self._everyday(sure, mention)

    def _is_common(self, hit: Hit, mention: str) -> bool:
        """Is it a plain word of the text's language, as in "j'ai", and no name in capitals?"""
        common = self.words.grammar.common
        alone = common and hit.first == hit.last and self.words.words[hit.first] in common
        return bool(alone) and (not mention.isupper() or self.words.gaps[hit.last + 1].startswith("'"))

    def _names_people(self, hit: Hit, name: Name | None) -> bool:
        """Does it name several people of a trade, who are others: "an interface to project managers"?"""
        return self.words.words[hit.last] in SEVERAL and not (name and name.folded.endswith("s"))

    def _everyday(self, sure: Sure, mention: str) -> Sure | Doubt | None:
        """A name that is also an everyday word counts in a list of skills, or with its capital beside a skill."""
        hit, written = sure.hit, sure.name.written
        listed, capital = self._in_list(hit), _written_so(mention, written)
        told = listed or capital or sure.name.folded in COMPANIES
        if (
            not told
            or self._tied_letter(hit)
            or not _plainly(self.words.written(hit.first, hit.last), sure.name.folded)
        ):
            return None
        following = self._following(hit)
        if mention == written and following in OF_LANGUAGES:
            return sure
        if following and sure.name.folded in COMPANIES and hit.last + 1 in self.in_names:
            return Doubt(hit, "may be the maker of what follows")
        vouched = self._vouched(hit)
        if (listed and (vouched or self._alone())) or (capital and vouched and not self._in_title(hit)):
            return sure
        if listed or (capital and self.kinds[hit.first] < Break.CLAUSE):
            return Doubt(hit, "is also an everyday word or stands for something else")
        return None

    def _misspelt(self, hit: Hit, name: Name | None) -> Sure | Doubt | None:
        """A plain typing error counts; a doubtful one is asked about in a list of skills, and left alone in prose."""
        listed = self._in_list(hit)
        if self._part_of_compound(hit):
            return None
        if name is not None and self._plain_typo(hit, name, listed):
            return Sure(hit, name, *self._how(hit, name))
        long = len(self.words.keys[hit.misspelt]) > 4
        if listed and (self._vouched(hit) or (long and self._alone())):
            return Doubt(hit, "looks like a misspelling")
        return None

    def _plain_typo(self, hit: Hit, name: Name, listed: bool) -> bool:
        """Is a misspelling near enough to count?

        In prose and with two edits the first letter must be right as well: people rarely miss it, and names of
        companies are full of near misses. In a name of several words the other words vouch for the misspelt one.
        """
        written = self.words.keys[hit.misspelt]
        meant = name.keys[hit.misspelt - hit.first] if hit.last > hit.first else "".join(name.keys)
        if hit.last > hit.first:
            return hit.edits == 1 and (len(written) > (3 if listed else 5) or is_plain(written, meant))
        # The vocabulary knows few of the words of other languages, and some are near a name: "Wände" is not wandb.
        if self.words.grammar is not ENGLISH and not listed and not self._vouched(hit):
            return False
        if hit.edits > 1:
            return not name.ambiguous and min(len(written), len(meant)) > 7 and written[0] == meant[0]
        if not (is_plain(written, meant) or is_plain(self.words.words[hit.misspelt], name.folded)):
            return False
        if name.ambiguous or len(meant) < SHORTEST_ALONE:
            least = SHORTEST_AMBIGUOUS - (slip(written, meant) <= Slip.SWAPPED) if name.ambiguous else 0
            return len(meant) >= least and listed and self._vouched(hit)
        return listed or written[0] == meant[0]

    def _heads_item(self, sure: Sure) -> bool:
        """Is the name the first part of a compound that is a whole item: "terraform-providers", "linux-desktop"?

        A compound with a company in front is another product of it ("azure-widget-factory").
        """
        hit = sure.hit
        first, last = self.items.around(hit.first, hit.last)
        hyphens = all(gap == "-" for gap in self.words.gaps[hit.last + 1 : last + 1])
        return first == hit.first and hyphens and not sure.name.ambiguous and sure.name.folded not in COMPANIES

    def _how(self, hit: Hit, name: Name) -> tuple[How, float]:
        """How a hit names a skill, and how sure that is (0-1)."""
        if hit.edits:
            return How.FUZZY, round(1 - hit.edits / sum(map(len, name.keys)), 2)
        if not hit.changed and name.folded == self.words.written(hit.first, hit.last):
            return EXACT if name.label else ALIAS
        return VARIANT

    # --- records --------------------------------------------------------------------------------------------------

    def _match(self, one: Sure, said: Said) -> Match:
        start, end = self.words.starts[one.hit.first], self.words.end(one.hit.last)
        section = self.sections.around(start)
        status, because = said.status, tuple([self._place(span) for span in said.because])
        if section is not None and section.kind is SectionKind.WISHES and status is Status.HELD:
            status, because = Status.WANTED, (section.heading, *because)
        return Match(
            one.name.skill,
            self.words.text[start:end],
            start,
            end,
            one.how,
            one.score,
            status,
            said.level,
            said.years,
            said.learning,
            said.dated,
            section=section.kind if section else None,
            because=because,
        )

    def _place(self, span: Span) -> Place:
        return Place(self.words.starts[span.first], self.words.end(span.last))

    def _unsure(self, doubt: Doubt, said: Said) -> Unsure:
        candidates: dict[str, Match] = {}
        for name in doubt.hit.names:
            if name.skill not in candidates:
                how, score = self._how(doubt.hit, name)
                candidates[name.skill] = self._match(Sure(doubt.hit, name, how, min(score, 0.9)), said)
        best, *rest = candidates.values()
        return Unsure(best.mention, best.start, best.end, (best, *rest), doubt.why)

    # --- what is left ---------------------------------------------------------------------------------------------

    def _unknown(self, spans: list[Span]) -> Iterator[Unknown]:
        """Items of lists that name no skill, and words in prose that look like the name of a technology."""
        skills, said = set[int](), set[int]()
        for span in spans:
            (skills if span.is_skill else said).update(range(span.first, span.last + 1))
        return self.leftover.unknown(skills, said)


def _of_others(one: Sure | Doubt) -> Doubt:
    """A skill that is named for what other people lack: the writer may have it or not."""
    return Doubt(one.hit, "is said of other people")


def _plainly(said: str, name: str) -> bool:
    """Are folded words a name as such, with a version or an s more or less, and no remoter form ("assemblies")?"""
    return said in (name, f"{name}s") or f"{said}s" == name or said.rstrip("0123456789") == name


def _written_so(mention: str, written: str) -> bool:
    """Is a name written as in the data, or as its plural? A name without capitals may stand in any case."""
    return mention in (written, f"{written}s") or (written.islower() and mention.lower() == written)


def _meant(hit: Hit, mention: str) -> Name | None:
    """The name meant: the one spelled alike where several share their words; None for a tie between skills."""
    names = hit.names
    if len(names) == 1:
        return names[0]
    if len({name.skill for name in names}) > 1:
        folded = tokens.fold(mention)
        names = tuple(name for name in names if name.folded == folded)
        if len({name.skill for name in names}) != 1:
            return None
    return min(names, key=lambda name: (name.written != mention, name.ambiguous, not name.label))
