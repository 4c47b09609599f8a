"""Where and how the work is done: places, workplace type and employment types of a posting."""

from __future__ import annotations

import re

from reading.folding import fold
from reading.posting import employment, locations, place_sentences
from reading.posting.draft import Draft
from reading.posting.structure import Conflict, Fact, Place
from reading.posting.wording import home_of
from reading.spans import Span

ONLY = re.compile(r"\b(?:in[- ]person|on[- ]?site) only\b|\bonly (?:in[- ]person|on[- ]?site)\b")


FIRST_SENTENCES = 12  # among which a town behind a mere preposition is looked for


def country_of(draft: Draft) -> str | None:
    stated = [place.country for place in draft.header.places if place.country and not place.ambiguous]
    stated += [place.country for place in draft.places if place.country and not place.ambiguous]
    if stated:
        return stated[0]
    if "£" in draft.text:
        return "GB"
    return None


def _hint(draft: Draft, found: list[Place]) -> str | None:
    """The country that a name without one most likely lies in: that of the other places, else of the wording."""
    certain = {place.country for place in found if place.country and not place.ambiguous}
    if len(certain) == 1:
        return certain.pop()
    return country_of(draft) or home_of(draft.text)


def read_places(draft: Draft) -> None:
    header = draft.header
    found = list(header.places)
    country = country_of(draft)
    home = country or home_of(draft.text)
    stated_city = any(place.city for place in found)
    for span in header.title_places:
        found.extend(
            locations.read_line(draft.text, span, country_hint=country, strict=False)
            or [Place(draft.text[slice(*span)], span, city=draft.text[slice(*span)])]
        )
    for block in draft.blocks:
        if block.kind in ("legal", "benefits", "required", "preferred") and stated_city:
            continue
        for start, end in block.items:
            if block.kind == "logistics" and "location" in fold(block.heading):
                found.extend(
                    locations.read_line(draft.text, (start, end), country_hint=country, strict=False)
                    or place_sentences.leading_places(draft.text, (start, end), country_hint=country)
                )
            told = place_sentences.read_sentence(draft.text, (start, end), country_hint=country)
            found.extend(place for place in told if place.city or not stated_city)  # a town is stated: no wider place
            if draft.language and not stated_city:
                found.extend(
                    place_sentences.read_foreign_sentence(
                        draft.text, (start, end), spoken=draft.language, country_hint=home, weak=False
                    )
                )
    if not found and draft.language:
        for span, kind in draft.spans[:FIRST_SENTENCES]:
            if kind not in ("legal", "benefits", "required", "preferred"):
                found = place_sentences.read_foreign_sentence(
                    draft.text, span, spoken=draft.language, country_hint=home, weak=True
                )
            if found:
                break
    if not found and draft.spans:
        start, end = draft.spans[0][0][0], draft.spans[-1][0][1]
        found = place_sentences.city_with_region(draft.text, (start, min(end, start + 1500)))
    draft.places = locations.merge(locations.settle(found, _hint(draft, found)))


def read_employment(draft: Draft) -> None:
    stated: dict[str, Fact] = {}
    workplace: list[tuple[str, Span, str]] = []
    for name, value, span in draft.header.tokens:
        if name == "employment_type" and value:
            stated.setdefault(value, Fact(value, draft.text[slice(*span)], span, "header"))
        elif name == "job_location_type":
            workplace.append((value, span, "header"))
    title = draft.facts.get("title")
    if title and title.span:
        line_start = draft.text.rfind("\n", 0, title.span[0]) + 1
        line_end = draft.text.find("\n", title.span[1])
        line_end = len(draft.text) if line_end < 0 else line_end
        if title.method == "first_line":
            line_end = min(line_end, title.span[1] + 60)
        wide = (line_start, line_end) if title.method != "prose" and line_end - line_start < 160 else title.span
        for token in employment.types_in_title(draft.text[slice(*wide)]):
            span = (wide[0] + token.start, wide[0] + token.end)
            if "alternative" not in fold(draft.text[slice(*wide)]):
                stated.setdefault(token.value, Fact(token.value, draft.text[slice(*span)], span, "title"))
        workplace.extend(
            (token.value, (wide[0] + token.start, wide[0] + token.end), "header")
            for token in employment.places_in_title(draft.text[slice(*wide)])
        )
    for (start, end), kind in draft.spans:
        sentence = draft.text[start:end]
        glued = re.match(r"(?:[Ff]ull|[Pp]art)[- ]?[Tt]ime(?=[A-Z])", sentence)
        if glued:
            value = "FULL_TIME" if glued.group()[0] in "Ff" else "PART_TIME"
            stated.setdefault(value, Fact(value, glued.group(), (start, start + glued.end()), "header"))
        if kind != "legal":
            for token in employment.types_in_sentence(sentence, bare=kind not in ("benefits", "about")):
                span = (start + token.start, start + token.end)
                stated.setdefault(token.value, Fact(token.value, draft.text[slice(*span)], span, "sentence"))
        if kind not in ("legal", "responsibilities"):
            place = employment.place_in_sentence(sentence)
            if place:
                workplace.append((place.value, (start + place.start, start + place.end), "sentence"))
    if (
        "TEMPORARY" in stated
        and "CONTRACTOR" in stated
        and stated["TEMPORARY"].method == stated["CONTRACTOR"].method == "title"
    ):
        del stated["CONTRACTOR"]  # "1-year contract" is one statement
    order = ("FULL_TIME", "PART_TIME", "CONTRACTOR", "TEMPORARY", "INTERN", "VOLUNTEER", "PER_DIEM")
    draft.types = [stated[value] for value in order if value in stated]
    _workplace(draft, workplace)


def _workplace(draft: Draft, stated: list[tuple[str, Span, str]]) -> None:
    if not stated:
        return
    no_remote = any(value == "NOT_REMOTE" for value, _, _ in stated)
    in_person = next(
        (
            span
            for value, span, _ in stated
            if value == "ON_SITE" and ONLY.search(fold(draft.text[max(0, span[0] - 12) : span[1] + 12]))
        ),
        None,
    )
    if in_person:
        draft.state("in_person_only", True, in_person, "sentence")
    ranked = [entry for entry in stated if entry[0] != "NOT_REMOTE" and not (no_remote and entry[0] == "TELECOMMUTE")]
    refused = next((entry for entry in stated if entry[0] == "NOT_REMOTE"), None)
    promised = next((entry for entry in stated if entry[0] == "TELECOMMUTE" and entry[2] == "header"), None)
    if refused and promised:
        message = "The header says TELECOMMUTE, the text rules remote work out."
        draft.conflicts.append(Conflict("job_location_type", message, (promised[1], refused[1])))
    if not ranked:
        return
    header = [entry for entry in ranked if entry[2] == "header"]
    body = [entry for entry in ranked if entry[2] == "sentence"]
    chosen = header[0] if header else body[0]
    hybrid = next((entry for entry in ranked if entry[0] == "HYBRID"), None)
    if hybrid and chosen[0] != "HYBRID":
        chosen = hybrid
    if chosen[0] == "TELECOMMUTE" and chosen[2] == "header":  # a label says less than a sentence about this job
        chosen = next((entry for entry in body if entry[0] == "ON_SITE"), chosen)
    if header and chosen[2] == "sentence" and header[0][0] != chosen[0]:
        draft.conflicts.append(
            Conflict(
                "job_location_type",
                f"The header says {header[0][0]}, the text {chosen[0]}.",
                (header[0][1], chosen[1]),
            )
        )
    value, span, method = chosen
    draft.state("job_location_type", value, span, method)
