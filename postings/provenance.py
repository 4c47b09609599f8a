"""Where each value of a posting was read: its sentence in the untouched source, and whether anybody has confirmed it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from accounts.models import name_key
from postings import pay
from postings.geography import country_name
from postings.models import JobLocation, JobPosting, Tristate
from postings.writing import FIELDS
from reading.posting.sentences import sentence_at, sentences
from reading.spans import Span

STATED, CONCLUDED, MISSING, YOURS = "stated", "concluded", "missing", "yours"
QUOTE_LENGTH = 240


@dataclass(frozen=True, slots=True)
class Piece:
    """``kind``: "" for the text itself, chrome for the furniture of its page, uncovered for what nothing was read from."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a source text. ``pieces`` split it by what was read from it; ``blank`` is the white space behind it,
    which is not highlighted.
    """

    anchor: str
    pieces: tuple[Piece, ...]
    blank: str


@dataclass(frozen=True, slots=True)
class Quote:
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Mark:
    """How a field came to its value. ``reason`` is a sentence, "" where the quotes say it all."""

    state: str
    reason: str = ""
    quotes: tuple[Quote, ...] = ()

    @property
    def anchor(self) -> str:
        """Where the value stands; "" for a person's own word, whatever the text says."""
        return self.quotes[0].anchor if self.quotes and self.state != YOURS else ""

    @property
    def words(self) -> str:
        return {STATED: "Stated", CONCLUDED: "Concluded", MISSING: "Not stated", YOURS: "Yours"}[self.state]


class Source:
    """The raw text of a posting (read through ``for_page()``) as sentences that can be linked to."""

    def __init__(self, posting: JobPosting) -> None:
        self.text = posting.raw_text
        self._chrome = self._spans(posting.reading.chrome)
        self._uncovered = self._spans(posting.reading.uncovered)
        self._items = {
            item.text: tuple(item.span)
            for section in posting.sections.all()
            for item in section.items.all()
            if item.span
        }
        self._parts = sentences(self.text, self._spans(_all_spans(posting)))

    def __bool__(self) -> bool:
        return bool(self.text.strip())

    def _spans(self, spans: Iterable[Any]) -> list[Span]:
        return [(a, b) for a, b in filter(None, spans) if 0 <= a < b <= len(self.text)]

    def anchor(self, span: Sequence[int] | None, raw: str | None = None) -> str:
        """The id of the sentence that holds a span; "" without one, or where the text there is not ``raw`` any more."""
        if not span or not 0 <= span[0] < span[1] <= len(self.text):
            return ""
        if raw is not None and not self.text[span[0] : span[1]].startswith(raw):
            return ""
        return f"s-{sentence_at(self._parts, span[0])[0]}"

    def anchor_of_row(self, text: str) -> str:
        return self.anchor(self._items.get(text), text)

    def quote(self, span: Sequence[int] | None, raw: str | None = None) -> Quote | None:
        """The sentence around a span, shortened where it is long."""
        anchor = self.anchor(span, raw)
        if not anchor or span is None:
            return None
        start, end = sentence_at(self._parts, span[0])
        words = " ".join(self.text[start:end].split()).lstrip("•◦▪·*-– ")
        if len(words) > QUOTE_LENGTH:
            words = " ".join(self.text[span[0] : span[1]].split())[:QUOTE_LENGTH] + " …"
        return Quote(words, anchor)

    @cached_property
    def sentences(self) -> list[Sentence]:
        kinds = sorted([(span, "chrome") for span in self._chrome] + [(span, "uncovered") for span in self._uncovered])
        sentences = []
        first = 0
        for start, end in self._parts:
            while first < len(kinds) and kinds[first][0][1] <= start:
                first += 1
            stop = start + len(self.text[start:end].rstrip())
            sentences.append(
                Sentence(f"s-{start}", tuple(self._pieces(start, stop, kinds[first:])), self.text[stop:end])
            )
        return sentences

    def _pieces(self, start: int, end: int, kinds: list[tuple[Span, str]]) -> Iterator[Piece]:
        at = start
        for (a, b), kind in kinds:
            if a >= end:
                break
            a, b = max(a, at), min(b, end)
            if a < b:
                if at < a:
                    yield Piece(self.text[at:a], "")
                yield Piece(self.text[a:b], kind)
                at = b
        if at < end:
            yield Piece(self.text[at:end], "")


def _all_spans(posting: JobPosting) -> Iterator[Any]:
    yield from (fact.get("span") for fact in posting.reading.facts.values())
    for rows in (posting.job_locations, posting.base_salaries, posting.employment_type_rows, posting.posting_skills):
        yield from (row.span for row in rows.all())
    yield from (item.span for section in posting.sections.all() for item in section.items.all())
    yield from (benefit.get("span") for benefit in posting.job_benefits)
    yield from (span for conflict in posting.reading.conflicts for span in conflict["spans"])


def marks(posting: JobPosting, source: Source) -> dict[str, Mark]:
    """A mark for every field of ``writing.FIELDS`` and for hiring_organization."""
    field_marks = {name: _mark(name, posting, source) for name in FIELDS}
    field_marks["hiring_organization"] = _organization(posting, source)
    return field_marks


def _mark(name: str, posting: JobPosting, source: Source) -> Mark:
    quotes = tuple(dict.fromkeys(quote for quote in _quotes(name, posting, source) if quote))
    if name in posting.edited_fields:
        if name in posting.source_fields:
            return Mark(STATED, "From the structured data.", quotes)
        return Mark(YOURS, "", quotes)
    if name == "locations" and any(is_assumed(place) for place in posting.worksites):
        return Mark(CONCLUDED, " ".join(assumption(p) for p in posting.worksites if is_assumed(p)), quotes)
    if name == "locations" and any(place.label != place.raw for place in posting.worksites):
        return Mark(STATED, f"Shown as {' and '.join(place.label for place in posting.worksites[:5])}.", quotes)
    if name == "salary" and "salary_unit" in posting.reading.inferred and posting.pay_bands:
        return Mark(CONCLUDED, period_assumption(posting), quotes)
    if name == "date_posted" and posting.origin == JobPosting.Origin.EMPLOYER:
        if quotes:
            return Mark(
                CONCLUDED, "A posting made here is dated the day it goes live, unless you confirm this date.", quotes
            )
        return Mark(MISSING, "It is dated the day it goes live.")
    if name == "date_posted" and posting.date_posted_precision == JobPosting.DatePrecision.RELATIVE:
        return Mark(CONCLUDED, "Counted from the day the text was copied.", quotes)
    if not _has_value(name, posting):
        return Mark(MISSING, "", quotes)
    return Mark(STATED, "", quotes)


def _has_value(name: str, posting: JobPosting) -> bool:
    if name == "locations":
        return bool(posting.worksites)
    if name == "salary":
        return bool(posting.base_salaries.all())
    if name == "employment_types":
        return bool(posting.employment_types)
    if name == "education":
        return bool(posting.education_levels)
    value = getattr(posting, name)
    return value not in (None, "", [], {}, Tristate.UNKNOWN)


def _quotes(name: str, posting: JobPosting, source: Source) -> Iterator[Quote | None]:
    if name == "locations":
        yield from (source.quote(place.span, place.raw) for place in posting.worksites)
    elif name == "salary":
        yield from (source.quote(band.span, band.raw) for band in posting.base_salaries.all())
        if not posting.base_salaries.all():
            yield _of_fact("salary_disclosure", posting, source)
    elif name == "employment_types":
        yield from (source.quote(row.span) for row in posting.employment_type_rows.all())
    elif name == "job_benefits":
        yield from (source.quote(benefit["span"], benefit["text"]) for benefit in posting.job_benefits)
    elif name == "education":
        yield _of_fact("education_levels", posting, source)
    else:
        yield _of_fact(name, posting, source)


def _of_fact(name: str, posting: JobPosting, source: Source) -> Quote | None:
    fact = posting.reading.facts.get(name)
    return source.quote(fact["span"], fact["raw"]) if fact else None


def _organization(posting: JobPosting, source: Source) -> Mark:
    fact = posting.reading.facts.get("hiring_organization")
    quote = _of_fact("hiring_organization", posting, source)
    if fact is None or quote is None:
        return Mark(YOURS, "The organization you post for. The text does not name it.")
    if name_key(fact["raw"]) == name_key(posting.hiring_organization.name):
        return Mark(STATED, "", (quote,))
    return Mark(YOURS, f"The organization you post for. The text names {fact['raw'][:80]}.", (quote,))


def is_assumed(place: JobLocation) -> bool:
    return bool(place.reason) and (place.is_ambiguous or not place.country_is_stated)


def assumption(place: JobLocation) -> str:
    """``San Jose is taken to be in CA, United States: assumed the largest of its name; another is in CR.``"""
    where = ", ".join(filter(None, (place.region, country_name(place.country) if place.country else "")))
    reason = place.reason.rstrip(".")
    return f"{place.raw} is taken to be in {where}: {reason}." if where else f"{place.raw}: {reason}."


def period_assumption(posting: JobPosting) -> str:
    concluded = posting.reading.inferred["salary_unit"]
    period = pay.PERIOD_WORDS.get(concluded["value"], concluded["value"])
    return f"The pay period is not stated; {period} is concluded: {concluded['reason'].rstrip('.')}."


def assumptions(posting: JobPosting) -> list[tuple[str, str]]:
    """(what, sentence) of everything on the page that was concluded and that nobody has confirmed."""
    assumed = []
    if "locations" not in posting.edited_fields:
        assumed += [("Place", assumption(place)) for place in posting.worksites if is_assumed(place)]
    if "salary_unit" in posting.reading.inferred and posting.pay_bands and "salary" not in posting.edited_fields:
        assumed.append(("Pay", period_assumption(posting)))
    return assumed


def conflicts(posting: JobPosting, source: Source) -> list[Mapping[str, Any]]:
    """Where a text disagrees with itself: the message and both sentences."""
    return [
        {
            "message": conflict["message"],
            "quotes": list(dict.fromkeys(filter(None, (source.quote(span) for span in conflict["spans"])))),
        }
        for conflict in posting.reading.conflicts
    ]
