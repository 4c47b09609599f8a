"""What a list is called, and the one address that names it: for feeds, saved searches, links and search machines."""

from urllib.parse import urlencode

from postings.facets import labels_of
from postings.filters import PERSONAL, PostingFilter
from postings.geography import country_name
from postings.search.query import RANGES, SearchQuery

# How a list is shown, which is no part of what is searched for.
SHOWN_BY = frozenset({"sort"})
# What asks nothing that is not asked without it.
SELF_EVIDENT = frozenset({("unit", "km"), ("skill_mode", "any")} | {(f"unstated_{name}", "1") for name in RANGES})


def asked_of(filters: PostingFilter) -> dict[str, list[str]]:
    """The valid parameters of a list that say what is searched for, in one order. Without those that ask nothing."""
    filters.form.is_valid()
    evident = SELF_EVIDENT | {("pay_currency", filters.search_query().home_currency)}
    return {
        name: values
        for name in sorted(filters.filters)
        if name not in SHOWN_BY
        and name not in filters.form.errors
        and (
            values := sorted(
                value
                for value in {value.strip() for value in filters.data.getlist(name)}
                if value and (name, value) not in evident
            )
        )
    }


def canonical_query(filters: PostingFilter, *more: str) -> str:
    """The address of a list, without page, order and what asks of a resume; the parameters ``more`` are kept as well."""
    kept = {name: values for name, values in asked_of(filters).items() if name not in PERSONAL} | {
        name: values for name in more if (values := list(filter(None, filters.data.getlist(name))))
    }
    return urlencode([(name, value) for name in sorted(kept) for value in kept[name]])


def words_of(filters: PostingFilter) -> list[str]:
    """What a list asks for, in words: ``python``, ``Leeds``, ``Part-time``, ``pay from 60,000 GBP``."""
    query = filters.search_query()
    words = [part for part in (query.q, query.place) if part]
    for name in query.FACET_FIELDS:
        labels = labels_of(name, values) if (values := getattr(query, name)) else {}
        words += [labels.get(value, value) for value in sorted(values)]
    return [*words, *_range_words(filters, query)]


def _range_words(filters: PostingFilter, query: SearchQuery) -> list[str]:
    def label(name: str) -> str:
        return str(dict(filters.filters[name].extra["choices"])[str(getattr(query, name))])

    words = [label("posted_within")] if query.posted_within is not None else []
    if query.kilometres is not None:
        words.append(f"within {query.within} {query.unit}")
    if query.pay_min is not None:
        words.append(f"pay from {query.pay_min:,} {query.pay_currency}")
    if query.pay_max is not None:
        words.append(f"pay up to {query.pay_max:,} {query.pay_currency}")
    if query.years_most is not None:
        words.append(f"at most {query.years_most} years")
    if query.degree_most:
        words.append(f"at most {label('degree_most')}")
    if query.score is not None:
        words.append(f"match of {query.score} or more")
    if query.work_from:
        words.append(f"from {country_name(query.work_from)}")
    return words


def title_of(filters: PostingFilter) -> str:
    """What a list is about, for a feed reader: ``Jobs: python, Leeds, Part-time``."""
    words = words_of(filters)
    return f"Jobs: {', '.join(words)}" if words else "Jobs"
