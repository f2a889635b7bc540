"""Which of the names found in a text count, which a person must confirm, and what is left over.

What is also an everyday word counts in a list of skills, and in prose only with its capital beside another skill; a
misspelt name counts when it is near enough. Anything less certain is unsure, and the rest is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hpcskills.model import Match, Place, Reading, SectionKind, Status, Unknown, Unsure
from hpcskills.reading import claims, jobs, tokens
from hpcskills.reading.claims import Said
from hpcskills.reading.find import Finder, Hit
from hpcskills.reading.grammar import ENGLISH
from hpcskills.reading.layout import Break
from hpcskills.reading.plainwords import COMPANIES, MONTHS, OF_LANGUAGES, SEVERAL, SOCIAL, TRADES
from hpcskills.reading.sections import Sections
from hpcskills.reading.slips import Slip, is_plain, slip
from hpcskills.reading.spans import Span, times
from hpcskills.reading.vocabulary import Name
from hpcskills.reading.wholes import VARIANT, Doubt, Sure, Wholes, meant

SHORTEST_ALONE, SHORTEST_AMBIGUOUS = 5, 6
"""Letters of the shortest name that is recognised behind a slip with no skill beside it; though it is ambiguous."""


class Judge(Wholes):
    """Decides for the hits of one text which count, which are unsure, and what is left over."""

    def __init__(self, finder: Finder, hits: Sequence[Hit], sections: Sections) -> None:
        super().__init__(finder, hits)
        self.sections = sections

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
        name = hit.names[0] if len(hit.names) == 1 else meant(hit, mention)
        if self._is_common(hit, mention) or self._names_people(hit, name) or self._is_social(hit):
            return None
        if hit.edits:
            return self._misspelt(hit, name)
        if name is None:
            return Doubt(hit, "fits more than one skill equally well")
        how = self._how(hit, name)
        if how is VARIANT and _lacks_its_s(mention, name):
            return self._doubted(hit)
        return self._beside(Sure(hit, name, *how), mention, self._following(hit))

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

    def _is_social(self, hit: Hit) -> bool:
        """Does it speak of people instead of machines: "redes sociales", "soziale Netzwerke"?"""
        near = self.kinds[hit.first] is Break.JOIN and self.words.words[hit.first - 1] in SOCIAL
        return near or self._following(hit) in SOCIAL

    def _everyday(self, sure: Sure, mention: str) -> Sure | Doubt | None:
        """A name that is also an everyday word counts in a list of skills, or with its capital beside a skill."""
        hit, written = sure.hit, sure.name.written
        listed, capital = self._in_list(hit), _written_so(mention, written)
        may_count = listed or capital or sure.name.folded in COMPANIES
        if (
            not may_count
            or self._tied_letter(hit)
            or not _plainly(self.words.written(hit.first, hit.last), sure.name.folded)
        ):
            return None
        following = self._following(hit)
        if mention == written and following in OF_LANGUAGES:
            return sure
        if following and sure.name.folded in COMPANIES and hit.last + 1 in self.in_names:
            return Doubt(hit, "may be the maker of what follows")
        vouched = (mention == written and self._is_described(hit)) or self._vouched(hit)
        if (listed and (vouched or self._alone())) or (capital and vouched and not self._in_title(hit)):
            return sure
        if listed or (capital and self.kinds[hit.first] < Break.CLAUSE):
            return Doubt(hit, "is also an everyday word or stands for something else")
        return None

    def _misspelt(self, hit: Hit, name: Name | None) -> Sure | Doubt | None:
        """A plain typing error counts; a doubtful one is asked about in a list of skills, and left alone in prose."""
        if self._part_of_compound(hit):
            return None
        if name is not None and self._plain_typo(hit, name, self._in_list(hit)):
            return Sure(hit, name, *self._how(hit, name))
        return self._doubted(hit)

    def _doubted(self, hit: Hit) -> Doubt | None:
        """What looks like a misspelt name is asked about in a list of skills."""
        long = len(self.words.keys[max(hit.misspelt, hit.first)]) > 4
        if self._in_list(hit) and (self._vouched(hit) or (long and self._alone())):
            return Doubt(hit, "looks like a misspelling")
        return None

    def _plain_typo(self, hit: Hit, name: Name, listed: bool) -> bool:
        """Is a misspelling near enough to count?

        In prose, with two edits and with an odd letter the first one must be right as well: people rarely miss it, and
        names of companies are full of near misses. In a name of several words the others vouch for the misspelt one.
        """
        written = self.words.keys[hit.misspelt]
        meant = name.keys[hit.misspelt - hit.first] if hit.last > hit.first else "".join(name.keys)
        if hit.last > hit.first:
            return hit.edits == 1 and (len(written) > (3 if listed else 5) or is_plain(written, meant))
        # The vocabulary knows few of the words of other languages, and some are near a name: "Wände" is not wandb.
        if self.words.grammar is not ENGLISH and not (listed or self._is_described(hit) or self._vouched(hit)):
            return False
        if hit.edits > 1:
            one = len(name.keys) == 1 and not name.ambiguous
            return one and min(len(written), len(meant)) > 7 and written[0] == meant[0]
        plain = is_plain(written, meant) or is_plain(self.words.words[hit.misspelt], name.folded)
        if not plain or (written[0] != meant[0] and (not listed or slip(written, meant) is Slip.ODD)):
            return False
        if name.ambiguous or len(meant) < SHORTEST_ALONE:
            least = SHORTEST_AMBIGUOUS - (slip(written, meant) <= Slip.SWAPPED) if name.ambiguous else 0
            return len(meant) >= least and listed and self._vouched(hit)
        return True

    def _heads_item(self, sure: Sure) -> bool:
        """Is the name the first part of a compound that is a whole item: "terraform-providers", "linux-desktop"?

        A compound with a company in front is another product of it ("azure-widget-factory").
        """
        hit = sure.hit
        first, last = self.items.around(hit.first, hit.last)
        hyphens = all(gap == "-" for gap in self.words.gaps[hit.last + 1 : last + 1])
        return first == hit.first and hyphens and not sure.name.ambiguous and sure.name.folded not in COMPANIES

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
            (said if span.cue or span.years is not None else skills).update(range(span.first, span.last + 1))
        return self.leftover.unknown(skills, said)


def _of_others(one: Sure | Doubt) -> Doubt:
    """A skill that is named for what other people lack: the writer may have it or not."""
    return Doubt(one.hit, "is said of other people")


def _lacks_its_s(mention: str, name: Name) -> bool:
    """Is it an acronym without the S that it ends with, which is no plural: "PGA" is not PGAS?"""
    return name.written.isupper() and name.folded[-1] == "s" and name.folded not in tokens.fold(mention)


def _plainly(said: str, name: str) -> bool:
    """Are folded words a name as such, with a version or an s more or less, and no remoter form ("assemblies")?"""
    return said in (name, f"{name}s") or f"{said}s" == name or said.rstrip("0123456789") == name


def _written_so(mention: str, written: str) -> bool:
    """Is a name written as in the data, or as its plural? A name without capitals may stand in any case."""
    return mention in (written, f"{written}s") or (written.islower() and mention.lower() == written)
