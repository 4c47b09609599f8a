"""HTML to lines of text, as a person sees the page: what its style hides is left out, and said."""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

LIST_ITEM, BLOCKS = "li", frozenset({"p", "div", "br", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "tr", "section"})
UNSEEN = "script, style, noscript, template, head"
SMALLEST_FONT = 2.0  # points or pixels: below, nobody reads it
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0*)?\s*(?:;|$)"
    r"|text-indent\s*:\s*-\d{3,}|(?:left|top)\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*0|clip-path\s*:\s*inset\(\s*(?:50|100)%"
    r"|(?:^|;)\s*(?:max-)?(?:height|width)\s*:\s*[01](?:px)?\s*(?:;|$)",
    re.I,
)
_FONT_SIZE = re.compile(r"font-size\s*:\s*(\d*\.?\d+)\s*(px|pt|em|rem|%)?", re.I)
_COLOR = re.compile(r"(?:^|;)\s*color\s*:\s*([^;]+)", re.I)
_BACKGROUND = re.compile(r"background(?:-color)?\s*:\s*([^;]+)", re.I)
_WHITE = frozenset({"white", "#fff", "#ffffff", "rgb(255,255,255)", "transparent", "rgba(255,255,255,1)"})


@dataclass(frozen=True, slots=True)
class HtmlText:
    """``hidden`` is the text that the page's own style hides, in order; it is no part of ``text``."""

    text: str
    hidden: tuple[str, ...] = ()


def read_html(markup: str) -> HtmlText:
    """Blocks on their own lines, list items with a bullet; scripts, styles and what is hidden are dropped. Linear."""
    tree = LexborHTMLParser(markup)
    for node in tree.css(UNSEEN):
        node.decompose()
    pieces: list[str] = []
    hidden: list[str] = []
    if tree.body is not None:
        _write(tree.body, pieces, hidden)
    lines = (re.sub(r"[ \t\xa0]+", " ", line).strip() for line in "".join(pieces).split("\n"))
    return HtmlText(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), tuple(hidden))


def _write(root: LexborNode, pieces: list[str], hidden: list[str]) -> None:
    """Depth first, with a stack of our own: hostile markup may be nested deeper than Python recurses."""
    stack: list[tuple[LexborNode | None, str]] = [(root, "")]
    while stack:
        node, after = stack.pop()
        if node is None:
            pieces.append(after)
            continue
        if node.tag == "-text":
            pieces.append((node.text_content or "").replace("\n", " "))
            continue
        if is_hidden(node.attributes):
            words = " ".join((node.text(deep=True) or "").split())
            if words:
                hidden.append(words)
            continue
        if node.tag == LIST_ITEM:
            pieces.append("\n• ")
        elif node.tag in BLOCKS:
            pieces.append("\n")
            stack.append((None, "\n"))
        stack.extend((child, "") for child in reversed(list(node.iter(include_text=True))))


def is_hidden(attributes: dict[str, str | None]) -> bool:
    """Whether an element's own attributes hide it from a person: hidden, unseen by style, too small, or white on white."""
    if "hidden" in attributes:
        return True
    style = attributes.get("style") or ""
    if not style:
        return False
    size = _FONT_SIZE.search(style)
    if size is not None and _points(float(size[1]), size[2]) < SMALLEST_FONT:
        return True
    return _HIDING.search(style) is not None or _is_white_on_white(style)


def _points(number: float, unit: str | None) -> float:
    return number * {"em": 12.0, "rem": 12.0, "%": 0.12}.get((unit or "px").lower(), 1.0)


def _is_white_on_white(style: str) -> bool:
    color, background = _COLOR.search(style), _BACKGROUND.search(style)
    if color is None or color[1].strip().lower().replace(" ", "") not in _WHITE:
        return False
    return background is None or background[1].strip().lower().replace(" ", "") in _WHITE
