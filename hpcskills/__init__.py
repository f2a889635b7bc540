"""How far a person is from a job in High-Performance Computing, and the shortest way there.

from hpcskills import Assessor, load

assessment = Assessor(load()).assess("10 years Linux, bash, some python")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hpcskills.assess import Assessor
    from hpcskills.catalogue import load
    from hpcskills.errors import DataError, InputError, OutputError, UserError
    from hpcskills.model import Assessment, Catalogue
    from hpcskills.reading.match import Matcher

__version__ = "0.1.0"

__all__ = [
    "Assessment",
    "Assessor",
    "Catalogue",
    "DataError",
    "InputError",
    "Matcher",
    "OutputError",
    "UserError",
    "__version__",
    "load",
]

_HOMES = {
    "Assessment": "model",
    "Assessor": "assess",
    "Catalogue": "model",
    "DataError": "errors",
    "InputError": "errors",
    "Matcher": "reading.match",
    "OutputError": "errors",
    "UserError": "errors",
    "load": "catalogue",
}


def __getattr__(name: str) -> object:
    """Fetch a public name when first asked for, so that importing the package costs and opens nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found: object = getattr(import_module(f"hpcskills.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
