"""What the open jobs say about a skill, and what they pay, each figure with the number of jobs behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from accounts.models import Organization
from postings.choices import CURRENCIES
from postings.facets import is_spoken_language
from postings.figures import PayFigure, amount_words, pay_figure
from postings.filters import skill_names
from postings.geography import country_name
from postings.models import JobPosting, Skill
from postings.search import index
from postings.search.query import SearchQuery
from postings.search.schema import NOT_STATED, STATED
from postings.search.spreads import LEAST, Median, currencies_of, medians_by
from reading.vocabulary import default_vocabulary

SKILLS_SHOWN, RELATED_SHOWN, ORGANIZATIONS_SHOWN, JOBS_SHOWN = 300, 12, 8, 10
# A skill that stands beside another in fewer jobs tells nothing.
FEWEST_TOGETHER = 2
COUNTRIES_SHOWN, MEDIANS_SHOWN, CURRENCIES_SHOWN = 60, 30, 3


@dataclass(frozen=True, slots=True)
class Named:
    """Something that jobs have, with how many do."""

    slug: str
    name: str
    jobs: int


@dataclass(frozen=True, slots=True)
class SkillPage:
    jobs: int
    also_called: list[str] = field(default_factory=list)
    organizations: list[Named] = field(default_factory=list)
    related: list[Named] = field(default_factory=list)
    pays: list[PayFigure] = field(default_factory=list)
    newest: list[JobPosting] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PayRow:
    slug: str
    name: str
    stated: int
    median: str


@dataclass(frozen=True, slots=True)
class PayTable:
    """The pay of one country in one currency: overall, by skill and by level."""

    currency: str
    figure: PayFigure
    skills: list[PayRow]
    levels: list[PayRow]


def skills_asked_for() -> list[Named]:
    """The skills that open jobs ask for, most asked first, at most ``SKILLS_SHOWN``. Raises IndexMissingError."""
    return _named_skills(index.count_found(SearchQuery(), "skill"), SKILLS_SHOWN)


def page_of_skill(skill: Skill) -> SkillPage:
    """Raises IndexMissingError."""
    query = SearchQuery(skill=(skill.slug,))
    found = index.search(query, limit=JOBS_SHOWN, facets=("organization",))
    rows = JobPosting.objects.open().for_listing().in_bulk(found.ids)
    return SkillPage(
        found.total,
        also_called(skill),
        _named_organizations(found.facets["organization"]),
        _related(skill, query),
        [pay_figure(SearchQuery(skill=query.skill, pay_currency=code)) for code in _currencies(query)],
        [rows[pk] for pk in found.ids if pk in rows],
    )


def also_called(skill: Skill) -> list[str]:
    """Its other names of the vocabulary, each once whatever its case."""
    entry = default_vocabulary().entries.get(skill.slug)
    names = {name.casefold(): name for name in (entry.aliases if entry is not None else ())}
    names.pop(skill.name.casefold(), None)
    return list(names.values())


def _related(skill: Skill, query: SearchQuery) -> list[Named]:
    """The skills that stand beside it more often than by chance: what is asked for everywhere is related to nothing."""
    together, everywhere = index.count_found(query, "skill"), index.count_found(SearchQuery(), "skill")
    shares = {
        slug: count * count / everywhere.get(slug, count)
        for slug, count in together.items()
        if slug != skill.slug and count >= FEWEST_TOGETHER and not is_spoken_language(slug)
    }
    likeliest = sorted(shares, key=lambda slug: (-shares[slug], slug))[:RELATED_SHOWN]
    names = skill_names(likeliest)
    return [Named(slug, names[slug], together[slug]) for slug in likeliest if slug in names]


def _named_skills(counts: Mapping[str, int], most: int) -> list[Named]:
    slugs = sorted((slug for slug in counts if counts[slug]), key=lambda slug: (-counts[slug], slug))[:most]
    names = skill_names(slugs)
    return [Named(slug, names[slug], counts[slug]) for slug in slugs if slug in names]


def _named_organizations(counts: Mapping[str, int]) -> list[Named]:
    slugs = sorted(counts, key=lambda slug: (-counts[slug], slug))[:ORGANIZATIONS_SHOWN]
    names = dict(Organization.objects.filter(slug__in=slugs).values_list("slug", "name"))
    return [Named(slug, names[slug], counts[slug]) for slug in slugs if slug in names]


def _currencies(query: SearchQuery) -> list[str]:
    return [code for code in currencies_of(query) if code in CURRENCIES][:CURRENCIES_SHOWN]


def countries_that_pay() -> list[Named]:
    """The countries in which enough open jobs state pay, most first. Raises IndexMissingError."""
    counts = index.count_found(SearchQuery(pay=(STATED,)), "country")
    codes = sorted(counts, key=lambda code: (-counts[code], code))
    enough = [code for code in codes if code != NOT_STATED and counts[code] >= LEAST][:COUNTRIES_SHOWN]
    return [Named(code, country_name(code), counts[code]) for code in enough]


def pay_tables(country: str) -> list[PayTable]:
    """For each currency that enough jobs of a country pay in. Raises IndexMissingError."""
    tables = []
    for code in _currencies(SearchQuery(country=(country,))):
        query = SearchQuery(country=(country,), pay_currency=code)
        medians = medians_by("skill", query, most=2 * MEDIANS_SHOWN)
        skills = [median for median in medians if not is_spoken_language(median.value)][:MEDIANS_SHOWN]
        levels = medians_by("experience_level", query, most=MEDIANS_SHOWN)
        tables.append(
            PayTable(
                code,
                pay_figure(query),
                _pay_rows(skills, skill_names([median.value for median in skills])),
                _pay_rows(levels, dict(JobPosting.ExperienceLevel.choices)),
            )
        )
    return tables


def _pay_rows(medians: Sequence[Median], names: Mapping[str, str]) -> list[PayRow]:
    return [
        PayRow(one.value, names[one.value], one.stated, amount_words(one.median, one.currency))
        for one in medians
        if one.value in names
    ]
