"""A prompt that completes names of skills while they are typed, slips included. Needs prompt_toolkit."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from hpcskills.model import Catalogue
from hpcskills.suggest import Suggester

SHORTEST = 2
"""Letters from which names are offered; a single one may be an answer ("n", "q", "1")."""


class Names(Completer):
    """Offers names of skills for the whole line."""

    def __init__(self, suggester: Suggester, catalogue: Catalogue) -> None:
        self.suggester, self.catalogue = suggester, catalogue

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        """The names for what stands before the cursor."""
        typed = document.text_before_cursor
        if len(typed.strip()) < SHORTEST or typed.strip().isdecimal():
            return
        for one in self.suggester.suggest(typed):
            label = self.catalogue.skills[one.skill].label
            note = "" if label == one.name else label
            yield Completion(one.name, start_position=-len(typed), display_meta=note)


def name_prompt(suggester: Suggester, catalogue: Catalogue) -> Callable[[str], str]:
    """A function that asks for a name."""
    session: PromptSession[str] = PromptSession(completer=Names(suggester, catalogue), complete_while_typing=True)
    return session.prompt
