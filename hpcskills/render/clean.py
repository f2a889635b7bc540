"""Other people's words made safe to show: nothing in them acts on a terminal, in Markdown or in JSON."""

from __future__ import annotations

import re

_SPACES = re.compile(r"[\t\n\r\x0b\x0c\x85\u2028\u2029]+")

# Control characters, DEL, C1 (0x9b starts an escape sequence on some terminals), the marks that turn the
# direction of text or hide in it, half surrogates (undecodable bytes of the command line) and tags.
_HIDDEN = (
    r"\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    r"\U000e0000-\U000e007f"
)
_HIDDEN_CHAR = re.compile(f"[{_HIDDEN}]")
_HIDDEN_IN_JSON = re.compile(f"[{_HIDDEN}]".replace(r"\x00-\x1f", r"\x00-\x09\x0b-\x1f"))
_MARKDOWN = re.compile(r"[\\`*_{}\[\]<>#|~&@$]|:(?=//)|(?<=www)\.", re.IGNORECASE)


def visible(text: str) -> str:
    """One line of text without any character that acts: breaks become spaces, others hex codes."""
    # Nearly all text passes here, and nearly all of it is printable as it stands.
    return text if text.isprintable() else _HIDDEN_CHAR.sub(_spelled, _SPACES.sub(" ", text))


def visible_lines(text: str) -> str:
    """The same, line breaks kept."""
    return "\n".join(visible(line) for line in text.split("\n"))


def markdown(text: str) -> str:
    """Text that a Markdown reader shows as it stands: no markup, no HTML, no link, no table cell."""
    return _MARKDOWN.sub(lambda found: "\\" + found[0], visible(text))


def safe_json(document: str) -> str:
    """A JSON document whose hidden characters are escaped (they can stand only inside its strings)."""
    return _HIDDEN_IN_JSON.sub(_json_escaped, document)


def _spelled(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _json_escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
