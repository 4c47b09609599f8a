"""Title, organisation and the other facts that the top of a posting states, or its prose where it has no top."""

from __future__ import annotations

import re

from reading import word_lists
from reading.folding import fold
from reading.patterns import alternation
from reading.posting import employment, experience, organizations, title_sentences, titles
from reading.posting.draft import Draft
from reading.posting.header import season_of
from reading.posting.structure import Fact
from reading.posting.wording import spoken_in
from reading.spans import Span

LONG_WORD, LEAST_SHARED, TITLE_REACH = 16, 8, 6000
OPENING = 80
OPENING_REACH, LONGEST_TITLE = 1200, 100  # characters
ARTICLE = re.compile(rf"{alternation(word_lists.phrases('titles.one'))}\s+")
FIRST_PASSAGES = 8  # where an employer introduces itself


def read_title_and_organization(draft: Draft) -> None:
    header = draft.header
    prose = [span for span, _ in draft.spans]
    if header.title is not None:
        draft.facts["title"] = _spaced(draft.text, header.title)
    else:
        _title_from_prose(draft, prose)
    if header.organization is not None:
        draft.facts["hiring_organization"] = header.organization
        return
    headings = [block.heading_span for block in draft.blocks if block.heading_span]
    title = str(draft.facts["title"].value) if "title" in draft.facts else ""
    passages = sorted([*prose, *headings])
    english = draft.language == "en"
    found = None if english else organizations.from_foreign_prose(draft.text, passages, title, draft.language)
    found = found or organizations.from_prose(draft.text, passages, title)
    if found is None and english:
        found = organizations.from_foreign_prose(draft.text, passages[:FIRST_PASSAGES], title, draft.language)
    if found:
        span, rule = found
        draft.state("hiring_organization", draft.text[slice(*span)], span, f"prose:{rule}")


def _spaced(text: str, title: Fact) -> Fact:
    """A title that lost its spaces, as the text below writes it: "AnalistadeDados" and "um Analista de Dados"."""
    glued = str(title.value)
    if title.span is None or " " in glued or len(glued) < LONG_WORD or not re.search("[a-zà-ÿ][A-ZÀ-Ý]", glued):
        return title
    places = [at for at in range(title.span[1], min(len(text), TITLE_REACH)) if not text[at].isspace()]
    body = "".join(text[at] for at in places)
    best = (0, 0)
    start = body.find(glued[:LEAST_SHARED])
    while start >= 0:
        length = LEAST_SHARED
        while length < len(glued) and body[start + length : start + length + 1] == glued[length]:
            length += 1
        best = max(best, (length, -start))
        start = body.find(glued[:LEAST_SHARED], start + 1)
    if best[0] < 0.6 * len(glued):
        return title
    first, last = places[-best[1]], places[-best[1] + best[0] - 1]
    whole = not text[last + 1 : last + 2].isalnum() and not (first and text[first - 1].isalnum())
    return Fact(text[first : last + 1], text[first : last + 1], (first, last + 1), "prose") if whole else title


def _title_from_prose(draft: Draft, prose: list[Span]) -> None:
    if not prose:
        return
    opening = draft.text[prose[0][0] : prose[0][1]]
    if not title_sentences.LABELLED.search(opening[:OPENING]):
        leading, cut = title_sentences.leading_title(draft.text, prose[0])
        if leading:
            draft.state("title", draft.text[slice(*leading)], leading, "first_line")
            draft.header.title_places.extend(cut)
            return
    marked = _marked_title(draft)
    told = (
        marked
        or title_sentences.sought_title(draft.text, prose[0])
        or title_sentences.foreign_title(draft.text, (prose[0][0], len(draft.text)), draft.language)
    )
    if told:
        draft.state("title", draft.text[slice(*told)], told, "prose")
        return
    for start, end in prose[:8]:
        for match in title_sentences.IN_PROSE.finditer(draft.text[start : min(end, start + 500)]):
            if titles.is_title_like(match["title"]) and not title_sentences.BARE_JOB.fullmatch(fold(match["title"])):
                a, b = start + match.start("title"), start + match.end("title")
                span, _ = titles.trim_title(draft.text, (a, b))
                draft.state("title", draft.text[slice(*span)], span, "prose")
                return
        found = title_sentences.prose_title(draft.text, (start, end), first=start == prose[0][0])
        if found:
            draft.state("title", draft.text[slice(*found)], found, "prose")
            return


def _marked_title(draft: Draft) -> Span | None:
    """The title on a short line of its own with the mark of who may apply, below a header that names no job."""
    if draft.header.organization is None:
        return None
    for match in re.finditer(r"[^\n]+", draft.text[:OPENING_REACH]):
        line = match.group()
        if len(line) <= LONGEST_TITLE and titles.MARK.search(line) and "." not in line.rstrip("."):
            span, _ = titles.trim_title(draft.text, match.span())
            article = ARTICLE.match(fold(draft.text[slice(*span)]))
            return (span[0] + article.end(), span[1]) if article else span
    return None


def read_header_facts(draft: Draft) -> None:
    header = draft.header
    for name, fact in (("employment_unit", header.department), ("valid_through", header.valid_through)):
        if fact is not None:
            draft.facts[name] = fact
    if header.posted is not None and header.posted.value is not None:
        draft.facts["date_posted"] = header.posted
    elif header.posted is not None:
        draft.facts["date_posted_raw"] = header.posted
    if header.start is not None and header.start.span:
        season = season_of(draft.text, header.start.span, "label")
        draft.facts["job_start_text"] = season or header.start
    if "job_start_text" not in draft.facts and header.title and header.title.span:
        season = season_of(draft.text, header.title.span, "title")
        if season:
            draft.facts["job_start_text"] = season
    spoken = spoken_in(draft.text)
    if spoken:
        draft.facts["in_language"] = Fact(spoken, method="words")
    title = draft.facts.get("title")
    if title:
        level = employment.level_in_title(str(title.value))
        if level and title.span:
            draft.state("experience_level", level, title.span, "title")
        asked = experience.read_months(str(title.value), language=draft.language)
        if asked and title.span:
            draft.months.append((asked.value, title.span, "passing"))
    if header.experience is not None:
        months = experience.read_months(str(header.experience.value), language=draft.language)
        if months and header.experience.span:
            draft.months.append((months.value, header.experience.span, "label"))
