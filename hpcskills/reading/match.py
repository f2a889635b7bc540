"""From a text to skills: every place where one is named, how it was understood, and what was not.

Names are looked up word by word, the longest first: exact, then alias, then spelling variants (case, hyphen, plural,
British or American, joined or split, versions), then typing errors by edit distance. What is also an everyday word
counts in a list of skills, and in prose only with its capital beside another skill. Anything less certain is unsure;
the rest is unknown and listed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property

from hpcskills.model import Catalogue, Reading, Skill
from hpcskills.reading import layout, sections, tokens
from hpcskills.reading.find import Finder
from hpcskills.reading.grammar import ENGLISH, Grammar
from hpcskills.reading.judge import Judge
from hpcskills.reading.language import Detector
from hpcskills.reading.otherwords import OTHER_LANGUAGES, TELLING
from hpcskills.reading.plainwords import FILLERS
from hpcskills.reading.tokens import Words
from hpcskills.reading.vocabulary import Vocabulary, build, extend

LONG = 100_000
"""Characters of a text that is read without looking for dead objects all the time: it makes none, but many others."""


@contextmanager
def rare_collections() -> Iterator[None]:
    """Look for cycles of dead objects rarely where there are none: looking through what lives takes long."""
    import gc

    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(200_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


class Matcher:
    """Reads texts with one catalogue's vocabulary."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.skills = catalogue.skills
        self.headings = sections.Headings(catalogue.headings, catalogue.scale.cues)
        self.vocabulary: Vocabulary = build(catalogue.skills.values(), catalogue.scale.cues, catalogue.false_friends)
        self._catalogue = catalogue
        self._vocabularies = {ENGLISH.code: self.vocabulary}

    def read(self, text: str) -> Reading:
        """Skills named in `text` with what is said of them, doubtful ones, and words that name none."""
        if len(text) < LONG:
            return self._read(text)
        with rare_collections():
            return self._read(text)

    def _read(self, text: str) -> Reading:
        words = tokens.words(text, self.vocabulary.is_word, self.vocabulary.known)
        grammar = self.language(words)
        words = words if grammar is ENGLISH else replace(words, grammar=grammar)
        kinds = layout.breaks(words)
        finder = Finder(self._vocabulary(grammar), words, kinds)
        return Judge(finder, finder.hits(), self.headings.find(words)).reading()

    def language(self, words: Words) -> Grammar:
        """The language of a text."""
        if "detector" not in self.__dict__ and self._is_plain_english(words):
            return ENGLISH
        return self.detector.language(words.text, words.words, words.starts)

    @cached_property
    def detector(self) -> Detector:
        """Tells the language of texts."""
        names = {code: tokens.fold("\n".join(_wordings(self._catalogue, code))) for code in OTHER_LANGUAGES}
        known = self.vocabulary.known
        return Detector(names, lambda word: tokens.key(word) in known)

    def _is_plain_english(self, words: Words) -> bool:
        """Is no word unknown? Then no other language needs to be looked for, which saves a start its time."""
        known = self.vocabulary.known
        return TELLING.isdisjoint(words.words) and all(
            key in known or word in FILLERS or word.isdecimal()
            for key, word in zip(words.keys, words.words, strict=True)
        )

    def _vocabulary(self, grammar: Grammar) -> Vocabulary:
        """Names and cues of English and one other language, indexed when that language is first met."""
        found = self._vocabularies.get(grammar.code)
        if found is None:
            data = self._catalogue
            found = extend(self.vocabulary, data.skills.values(), data.scale.cues, grammar)
            self._vocabularies[grammar.code] = found
        return found

    def search(self, query: str, limit: int) -> tuple[tuple[Skill, float], ...]:
        """Skills with a name like `query`, best first, with a score 0-1. For a person who picks, not to decide."""
        from rapidfuzz import fuzz, process

        wanted = tokens.fold(query.strip())
        spellings = [(skill.id, name) for skill in self.skills.values() for name in _all_names(skill)]
        owners = [owner for owner, _ in spellings]
        names = [tokens.fold(name) for _, name in spellings]
        best: dict[str, float] = {}
        for name, score, place in process.extract(wanted, names, scorer=fuzz.ratio, score_cutoff=55, limit=limit * 8):
            best[owners[place]] = max(best.get(owners[place], 0.0), 1.0 if name == wanted else score / 100)
        for owner, name in zip(owners, names, strict=True):
            if wanted and wanted in name:
                begins = any(word.startswith(wanted) for word in name.split())
                best[owner] = max(best.get(owner, 0.0), 0.9 if begins else 0.6)
        ranked = sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
        return tuple((self.skills[skill], round(score, 3)) for skill, score in ranked)


def _all_names(skill: Skill) -> Iterator[str]:
    """The names of a skill in all languages."""
    yield from skill.names
    for names in skill.translations.values():
        yield from names


def _wordings(catalogue: Catalogue, code: str) -> Iterator[str]:
    """All names and cues of a language."""
    for skill in catalogue.skills.values():
        yield from skill.translations.get(code, ())
    for cue in catalogue.scale.cues:
        if cue.language == code:
            yield from cue.words
