"""The two figures of a list, drawn by the server: what its jobs pay, and what they ask for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from postings import pay
from postings.facets import FacetGroup, is_spoken_language, labels_of
from postings.filters import PostingFilter
from postings.naming import asked_of
from postings.search.index import count_found
from postings.search.query import SearchQuery
from postings.search.spreads import LEAST, Spread, pay_spread

SKILLS_SHOWN = 8
# The drawing's own units.
WIDTH, HEIGHT, GAP = 340, 96, 3


@dataclass(frozen=True, slots=True)
class Bar:
    words: str
    count: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PayFigure:
    spread: Spread
    bars: tuple[Bar, ...]

    @property
    def median(self) -> str:
        return amount_words(self.spread.median, self.spread.currency) if self.spread.median is not None else ""

    @property
    def median_at(self) -> float:
        """Where the median stands in the drawing."""
        edges = self.spread.edges
        share = ((self.spread.median or 0) - edges[0]) / (edges[-1] - edges[0])
        return round(WIDTH * min(1, max(0, share)), 1)

    @property
    def ends(self) -> tuple[str, str]:
        return tuple(amount_words(edge, self.spread.currency) for edge in (self.spread.edges[0], self.spread.edges[-1]))  # type: ignore[return-value]

    @property
    def is_too_few(self) -> bool:
        return self.spread.stated < LEAST


@dataclass(frozen=True, slots=True)
class SkillBar:
    name: str
    count: int
    share: int
    query: str


def pay_figure(query: SearchQuery) -> PayFigure:
    """Raises IndexMissingError."""
    spread = pay_spread(query)
    return PayFigure(spread, bars_of(spread))


def bars_of(spread: Spread) -> tuple[Bar, ...]:
    if not spread.counts:
        return ()
    most, width = max(spread.counts), WIDTH / len(spread.counts)
    bars = []
    for place, count in enumerate(spread.counts):
        height = round(HEIGHT * count / most, 1)
        bars.append(
            Bar(
                _range_words(spread, place), count, round(place * width + GAP / 2, 1), round(HEIGHT - height, 1),
                round(width - GAP, 1), height,
            )
        )  # fmt: skip
    return tuple(bars)


def _range_words(spread: Spread, place: int) -> str:
    low, high = (amount_words(edge, spread.currency) for edge in spread.edges[place : place + 2])
    if len(spread.counts) > 1 and place == 0:
        return f"under {high}"
    return f"{low} and more" if len(spread.counts) > 1 and place == len(spread.counts) - 1 else f"{low} to {high}"


def amount_words(amount: float, currency: str) -> str:
    return pay.amount_words(Decimal(round(amount)), currency)


def skill_figure(
    filters: PostingFilter, query: SearchQuery, groups: Sequence[FacetGroup], total: int
) -> list[SkillBar]:
    """The skills that most of the ``total`` jobs found ask for, each with the address that asks for it too. ``groups``: the
    filter column, whose counts are those of the jobs found where no skill is chosen. Raises IndexMissingError.
    """
    if query.skill:
        counts = count_found(query, "skill")
        names = labels_of("skill", _commonest(query, counts))
    else:
        options = [option for group in groups if group.name == "skill" for option in (*group.options, *group.more)]
        counts = {option.value: option.count for option in options}
        names = {option.value: option.label for option in options}
    return [
        SkillBar(names[slug], counts[slug], round(100 * counts[slug] / total), _with_skill(filters, query, slug))
        for slug in _commonest(query, counts)
        if slug in names
    ]


def _commonest(query: SearchQuery, counts: Mapping[str, int]) -> list[str]:
    slugs = [
        slug for slug, count in counts.items() if count and slug not in query.skill and not is_spoken_language(slug)
    ]
    return sorted(slugs, key=lambda slug: (-counts[slug], slug))[:SKILLS_SHOWN]


def _with_skill(filters: PostingFilter, query: SearchQuery, slug: str) -> str:
    asked = asked_of(filters) | {"skill": [*query.skill, slug]}
    if query.skill:
        asked["skill_mode"] = ["all"]
    return urlencode([(name, value) for name in sorted(asked) for value in asked[name]])
