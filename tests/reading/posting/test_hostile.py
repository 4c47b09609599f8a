"""Any text is read without an exception, twice the same, and every span cuts the text it claims."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reading.posting import as_gold, parse
from reading.posting.structure import Fact, ParsedPosting
from reading.spans import Span

PIECES = st.sampled_from(
    [
        "Requirements", "Responsibilities:", "Nice to have", "Benefits", "• ", "- ", "\n", "\n\n", " ", "Python", "C++",
        "$5,610 - $13,270", "per hour", "up to 50k", "San Jose", "Zürich, Switzerland", "Remote", "Full-time", "Today",
        "4/5/2026", "5+ years of experience", "Bachelor's degree", "or", "and", ", ", "/", "etc.", "(", ")", ":", ";",
        "You must", "You will", "a plus", "Brightwell is looking for", "we cannot sponsor visas", "U.S. citizen", "🦖 ",
        "İ", "ß", "مهندس", "任职资格", "\0", "\t", "\u200b", "<b>", "&amp;", "About Brightwell", "experienceKnowledge",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=60).map("".join))


def _claims(parsed: ParsedPosting) -> list[tuple[str, Span]]:
    facts: list[Fact] = [*parsed.facts.values(), *parsed.inferred.values(), *parsed.employment_types, *parsed.benefits]
    claims = [(fact.raw, fact.span) for fact in facts if fact.span]
    claims += [(place.raw, place.span) for place in parsed.locations]
    claims += [(band.raw, band.span) for band in parsed.salaries]
    for section in parsed.sections:
        if section.heading_span:
            claims.append((section.heading, section.heading_span))
        claims += [(item.text, item.span) for item in section.items]
    return claims


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_every_span_cuts_what_it_claims(text: str) -> None:
    parsed = parse(text)
    for raw, (start, end) in _claims(parsed):
        assert text[start:end] == raw


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_the_same_text_is_read_the_same(text: str) -> None:
    first, second = (
        json.dumps(as_gold(parse(text, captured_at=date(2026, 1, 2))), default=str, ensure_ascii=False)
        for _ in range(2)
    )
    assert first == second


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\0" * 5_000,
        "a" * 50_000,
        "Word " * 10_000,
        "1 " * 20_000,
        "(" * 20_000,
        "Requirements\n" + "• Python or Go\n" * 5_000,
        "wordAnother" * 5_000,
        "مهندس برمجيات " * 2_000,
        "<div><p>x</p>" * 3_000,
        "Berlin / " * 5_000,
        "$1,000 - " * 5_000,
        "Requirements\n• " + "a jar must be warm and " * 2_000,
        "Requirements\n• " + "ok; Dutch is a plus; " * 2_000,
        "no, not remote, " * 3_000,
        "Cook\nBrightwell\n\n" + "bread and " * 19_000,
        "Cook\nBrightwell\n\n" + "Strong Excel skillsOdd fragment of textCompile monthly reports" * 3_000,
        "Fernhill Logo\n" * 3_000,
        "Cook\n\n" + "Northern-Isles-Lerwick-" * 2_000,
        "Cook\n\nDuties: " + "oven stock keeping Recipe planning " * 2_000,
        "Benefits: " + "1. Full training 2. Free bread 3. Rest " * 2_000,
        "Cook\n\n" + "Lerwick Foods is equal and " * 2_000,
        "\ud800 lone surrogate",
        "İ" * 10_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_hostile_texts_are_survived(text: str) -> None:
    assert isinstance(parse(text), ParsedPosting)


def test_nothing_is_invented_for_a_bare_title() -> None:
    parsed = parse("Lighthouse Keeper")
    assert set(parsed.facts) == {"title"}
    assert (parsed.employment_types, parsed.locations, parsed.salaries, parsed.skills) == ((), (), (), ())


def test_unstated_pay_period_is_not_guessed_among_the_facts() -> None:
    parsed = parse("Keeper\nFar Light\nBergen, Norway\n$5,610 - $13,270\n\nA tower by the sea.")
    assert [band.unit for band in parsed.salaries] == [None]
    assert "salary_unit" not in parsed.inferred
    assert "salary_unit" in parse("Keeper\nFar Light\n$81,000 - $90,000\n\nA tower.").inferred
