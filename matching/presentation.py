"""What pages, mail and API show of an explanation: words for verdicts, counts and the best rows."""

from collections.abc import Sequence
from typing import Any

from matching import core, engine

BEST_ROWS = 3
VERDICT_WORDS = {
    "met": "Met",
    "partly": "Partly met",
    "not_found": "Not found",
    "unreadable": "Can’t be read from a resume",
}
UNSURE = "Maybe"
SECTION_WORDS = {
    "summary": "Summary",
    "experience": "Experience",
    "education": "Education",
    "skills": "Skills",
    "certifications": "Certificates",
    "languages": "Languages",
    "projects": "Projects",
}
# Shares of the possible points, in percent, from which requirements count as mostly shown, and under which as hardly;
# the same for the roles held.
MOSTLY, HARDLY = 70, 35
# Hundredths of points from which the row for short lists is worth a word.
LEAST_SAID = 500
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


def _shares(explanation: core.Explanation) -> tuple[int, int]:
    """Percent of the possible points that the requirements and the roles have earned."""
    possible = sum(row.possible for row in explanation.rows)
    points = sum(row.points for row in explanation.rows)
    role = explanation.role
    return (
        100 * points // possible if possible else 0,
        100 * role.points // role.possible if role.possible else 0,
    )


def fit_words(explanation: core.Explanation) -> str:
    """For a card: what the count of requirements leaves out of the score, in few words; empty where it tells enough."""
    if explanation.score is None:
        return ""
    rows, roles = _shares(explanation)
    if rows >= MOSTLY > roles:
        return "your roles differ"
    if roles >= MOSTLY > rows:
        return "your roles are alike"
    return ""


def fit_sentence(explanation: core.Explanation) -> str:
    """What the count of requirements and the score mean together, with the points of each part; empty without a score.

    A score adds up two things that a count cannot show together: the requirements, and how alike the roles are.
    """
    if explanation.score is None:
        return ""
    rows, roles = _shares(explanation)
    asks = (
        "Most of it is shown" if rows >= MOSTLY else "Little of it is shown" if rows < HARDLY else "Part of it is shown"
    )
    kind = "of this kind" if roles >= MOSTLY else "of another kind" if roles < HARDLY else "partly of this kind"
    joint = "and" if (rows >= MOSTLY) == (roles >= MOSTLY) else "but"
    role, few = explanation.role, explanation.few_rows
    parts = [
        f"{round(sum(row.points for row in explanation.rows) / 100)} of "
        f"{round(sum(row.possible for row in explanation.rows) / 100)} points for what the posting asks",
        f"{round(role.points / 100)} of {round(role.possible / 100)} for your roles",
    ]
    if few[1] >= LEAST_SAID:
        parts.append(f"{round(few[0] / 100)} of {round(few[1] / 100)} for a list as short as this")
    return f"{asks}, {joint} your recent roles are {kind}: {', '.join(parts)}."


def quote_words(
    quote: core.Quote, row: core.Row, lines: Sequence[str], resume: core.ResumeFeatures, skills: Sequence[str]
) -> dict[str, Any]:
    """A quote as pages show it: whole clauses of the resume's ``lines``, the words that count marked, and where it stands.
    ``start`` are the same pieces for a place of one line.
    """
    clause = core.whole_clause(lines, quote.line, quote.text)
    pieces = core.mark_words(clause, row.text, skills, engine.vocabulary())
    where = section_of(resume, quote.line)
    return {
        "pieces": pieces,
        "start": core.around_mark(pieces),
        "line": quote.line,
        "where": f"{where}, line {quote.line}" if where else f"line {quote.line}",
    }


def section_of(resume: core.ResumeFeatures, number: int) -> str:
    """The part of the resume that a line stands in: the title of the role it describes, else the section; "" if unknown."""
    for role in resume.roles:
        if not role.guessed and role.line <= number <= role.last_line:
            return role.title
    section = next((line.section for line in resume.lines if line.number == number), "")
    return SECTION_WORDS.get(section, "")


def best_rows(explanation: core.Explanation) -> list[dict[str, Any]]:
    """For the mail: the three met rows that weigh most, then one gap."""
    met = sorted((row for row in explanation.rows if row.verdict in {"met", "partly"}), key=lambda row: -row.points)
    gaps = sorted((row for row in explanation.rows if row.verdict == "not_found"), key=lambda row: -row.possible)
    return [row.to_json() for row in [*met[:BEST_ROWS], *gaps[:1]]]


def constraint_rows(explanation: core.Explanation) -> list[dict[str, Any]]:
    return [constraint.to_json() for constraint in explanation.constraints]
