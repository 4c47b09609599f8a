"""Every pair of colours that carries text or marks is far enough apart, in light and in dark, by the WCAG formula."""

import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = (Path(settings.BASE_DIR) / "static" / "css" / "site.css").read_text()
TOKENS = {
    name: (light, dark)
    for name, light, dark in re.findall(r"--([\w-]+):\s*light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", CSS)
}
PAIRS = [
    *((text, paper, 4.5) for text in ("text", "text-2") for paper in ("bg", "surface", "surface-2")),
    *(("text-2", paper, 4.5) for paper in ("accent-soft", "warn-soft", "mark")),
    *(("text-3", paper, 4.5) for paper in ("bg", "surface")),
    *(("accent", paper, 4.5) for paper in ("surface", "accent-soft")),
    *(("warn", paper, 4.5) for paper in ("surface", "warn-soft")),
    *(("danger", paper, 4.5) for paper in ("surface", "danger-soft")),
    ("on-ink", "ink", 4.5),
    *((mark, "surface", 3.0) for mark in ("control", "accent-2", "warn-2", "focus")),
    ("control", "bg", 3.0),
]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_colours_are_far_enough_apart(front: str, back: str, least: float, theme: int) -> None:
    assert contrast(TOKENS[front][theme], TOKENS[back][theme]) >= least
