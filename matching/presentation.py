"""What pages, mail and API show of an explanation: words for verdicts, counts and the best rows."""

from typing import Any

from matching import core

BEST_ROWS = 3
VERDICT_WORDS = {
    "met": "Met",
    "partly": "Partly met",
    "not_found": "Not found",
    "unreadable": "Can’t be read from a resume",
}
UNSURE = "Maybe"
CONSTRAINT_WORDS = {
    "place": "Place",
    "workplace": "Where you work",
    "authorisation": "Work authorisation",
    "start": "Start",
    "degree": "Degree",
    "employment_type": "Role type",
    "clearance": "Clearance",
    "pay": "Pay",
    "experience": "Experience",
    "language": "Language",
    "title": "Title",
    "seniority": "Seniority",
    "avoid": "Skills to avoid",
}


def words_of_verdict(row: core.Row) -> str:
    """The verdict of a row, or that nobody can be sure of it."""
    return VERDICT_WORDS.get(row.verdict, row.verdict) if row.sure else f"{UNSURE} {VERDICT_WORDS[row.verdict].lower()}"


def shown_rows(explanation: core.Explanation) -> list[core.Row]:
    """The rows that "5 of 7 requirements" speaks of: the requirements. Duties count in the score, as preferred requirements do, but
    nobody has to meet them.
    """
    return [row for row in explanation.rows if row.kind != "duty"]


def counts(explanation: core.Explanation) -> dict[str, Any]:
    """What a card shows: how many requirements of each verdict, and the strip in the order of the rows."""
    strip = [row.verdict for row in shown_rows(explanation)]
    return {**{verdict: strip.count(verdict) for verdict in VERDICT_WORDS}, "strip": strip}


def best_rows(explanation: core.Explanation) -> list[dict[str, Any]]:
    """For the mail: the three met rows that weigh most, then one gap."""
    met = sorted((row for row in explanation.rows if row.verdict in {"met", "partly"}), key=lambda row: -row.points)
    gaps = sorted((row for row in explanation.rows if row.verdict == "not_found"), key=lambda row: -row.possible)
    return [row.to_json() for row in [*met[:BEST_ROWS], *gaps[:1]]]


def constraint_rows(explanation: core.Explanation) -> list[dict[str, Any]]:
    return [constraint.to_json() for constraint in explanation.constraints]
