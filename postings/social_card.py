"""The picture of a posting that other sites show beside a link to it: title, organization, place and pay, drawn here."""

import hashlib
import unicodedata
from dataclasses import astuple, dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from PIL import Image, ImageDraw, ImageFont

from postings.models import JobPosting
from postings.pay import SIGNS
from postings.templatetags.posting_words import pay_words, place_words
from reading.folding import ascii_key

WIDTH, HEIGHT, MARGIN = 1200, 630, 80
TITLE_LINES = 3
PAPER, INK, GREY, ACCENT = "#faf9f6", "#191b19", "#4c4e48", "#0a6650"
BOLD, REGULAR = 700, 450
FONT = Path(settings.BASE_DIR) / "static" / "fonts" / "inter.woff2"
# No font has a letter for it, so it is drawn as whatever stands for a missing one.
NO_LETTER = "\uffff"
# What is written for the sign of a currency that the font lacks.
CODES = {sign: code for code, sign in SIGNS.items()}
KEPT_SECONDS = 3600
# Raised when the same words are drawn otherwise.
DRAWING = 1


@dataclass(frozen=True, slots=True)
class Card:
    title: str
    organization: str
    place: str
    pay: str
    site: str
    accent: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(repr((DRAWING, astuple(self))).encode()).hexdigest()[:32]


def card_of(posting: JobPosting) -> Card:
    """What the picture of a posting read through ``for_listing()`` says."""
    accent = settings.BOARD_ACCENT
    return Card(
        posting.title, posting.hiring_organization.name, place_words(posting),
        pay_words(posting) if posting.pay_bands else "", settings.SITE_NAME, accent.light if accent else ACCENT,
    )  # fmt: skip


def picture_of(card: Card) -> bytes:
    """The PNG, drawn once an hour for the same words."""
    key = f"card-{card.digest}"
    kept = caches["process"].get(key)
    if not isinstance(kept, bytes):
        kept = draw_card(card)
        caches["process"].set(key, kept, KEPT_SECONDS)
    return kept


def draw_card(card: Card) -> bytes:
    """1200 × 630 pixels. A line that holds a letter our font does not have is left out rather than drawn as boxes."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, 14), fill=card.accent)
    draw.text((MARGIN, 64), readable(card.site), font=font(32, BOLD), fill=card.accent)
    top = 140
    size, lines = fitted(readable(card.title))
    for line in lines:
        draw.text((MARGIN, top), line, font=font(size, BOLD), fill=INK)
        top += round(size * 1.2)
    top += 20
    for line in wrapped(readable(card.organization), font(38, BOLD), 1):
        draw.text((MARGIN, top), line, font=font(38, BOLD), fill=GREY)
    bottom = HEIGHT - MARGIN - 40
    for words, colour, weight in ((card.pay, card.accent, BOLD), (card.place, GREY, REGULAR)):
        for line in wrapped(readable(words), font(36, weight), 1):
            draw.text((MARGIN, bottom), line, font=font(36, weight), fill=colour)
            bottom -= 54
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


@lru_cache(maxsize=16)
def font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    made = ImageFont.truetype(FONT, size, layout_engine=ImageFont.Layout.BASIC)
    made.set_variation_by_axes([weight])
    return made


def readable(text: str) -> str:
    """The text in letters that our font has: without an accent that it lacks; nothing where it lacks a letter itself."""
    drawn = [drawable(character) for character in " ".join(text.split())]
    return "" if None in drawn else "".join(filter(None, drawn))


@lru_cache(maxsize=4096)
def drawable(character: str) -> str | None:
    """The character, or what stands for it; None where nothing does."""
    if unicodedata.category(character) in ("Cf", "Mn"):
        return ""
    if has_letter(character):
        return character
    if character in CODES:
        return f"{CODES[character]} "
    letter = ascii_key(character)
    return (letter.upper() if character.isupper() else letter) or None if letter.isascii() else None


@lru_cache(maxsize=4096)
def has_letter(character: str) -> bool:
    probe = font(32, REGULAR)
    return character.isspace() or bytes(probe.getmask(character)) != bytes(probe.getmask(NO_LETTER))


def fitted(title: str) -> tuple[int, list[str]]:
    """The largest size at which the title takes few enough lines, and these; at the smallest what is left over is cut."""
    for size in (76, 64, 54):
        lines = wrapped(title, font(size, BOLD), TITLE_LINES + 1)
        if len(lines) <= TITLE_LINES:
            return size, lines
    return size, wrapped(title, font(size, BOLD), TITLE_LINES)


def wrapped(text: str, of: ImageFont.FreeTypeFont, most: int) -> list[str]:
    """The text in lines that fit between the margins, at most so many; where more is left the last one says so."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if fits(longer, of):
            line = longer
            continue
        lines += [line] if line else []
        *parts, line = broken(word, of)
        lines += parts
    lines += [line] if line else []
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and not fits(f"{last}…", of):
        last = last[:-1].rstrip()
    return [*lines[: most - 1], f"{last}…"]


def broken(word: str, of: ImageFont.FreeTypeFont) -> list[str]:
    """A word in pieces that fit each."""
    pieces = [""]
    for character in word:
        if pieces[-1] and not fits(pieces[-1] + character, of):
            pieces.append("")
        pieces[-1] += character
    return pieces


def fits(text: str, of: ImageFont.FreeTypeFont) -> bool:
    return bool(of.getlength(text) <= WIDTH - 2 * MARGIN)
