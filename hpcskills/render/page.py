"""HTML pages, each one self-contained file: every value escaped, no script, no request to anywhere.

Style and wording stand in the templates; what a page shows comes as records of finished texts.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from hpcskills import __version__
from hpcskills.errors import UserError
from hpcskills.render.clean import visible

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"

MISSING = "HTML reports need jinja2, which is not installed. Install it with: pip install 'hpcskills[report]'"


def page(template: str, *, title: str, kind: str, made: date, subject: str = "", **view: object) -> str:
    """Fill a template. `kind` says what the page is, `subject` whom it is about (an id, never a name)."""
    text = (
        _environment()
        .get_template(template)
        .render(
            title=title,
            kind=kind,
            subject=subject,
            made=f"{made.day} {made:%B %Y}",
            version=__version__,
            style_hash=_style_hash(),
            **view,
        )
    )
    return "\n".join(line for line in text.split("\n") if line) + "\n"


def fragment(template: str, **view: object) -> str:
    """Fill a template that is no page, such as a drawing that stands alone."""
    return _environment().get_template(template).render(**view)


def ready() -> None:
    """Raise a UserError that says what to install if pages cannot be made here."""
    _environment()


@cache
def _environment() -> Environment:
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
    except ImportError:
        raise UserError(MISSING) from None
    from markupsafe import Markup

    def shown(value: object) -> object:
        """Text that comes from people or data: what acts without being seen is spelled out."""
        return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["style"] = Markup(_style())  # noqa: S704 - our own file, needed as it stands for its hash
    environment.globals["svg_style"] = Markup(_svg_style())  # noqa: S704 - cut from our own file
    return environment


@cache
def _svg_style() -> str:
    """The rules that a drawing needs when it stands alone: the colours, and those for SVG."""
    lines = _style().splitlines()
    colours = lines[: lines.index("* { box-sizing: border-box; }")]
    own = [line for line in lines if line.startswith(("svg text", "svg .soft", "svg .head", ".h0", ".h2", ".h4"))]
    return "\n".join([*colours, *own, ".paper { fill: var(--paper); }", "svg text.on { fill: var(--hi); }"])


@cache
def _style() -> str:
    return (TEMPLATES / "style.css").read_text(encoding="utf-8").replace("\n\n", "\n")


@cache
def _style_hash() -> str:
    """What the page's policy allows: this style and no other."""
    return f"sha256-{base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()}"
