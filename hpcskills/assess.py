"""One person's words turned into everything a report shows."""

from __future__ import annotations

from hpcskills.model import Assessment, Background, Catalogue, FirstPath, Fit, Profile, Reading, Role, Tier
from hpcskills.planning import plan
from hpcskills.reading.match import Matcher
from hpcskills.scoring import profile
from hpcskills.scoring.fit import Scorer


class Assessor:
    """Reads, scores and advises with one catalogue; built once, used for many people."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.matcher = Matcher(catalogue)
        self.scorer = Scorer(catalogue)
        self._covers = plan.Covers(catalogue, self.scorer.credits)

    def assess(self, text: str, *, background: Background | None = None, role: Role | None = None) -> Assessment:
        """Assess a text. The target is the given role, else the core role that fits best."""
        return self.assess_reading(self.matcher.read(text), background=background, role=role)

    def assess_reading(
        self, reading: Reading, *, background: Background | None = None, role: Role | None = None
    ) -> Assessment:
        """Assess what was understood already, for instance after a person confirmed what was unsure."""
        person = profile.build(reading, self.catalogue.scale, background)
        fits = self.scorer.fits(person)
        target = _target(fits, role)
        return Assessment(
            reading=reading,
            profile=person,
            background=background,
            fits=fits,
            target=target,
            chosen=role is not None,
            raises=self.scorer.raises(self.catalogue.roles[target.role], person),
            path=self._path(person, target),
            digest=self.catalogue.digest,
        )

    def _path(self, person: Profile, target: Fit) -> FirstPath:
        return plan.first_path(self.catalogue, person, target, credits_=self.scorer.credits, covers=self._covers)


def _target(fits: tuple[Fit, ...], role: Role | None) -> Fit:
    """Keep to the best core role even if it is far off: the fits beside it show the nearer entry roles."""
    if role is not None:
        return next(fit for fit in fits if fit.role == role.id)
    return next((fit for fit in fits if fit.tier is Tier.CORE), fits[0])
