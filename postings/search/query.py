"""What is looked for: plain values from the one filter form, and the engine's query made of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import tantivy
from tantivy import Occur, Query

from postings.geography import find_spot
from postings.search.schema import NOT_STATED, TEXT_FIELDS, build_schema, seconds, start_of_day, words
from reading.vocabulary import default_vocabulary

MAX_QUERY = 200
MAX_TERMS = 12
TERM = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')
FAR = 2**53


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """One search. Lists are "any of"; an empty list or string asks nothing. Pay is a yearly floor in one currency."""

    q: str = ""
    place: str = ""
    employment_type: tuple[str, ...] = ()
    job_location_type: tuple[str, ...] = ()
    experience_level: tuple[str, ...] = ()
    skill: tuple[str, ...] = ()
    city: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    visa: tuple[str, ...] = ()
    pay: tuple[str, ...] = ()
    organization: tuple[str, ...] = ()
    posted_within: int | None = None
    pay_min: int | None = None
    pay_currency: str = "USD"
    include_unstated_pay: bool = True
    sort: str = "newest"
    # What the person who asks does not want to see: ids of postings, slugs of organizations.
    hidden: tuple[int, ...] = ()
    hidden_organizations: tuple[str, ...] = ()

    FACET_FIELDS = (
        "employment_type", "job_location_type", "experience_level", "skill", "city", "country", "visa", "pay",
        "organization",
    )  # fmt: skip

    def without(self, field: str) -> "SearchQuery":
        """The same search with one filter dropped."""
        return replace(self, **{field: getattr(SearchQuery(), field)})

    @property
    def active(self) -> list[str]:
        """The filters that ask something, in the order of the form."""
        blank = SearchQuery(pay_currency=self.pay_currency, include_unstated_pay=self.include_unstated_pay)
        return [
            name
            for name in ("q", "place", *self.FACET_FIELDS, "posted_within", "pay_min")
            if getattr(self, name) != getattr(blank, name)
        ]


def earliest_day(days: int, now: datetime) -> date:
    """The first posting date that lies within the past days: postings carry a day, so of "past day" yesterday is one."""
    return now.date() - timedelta(days=days)


def text_terms(q: str) -> list[tuple[bool, bool, str]]:
    """(is excluded, is a phrase, text) for each term of the search box, at most ``MAX_TERMS``."""
    terms = []
    for match in TERM.finditer(q[:MAX_QUERY]):
        minus, phrase, word = match.groups()
        text = phrase if phrase is not None else word
        if text and text != "-":
            terms.append((bool(minus), phrase is not None, text))
    return terms[:MAX_TERMS]


def build(query: SearchQuery, now: datetime) -> tantivy.Query:
    """The engine's query: everything still open at ``now`` that passes each filter."""
    schema = build_schema()
    clauses: list[tuple[Occur, Query]] = [
        (
            Occur.Must,
            Query.range_query(schema, "closes", tantivy.FieldType.Integer, seconds(now), FAR, include_lower=False),
        )
    ]
    for excluded, is_phrase, text in text_terms(query.q):
        clause = text_clause(text, is_phrase)
        if clause is not None:
            clauses.append((Occur.MustNot if excluded else Occur.Must, clause))
    for name, values in (("id", list(map(str, query.hidden))), ("organization", list(query.hidden_organizations))):
        if values:
            clauses.append((Occur.MustNot, Query.term_set_query(schema, name, values)))
    if query.place:
        clauses.append((Occur.Must, _place_clause(query.place)))
    for name in query.FACET_FIELDS:
        wanted: Sequence[str] = getattr(query, name)
        if wanted:
            clauses.append((Occur.Must, Query.const_score_query(Query.term_set_query(schema, name, list(wanted)), 0.0)))
    if query.posted_within is not None:
        since = seconds(start_of_day(earliest_day(query.posted_within, now)))
        clauses.append((Occur.Must, Query.range_query(schema, "posted", tantivy.FieldType.Integer, since, FAR)))
    if query.pay_min is not None:
        clauses.append((Occur.Must, _pay_clause(query)))
    return Query.boolean_query(clauses)


def text_clause(text: str, is_phrase: bool) -> tantivy.Query | None:
    schema = build_schema()
    terms = words(text)
    if not terms:
        return None
    ways: list[tuple[Occur, Query]] = []
    for field, boost in TEXT_FIELDS.items():
        if len(terms) > 1:
            clause = Query.phrase_query(schema, field, list(terms))
        else:
            clause = Query.term_query(schema, field, terms[0])
        ways.append((Occur.Should, Query.boost_query(clause, boost)))
    skill = None if is_phrase else default_vocabulary().slug(text)
    if skill:
        ways.append((Occur.Should, Query.boost_query(Query.term_query(schema, "skill", skill), 2.0)))
    return Query.boolean_query(ways)


def _place_clause(text: str) -> tantivy.Query:
    schema = build_schema()
    keys = place_search_keys(text)
    ways: list[tuple[Occur, Query]] = [(Occur.Should, Query.term_query(schema, "place_key", key)) for key in keys]
    terms = words(text)
    if not ways and terms:
        clause: Any = (
            Query.phrase_query(schema, "places", list(terms))
            if len(terms) > 1
            else Query.term_query(schema, "places", terms[0])
        )
        ways.append((Occur.Should, clause))
    return Query.const_score_query(Query.boolean_query(ways), 0.0) if ways else Query.empty_query()


def place_search_keys(text: str) -> list[str]:
    """The place key a typed place stands for; empty where the gazetteer does not know it."""
    spot = find_spot(text)
    if spot.geonames_id:
        return [f"id:{spot.geonames_id}"]
    if spot.region and spot.country:
        return [f"region:{spot.country}-{spot.region}"]
    if spot.country:
        return [f"country:{spot.country}"]
    return []


def _pay_clause(query: SearchQuery) -> tantivy.Query:
    schema = build_schema()
    stated = Query.boolean_query(
        [
            (
                Occur.Must,
                Query.range_query(schema, "pay_max", tantivy.FieldType.Float, float(query.pay_min or 0), 1e15),
            ),
            (Occur.Must, Query.term_query(schema, "pay_currency", query.pay_currency)),
        ]
    )
    ways = [(Occur.Should, stated)]
    if query.include_unstated_pay:
        ways.append((Occur.Should, Query.term_query(schema, "pay", NOT_STATED)))
    return Query.const_score_query(Query.boolean_query(ways), 0.0)
