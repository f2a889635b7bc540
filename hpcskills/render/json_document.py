"""What all JSON output shares: the frame of a document, safe text and the rounding of fits."""

from __future__ import annotations

import json
from collections.abc import Mapping

from hpcskills.model import Catalogue
from hpcskills.render.clean import safe_json

Json = Mapping[str, object]


def document(kind: str, catalogue: Catalogue, body: Json) -> str:
    """A document of the given kind, its schema and data hash first."""
    return dumps({"schema": f"hpcskills/{kind}/1", "digest": catalogue.digest, **body}, indent=2) + "\n"


def dumps(value: Json, indent: int | None = None) -> str:
    """JSON text without any raw control character; other scripts stay readable."""
    return safe_json(json.dumps(value, ensure_ascii=False, indent=indent))


def floored(percent: float) -> float:
    """One decimal, never rounded up: 100.0 means that nothing is missing; the tolerance is float noise."""
    return int(percent * 10 + 1e-6) / 10
