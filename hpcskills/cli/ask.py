"""Questions on a terminal: what doubtful words mean and how well the weightiest skills are known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from hpcskills import questions
from hpcskills.assess import Assessor
from hpcskills.cli.out import say, width
from hpcskills.model import Assessment, Catalogue
from hpcskills.personal import Personal, with_level, with_word
from hpcskills.questions import LevelQuestion, WordQuestion
from hpcskills.render.clean import visible
from hpcskills.suggest import Suggester

Q = TypeVar("Q", WordQuestion, LevelQuestion)

Prompt = Callable[[str], str]
"""Shows a text and returns what was typed behind it; EOFError when nothing more will come."""

NONE_OF_THEM, END = ("n", "no", "none"), ("q", "quit")


class EndedError(Exception):
    """The person has had enough of the questions."""


class Conversation:
    """Asks about one person's words; every answer goes into `personal`."""

    def __init__(self, assessor: Assessor, personal: Personal) -> None:
        self.catalogue: Catalogue = assessor.catalogue
        self.suggester = Suggester(self.catalogue.skills.values())
        self.personal = personal
        self.asked = 0
        self.prompt, self.prompt_name = prompts(self.suggester, self.catalogue)

    def about_words(self, assessor: Assessor, found: Assessment, text: str) -> None:
        """What doubtful and unknown words of a text mean."""
        self._each(questions.about_words(assessor, found, text), self._word)

    def about_levels(self, assessor: Assessor, found: Assessment) -> None:
        """How well the skills are known that the answer hangs on."""
        asked = questions.about_levels(assessor, found, self.asked)
        if asked:
            if self.asked:
                say("")
            steps = ", ".join(f"{step.number} {step.name.lower()}" for step in self.catalogue.scale.levels)
            self._begin()
            _tell(f"Your level: 0 not at all, {steps}. Enter keeps the level in brackets.")
        self._each(asked, self._level)

    def _begin(self) -> None:
        if not self.asked:
            _tell("A few questions, so that the answer fits you. Enter skips a question, q ends them.\n")

    def _each(self, asked: Iterable[Q], ask: Callable[[Q], None]) -> None:
        for question in asked:
            self._begin()
            self.asked += 1
            ask(question)

    # --- words ----------------------------------------------------------------------------------------------------

    def _word(self, question: WordQuestion) -> None:
        if self.asked > 1:
            say("")
        place = f" (in “{visible(question.place)}”)" if question.place else ""
        _tell(f"“{visible(question.mention)}”{place} {question.why}. Did you mean:")
        choice = question.candidates
        while True:
            self._offer(choice)
            typed = self._typed(self.prompt_name, "  Number, or the name of a skill: ")
            if not typed:
                return
            if typed.casefold() in NONE_OF_THEM:
                self.personal = with_word(self.personal, question.mention, None)
                return
            skill = self._chosen(typed, choice)
            if skill is not None:
                self.personal = with_word(self.personal, question.mention, skill)
                say(f"  {visible(question.mention)}: {self.catalogue.skills[skill].label}")
                return
            choice = self._nearest(typed) or choice

    def _offer(self, choice: tuple[str, ...]) -> None:
        """Show the choice in one line or, if it is too long for that, in several."""
        labels = [f"[{place}] {self.catalogue.skills[skill].label}" for place, skill in enumerate(choice, 1)]
        line = "  ".join([*labels, "[n] none"])
        say("  " + (line if len(line) + 2 <= width() else line.replace("  [", "\n  [")))

    def _nearest(self, typed: str) -> tuple[str, ...]:
        """Say that there is no such choice; the skills whose names are most like it."""
        if typed.isdecimal():
            say("  There is no such number.")
            return ()
        near = tuple(one.skill for one in self.suggester.suggest(typed, questions.MOST_CANDIDATES))
        say(f"  No skill is called that. {'Nearest:' if near else 'Enter skips the question.'}")
        return near

    def _chosen(self, typed: str, choice: tuple[str, ...]) -> str | None:
        """The skill of a number, a whole name, or "y" where there is one to agree to."""
        if typed.isdecimal():
            return choice[int(typed) - 1] if 1 <= int(typed[:4]) <= len(choice) else None
        if typed.casefold() in ("y", "yes") and len(choice) == 1:
            return choice[0]
        return self.suggester.named(typed)

    # --- levels ---------------------------------------------------------------------------------------------------

    def _level(self, question: LevelQuestion) -> None:
        label = self.catalogue.skills[question.skill].label
        while True:
            typed = self._typed(self.prompt, f"  {label} [{question.assumed}]: ")
            if not typed:
                return
            if typed in ("0", "1", "2", "3", "4", "5"):
                self.personal = with_level(self.personal, question.skill, int(typed))
                return
            say("  Write a number from 0 to 5; Enter skips, q ends the questions.")

    def _typed(self, prompt: Prompt, text: str) -> str:
        try:
            typed = prompt(text).strip()
        except EOFError:
            say("")
            raise EndedError from None
        except KeyboardInterrupt:
            say("")
            raise
        if typed.casefold() in END:
            raise EndedError
        return typed


def _tell(text: str) -> None:
    """Say something in lines that fit the terminal."""
    from textwrap import fill

    start = text[: len(text) - len(text.lstrip())]
    say(fill(text, width=width(), subsequent_indent=start) + ("\n" if text.endswith("\n") else ""))


def prompts(suggester: Suggester, catalogue: Catalogue) -> tuple[Prompt, Prompt]:
    """How to ask for a number and for the name of a skill: the latter completes if prompt_toolkit is installed."""
    try:
        from hpcskills.cli.complete import name_prompt
    except ImportError:
        return input, input
    return input, name_prompt(suggester, catalogue)
