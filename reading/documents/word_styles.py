"""Whether a run of a Word document can be seen: hidden, white on white or too small."""

from typing import Final

from lxml import etree

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SMALLEST: Final = 4  # half points
_NEARLY_WHITE: Final = 0xE8
_STYLE_DEPTH: Final = 12


class RunStyles:
    """Looks a property up where Word does: in the run, its character style, its paragraph's style."""

    def __init__(self, styles: etree._Element | None) -> None:
        self._properties: dict[str, etree._Element] = {}
        self._parents: dict[str, str] = {}
        self._shaded: set[str] = set()
        if styles is None:
            return
        for style in styles.iterchildren(_W + "style"):
            name = style.get(_W + "styleId") or ""
            properties = style.find(_W + "rPr")
            if properties is not None:
                self._properties[name] = properties
            parent = style.find(_W + "basedOn")
            if parent is not None:
                self._parents[name] = parent.get(_W + "val") or ""
            if any(_is_filled(shade) for shade in style.iter(_W + "shd")):
                self._shaded.add(name)

    def unseen(self, run: etree._Element, paragraph: etree._Element) -> str | None:
        """`invisible_text`, `tiny_text`, or None for text a reader sees."""
        vanish = self._find(run, paragraph, "vanish")
        if vanish is not None and vanish.get(_W + "val") not in {"0", "false", "off"}:
            return "invisible_text"
        size = self._find(run, paragraph, "sz")
        if size is not None and (size.get(_W + "val") or "").isdigit() and int(size.get(_W + "val") or 0) < _SMALLEST:
            return "tiny_text"
        color = self._find(run, paragraph, "color")
        if color is not None and _is_white(color.get(_W + "val")) and not self._on_color(run, paragraph):
            return "invisible_text"
        return None

    def _find(self, run: etree._Element, paragraph: etree._Element, name: str) -> etree._Element | None:
        own = run.find(f"{_W}rPr/{_W}{name}")
        if own is not None:
            return own
        for path, node in ((f"{_W}rPr/{_W}rStyle", run), (f"{_W}pPr/{_W}pStyle", paragraph)):
            style = node.find(path)
            found = self._in_style(style.get(_W + "val") or "", name) if style is not None else None
            if found is not None:
                return found
        return None

    def _in_style(self, style: str, name: str) -> etree._Element | None:
        for _ in range(_STYLE_DEPTH):
            properties = self._properties.get(style)
            found = properties.find(_W + name) if properties is not None else None
            if found is not None or style not in self._parents:
                return found
            style = self._parents[style]
        return None

    def _on_color(self, run: etree._Element, paragraph: etree._Element) -> bool:
        """Whether run, paragraph, cell, table or drawing around the text is filled."""
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        if style is not None and (style.get(_W + "val") or "") in self._shaded:
            return True
        node: etree._Element | None = run
        while node is not None:
            for path in (f"{_W}rPr/{_W}shd", f"{_W}pPr/{_W}shd", f"{_W}tcPr/{_W}shd", f"{_W}tblPr/{_W}shd"):
                shade = node.find(path)
                if shade is not None and _is_filled(shade):
                    return True
            if node.find(f"{_W}rPr/{_W}highlight") is not None or str(node.tag).endswith(("}wsp", "}shape", "}rect")):
                return True
            node = node.getparent()
        return False


def _is_filled(shade: etree._Element) -> bool:
    fill = shade.get(_W + "fill") or "auto"
    return fill != "auto" and not _is_white(fill)


def _is_white(value: str | None) -> bool:
    if value is None or len(value) != 6:
        return False
    try:
        return all(int(value[at : at + 2], 16) >= _NEARLY_WHITE for at in (0, 2, 4))
    except ValueError:
        return False
