"""Which skills count for which: the narrower ones in full, transfers in part, broader ones in part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from hpcskills.model import Catalogue, Credit, CreditKind, Transfer

IN_FULL = frozenset({CreditKind.SAME, CreditKind.NARROWER})
"""Credit of a skill itself or of a kind of it. All other credit is lent by a neighbouring skill."""


class Credits:
    """Which skills count for which, and how far: narrower ones, transfers, and in part broader ones."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._counted = _counted(catalogue)
        self._into: dict[str, list[Transfer]] = {}
        for transfer in catalogue.transfers:
            self._into.setdefault(transfer.target, []).append(transfer)
        self._towards: dict[str, Mapping[str, Credit]] = {}

    def towards(self, target: str) -> Mapping[str, Credit]:
        """Give every skill that counts for `target`, itself first, with its best credit."""
        if target not in self._towards:
            best: dict[str, Credit] = {}
            for credit in self._offers(target):
                # Offers come surest kind first, so only a higher percentage replaces one.
                so_far = best.get(credit.source)
                if credit.percent > (so_far.percent if so_far else 0):
                    best[credit.source] = credit
            self._towards[target] = best
        return self._towards[target]

    def hundredths(self, target: str, levels: Mapping[str, int]) -> int:
        """Give the level of `target` that `levels` count for, in hundredths (0-500)."""
        towards = self.towards(target)
        return max((levels[o] * towards[o].percent for o in levels if o in towards), default=0)

    def _offers(self, target: str) -> Iterator[Credit]:
        name = self._label(target)
        yield Credit(
            source=target,
            target=target,
            percent=100,
            kind=CreditKind.SAME,
            why=f"{name} is asked for by name",
        )
        for narrower in self._counted[target]:
            yield Credit(
                source=narrower,
                target=target,
                percent=self._catalogue.narrower_percent,
                kind=CreditKind.NARROWER,
                why=f"{self._label(narrower)} belongs to {name}",
            )
        yield from self._transfers(target)
        for broader in self._catalogue.skills[target].broader:
            yield Credit(
                source=broader,
                target=target,
                percent=self._catalogue.broader_percent,
                kind=CreditKind.BROADER,
                why=f"{self._label(broader)} is wider than {name}, so it counts in part",
            )

    def _transfers(self, target: str) -> Iterator[Credit]:
        """One transfer, and at most one step down to a narrower skill, before it or behind it."""
        name, narrower_percent = self._label(target), self._catalogue.narrower_percent

        def credit(source: str, percent: int, way: str, why: str) -> Credit:
            return Credit(
                source=source,
                target=target,
                percent=percent,
                kind=CreditKind.TRANSFER,
                why=f"{self._label(source)}{way}: {why}",
            )

        direct = self._into.get(target, ())
        for transfer in direct:
            yield credit(transfer.source, transfer.percent, f" carries over to {name}", transfer.why)
        for transfer in direct:
            way = f", which belongs to {self._label(transfer.source)}, carries over to {name}"
            for source in self._counted[transfer.source]:
                yield credit(source, transfer.percent * narrower_percent // 100, way, transfer.why)
        for narrower in self._counted[target]:
            way = f" carries over to {self._label(narrower)}, which belongs to {name}"
            for transfer in self._into.get(narrower, ()):
                yield credit(transfer.source, transfer.percent * narrower_percent // 100, way, transfer.why)

    def _label(self, skill: str) -> str:
        return self._catalogue.skills[skill].label


def _counted(catalogue: Catalogue) -> Mapping[str, Sequence[str]]:
    """For each skill the narrower ones that count for it: those its data name, else its children."""
    children: dict[str, list[str]] = {}
    for skill in catalogue.skills.values():
        for broader in skill.broader:
            children.setdefault(broader, []).append(skill.id)
    return {
        skill.id: sorted(children.get(skill.id, ()) if skill.counted_by is None else skill.counted_by)
        for skill in catalogue.skills.values()
    }
