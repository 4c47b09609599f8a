"""Open postings like a given one, open or closed: by the words of its title and the skills it names."""

from datetime import datetime

import tantivy
from django.utils import timezone
from tantivy import Occur, Query

from postings.models import JobPosting
from postings.search import index
from postings.search.clauses import build, words_clause
from postings.search.folder import open_searcher
from postings.search.query import SearchQuery
from postings.search.schema import build_schema
from postings.search.words import cut

MOST_WORDS, MOST_SKILLS = 12, 20
SKILL_BOOST = 1.5


def similar_ids(posting: JobPosting, *, limit: int = 4, now: datetime | None = None) -> list[int]:
    """Ids of open postings, the most alike first; empty where nothing is shared. Raises IndexMissingError."""
    schema, languages = build_schema(), index.languages_of(open_searcher())
    title = dict.fromkeys(word for word in posting.title.split() if len(cut(word)) == 1)
    ways = [(Occur.Should, clause) for word in list(title)[:MOST_WORDS] if (clause := words_clause(word, languages))]
    slugs = dict.fromkeys(row.skill.slug for row in posting.posting_skills.all() if row.skill and row.is_asked)
    ways += [
        (Occur.Should, Query.boost_query(Query.term_query(schema, "skill", slug), SKILL_BOOST))
        for slug in list(slugs)[:MOST_SKILLS]
    ]
    if not ways:
        return []
    wanted: tantivy.Query = Query.boolean_query(
        [
            (Occur.Must, build(SearchQuery(), now or timezone.now())),
            (Occur.Must, Query.boolean_query(ways)),
            (Occur.MustNot, Query.term_query(schema, "id", str(posting.pk))),
        ]
    )
    return index.best_of(wanted, limit)
