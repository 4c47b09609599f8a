"""The engine's query of a search: a clause for each thing it asks."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import tantivy
from tantivy import FieldType, Occur, Query

from postings.models import JobLocationType
from postings.search.query import SearchQuery, earliest_day, text_terms
from postings.search.schema import (
    FAR_FUTURE,
    TEXT_FIELDS,
    build_schema,
    seconds,
    start_of_day,
)
from postings.search.words import ENGLISH, cut, forms_of, synonyms
from reading.country_groups import ANYWHERE
from reading.vocabulary import default_vocabulary, skill_key

FAR = 2**53
MOST_PAY = 1e15
MOST_MONTHS = 10_000
# What a skill is called: so many words at most, so many names looked for.
LONGEST_NAME = 4
MOST_NAMES = 6
SKILL_BOOST = 2.0
# Other words for the same weigh less than the words typed; words in a row weigh more than the same apart.
SYNONYM_BOOST = 0.8
IN_A_ROW_BOOST = 1.5
SYNONYM_FIELDS = ("title", "body")

Clause = tuple[Occur, Query]


def build(query: SearchQuery, now: datetime, languages: Sequence[str] = (ENGLISH,)) -> Query:
    """Everything still open at ``now`` that passes each filter. ``languages``: those by which the index is cut."""
    clauses: list[Clause] = [_must(_whole("closes", seconds(now), FAR, above=True))]
    clauses += text_clauses(query.q, tuple(sorted(languages)))
    for name in query.FACET_FIELDS:
        wanted: Sequence[str] = getattr(query, name)
        if not wanted:
            continue
        if name == "skill" and query.skill_mode == "all":
            clauses += [_must(_one_of(name, [value])) for value in wanted]
        else:
            clauses.append(_must(_one_of(name, wanted)))
    for name, values in (("id", list(map(str, query.hidden))), ("organization", query.hidden_organizations)):
        if values:
            clauses.append((Occur.MustNot, _one_of(name, values)))
    if query.scoring is not None:
        clauses.append(_must(_one_of("id", list(map(str, query.scoring))) if query.scoring else Query.empty_query()))
    if query.place:
        clauses += [_must(clause) for clause in _place_clauses(query)]
    if query.posted_within is not None:
        since = seconds(start_of_day(earliest_day(query.posted_within, now)))
        clauses.append(_must(_whole("posted", since, FAR)))
    clauses += [_must(clause) for clause in _range_clauses(query)]
    return Query.boolean_query(clauses)


def _must(clause: Query) -> Clause:
    return (Occur.Must, clause)


def _any(ways: Iterable[Query]) -> Query:
    found = list(ways)
    if not found:
        return Query.empty_query()
    return found[0] if len(found) == 1 else Query.boolean_query([(Occur.Should, way) for way in found])


def _unscored(clause: Query) -> Query:
    return Query.const_score_query(clause, 0.0)


def _one_of(name: str, values: Sequence[str]) -> Query:
    return _unscored(Query.term_set_query(build_schema(), name, list(values)))


def _whole(name: str, low: int, high: int, *, above: bool = False) -> Query:
    return _unscored(Query.range_query(build_schema(), name, FieldType.Integer, low, high, include_lower=not above))


def text_clauses(q: str, languages: tuple[str, ...]) -> list[Clause]:
    """A clause for each term of the search box; words that together name a skill are one."""
    clauses: list[Clause] = []
    row: list[str] = []
    for excluded, is_phrase, text in text_terms(q):
        if is_phrase or excluded:
            clauses += _row_clauses(row, languages)
            row = []
            clause = words_clause(text, languages) if is_phrase else _term_clause(text, languages)
            if clause is not None:
                clauses.append((Occur.MustNot if excluded else Occur.Must, clause))
        else:
            row.append(text)
    return clauses + _row_clauses(row, languages)


def _row_clauses(row: Sequence[str], languages: tuple[str, ...]) -> list[Clause]:
    """Clauses of words that stand side by side; if they do so in a text, it comes first."""
    clauses: list[Clause] = []
    start = 0
    while start < len(row):
        length = _length_of_skill(row[start:])
        clause = _term_clause(" ".join(row[start : start + length]), languages)
        if clause is not None:
            clauses.append(_must(clause))
        start += length
    if len(row) > 1 and len(clauses) > 0:
        together = words_clause(" ".join(row), languages, ("title", "skill_names", "body"))
        if together is not None:
            clauses.append((Occur.Should, Query.boost_query(together, IN_A_ROW_BOOST)))
    return clauses


def _length_of_skill(words: Sequence[str]) -> int:
    """How many of the first words name one skill; 1 where none do."""
    for length in range(min(LONGEST_NAME, len(words)), 1, -1):
        if _skill_of(" ".join(words[:length])):
            return length
    return 1


def _skill_of(text: str) -> str | None:
    skills, _ = synonyms()
    return skills.get(skill_key(text)) or default_vocabulary().slug(text)


def _term_clause(text: str, languages: tuple[str, ...]) -> Query | None:
    """Words that all stand in the text in any order, or the skill they name, by its tag or by any of its names."""
    parts = [clause for word in text.split() if (clause := words_clause(word, languages)) is not None]
    if not parts:
        return None
    literal = parts[0] if len(parts) == 1 else Query.boolean_query([_must(part) for part in parts])
    ways = [literal]
    skill = _skill_of(text)
    if skill:
        ways.append(Query.boost_query(Query.term_query(build_schema(), "skill", skill), SKILL_BOOST))
    for name in _other_names(text, skill):
        clause = words_clause(name, languages, SYNONYM_FIELDS)
        if clause is not None:
            ways.append(Query.boost_query(clause, SYNONYM_BOOST))
    return ways[0] if len(ways) == 1 else Query.disjunction_max_query(ways, 0.3)


def is_found(searcher: tantivy.Searcher, text: str, languages: tuple[str, ...]) -> bool:
    """Whether any posting holds the word, or the skill that it names."""
    clause = _term_clause(text, languages)
    return clause is None or bool(searcher.search(clause, limit=1).hits)


def _other_names(text: str, skill: str | None) -> list[str]:
    """What else is written for the same: the names of the skill that are no common words, and other words."""
    _, words = synonyms()
    names = list(words.get(skill_key(text), ()))
    entry = default_vocabulary().entries.get(skill or "")
    if entry is not None:
        sure = () if entry.ambiguous else (entry.name, *entry.aliases)
        typed = cut(text)
        names += [name for name in dict.fromkeys(sure) if cut(name) != typed]
    return names[:MOST_NAMES]


def words_clause(text: str, languages: tuple[str, ...], fields: Sequence[str] = tuple(TEXT_FIELDS)) -> Query | None:
    """The words as they stand, in a row, in any of the fields and in each language's own cut."""
    schema = build_schema()
    forms = forms_of(text, languages)
    if not forms:
        return None
    ways: list[Query] = []
    for name in fields:
        forms_of_field: list[Query] = []
        for form in forms:
            stems = list(form.stems)
            clause = (
                Query.phrase_query(schema, name, stems)  # type: ignore[arg-type]
                if len(stems) > 1
                else Query.term_query(schema, name, stems[0])
            )
            if form.languages is not None:
                clause = Query.boolean_query([_must(clause), _must(_one_of("stemmed_in", form.languages))])
            forms_of_field.append(clause)
        best = forms_of_field[0] if len(forms_of_field) == 1 else Query.disjunction_max_query(forms_of_field)
        ways.append(Query.boost_query(best, TEXT_FIELDS[name]))
    return _any(ways)


def _place_clauses(query: SearchQuery) -> list[Query]:
    spot = query.spot
    clauses: list[Query] = []
    if spot.is_remote:
        clauses.append(_one_of("job_location_type", [JobLocationType.TELECOMMUTE]))
        if spot.country:
            return [*clauses, _any([_from(spot.country), _one_of("silent", ["from"])])]
    if query.place_keys:
        clauses.append(_one_of("place_key", query.place_keys))
    elif stems := cut(spot.text):
        schema = build_schema()
        clauses.append(
            _unscored(
                Query.phrase_query(schema, "places", list(stems))
                if len(stems) > 1
                else Query.term_query(schema, "places", stems[0])
            )
        )
    elif not spot.is_remote:
        clauses.append(Query.empty_query())
    return clauses


def _from(country: str) -> Query:
    return _one_of("reach", [country, ANYWHERE])


def _range_clauses(query: SearchQuery) -> list[Query]:
    stated: dict[str, Query] = {}
    if query.asks("pay"):
        stated["pay"] = _pay_clause(query)
    if query.years_most is not None:
        stated["years"] = _whole("months", 0, min(query.years_most * 12, MOST_MONTHS))
    if query.degree_most:
        stated["degree"] = _one_of("degree", query.degrees_up_to)
    if query.work_from:
        stated["from"] = _from(query.work_from)
    return [
        clause if name in query.only_stated else _any([clause, _one_of("silent", [name])])
        for name, clause in stated.items()
    ]


def _pay_clause(query: SearchQuery) -> Query:
    """Yearly pay in the currency that reaches the floor and begins below the ceiling."""
    schema = build_schema()
    clauses = [_must(Query.term_query(schema, "pay_in", query.pay_currency))]
    if query.pay_min is not None:
        clauses.append(_must(Query.range_query(schema, "pay_max", FieldType.Float, float(query.pay_min), MOST_PAY)))
    if query.pay_max is not None:
        clauses.append(_must(Query.range_query(schema, "pay_min", FieldType.Float, 0.0, float(query.pay_max))))
    return _unscored(Query.boolean_query(clauses))


def pays_in(currency: str) -> Query:
    """Postings whose yearly pay is known in the currency."""
    return _one_of("pay_in", [currency])


def both(query: Query, other: Query) -> Query:
    return Query.boolean_query([_must(query), _must(_unscored(other))])


def but_not(query: Query, other: Query) -> Query:
    return Query.boolean_query([_must(query), (Occur.MustNot, other)])


def has_value(name: str, values: Sequence[str]) -> Query:
    return _one_of(name, values)


def between(low: int | None, high: int | None) -> Query:
    """Postings whose place among the newest lies between two others; None: open on that side."""
    return Query.range_query(
        build_schema(), "fresh", FieldType.Integer, low, high, include_lower=low is None, include_upper=high is None
    )


def closes_by_itself() -> Query:
    """Postings that state an end."""
    return Query.range_query(
        build_schema(), "closes", FieldType.Integer, None, seconds(FAR_FUTURE), include_upper=False
    )
