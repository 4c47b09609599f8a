"""What of a resume's text reaches matching."""

import pytest

from matching import core, engine, extraction

RESUME = """{heading}
Keeps the books of a ferry company and closes each month within five days.

Experience
Bookkeeper, Anchor Ferries, 2018 - present
Posted invoices and reconciled the bank accounts of three companies.
"""


def verdict_of(requirement: str, heading: str) -> str:
    posting = core.build_posting_features(
        title="Analyst",
        description="We measure things.",
        requirements=[core.requirement_row("0", requirement, engine.vocabulary())],
    )
    person = extraction.resume_features(RESUME.format(heading=heading))
    return extraction.explain(posting, person, None).rows[0].verdict


@pytest.mark.parametrize("heading", ["Profile", "PROFILE", "Profile:"])
def test_a_heading_that_every_resume_has_shows_nothing(heading: str) -> None:
    assert verdict_of("Experience with profiling", heading) == "not_found"


def test_the_same_word_in_a_line_counts() -> None:
    assert verdict_of("Experience with profiling", "Profiling of slow ledgers was my daily work for years.") == "met"


def test_a_heading_stays_readable_where_lines_are_quoted() -> None:
    person = extraction.resume_features(RESUME.format(heading="Profile"))
    assert person.lines[0].written == "Profile"
    assert not person.lines[0].text.strip()
    assert all(len(line.text) in (0, len(line.written)) for line in person.lines)
