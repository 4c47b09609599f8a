"""The accent of a board of one's own: the colours made of it, refused where somebody could not read them."""

import re
from dataclasses import dataclass

# Papers and text of static/css/site.css, light and dark; a test compares them.
SURFACES = ("#ffffff", "#191c1a")
TEXTS = ("#4c4e48", "#b9bfba")
LEAST_OF_TEXT, LEAST_OF_MARKS = 4.5, 3.0
# How much of the accent goes into the papers and lines that are made of it.
SOFT, LINE, MARK = 0.12, 0.3, 0.2
HEX = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class Accent:
    """One colour for light pages and one for dark ones."""

    light: str
    dark: str

    def css(self) -> str:
        """The tokens of the style sheet that follow the accent."""
        pairs = {"accent": (self.light, self.dark), "accent-2": (self.light, self.dark)}
        for name, share in (("accent-soft", SOFT), ("accent-line", LINE), ("mark", MARK)):
            pairs[name] = (mix(self.light, SURFACES[0], share), mix(self.dark, SURFACES[1], share))
        lines = [f"  --{name}: light-dark({light}, {dark});" for name, (light, dark) in pairs.items()]
        return "\n".join([":root {", *lines, "}", ""])


def read_accent(text: str) -> Accent | None:
    """``#7a1fa2`` or, for light and dark pages, ``#7a1fa2,#d7a8ef``. Raises ValueError with a sentence."""
    parts = [part.strip().lower() for part in text.split(",") if part.strip()]
    if not parts:
        return None
    if len(parts) > 2 or not all(map(HEX.fullmatch, parts)):
        raise ValueError("write one colour as #rrggbb, or two with a comma between: for light and for dark pages.")
    light, dark = (parts[0], parts[-1] if len(parts) == 2 else lightened(parts[0]))
    for page, colour, paper, text_colour in zip(("light", "dark"), (light, dark), SURFACES, TEXTS, strict=True):
        soft = mix(colour, paper, SOFT)
        for back in (paper, soft):
            if (found := contrast(colour, back)) < LEAST_OF_TEXT:
                raise ValueError(
                    f"{colour} cannot be read on {page} pages: its contrast on {back} is {found:.1f}, "
                    f"at least {LEAST_OF_TEXT} is needed."
                )
        for back in (soft, mix(colour, paper, MARK)):
            if (found := contrast(text_colour, back)) < LEAST_OF_TEXT:
                raise ValueError(
                    f"text cannot be read on the papers made of {colour} on {page} pages: the contrast is "
                    f"{found:.1f}, at least {LEAST_OF_TEXT} is needed."
                )
    return Accent(light, dark)


def lightened(colour: str) -> str:
    """The colour with as much white as it takes to be read on dark pages."""
    for step in range(21):
        lighter = mix("#ffffff", colour, step / 20)
        if contrast(lighter, SURFACES[1]) >= LEAST_OF_TEXT + 1.5 and contrast(
            lighter, mix(lighter, SURFACES[1], SOFT)
        ) >= LEAST_OF_TEXT:  # fmt: skip
            return lighter
    return "#ffffff"


def mix(one: str, other: str, share: float) -> str:
    """The colour that holds so much of ``one``, and ``other`` for the rest."""
    parts = [round(a * share + b * (1 - share)) for a, b in zip(_parts(one), _parts(other), strict=True)]
    return "#" + "".join(f"{part:02x}" for part in parts)


def contrast(one: str, other: str) -> float:
    """By the formula of the WCAG."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _parts(colour: str) -> list[int]:
    return [int(colour[start : start + 2], 16) for start in (1, 3, 5)]


def _luminance(colour: str) -> float:
    shares = [part / 255 for part in _parts(colour)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
