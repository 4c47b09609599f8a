"""Up to four postings as the columns of one table, for a person to choose between them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.utils.formats import date_format

from postings import pay
from postings.models import JobPosting, earliest_end
from postings.templatetags.posting_words import type_words

MOST = 4
IDS = "ids"
NOT_STATED = "Not stated"
MOST_PLACES = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """What one posting says in one row: one line, or several."""

    lines: tuple[str, ...]
    is_stated: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    title: str
    cells: tuple[Cell, ...]

    @property
    def is_alike(self) -> bool:
        """Whether all say the same."""
        return len(self.cells) > 1 and len(set(self.cells)) == 1


def chosen_ids(data: QueryDict) -> tuple[list[UUID], list[str]]:
    """(the postings that an address names, each once; what in it names none). Ids may repeat, or stand with commas between."""
    found: dict[UUID, None] = {}
    wrong: list[str] = []
    for part in filter(None, (part.strip() for value in data.getlist(IDS) for part in value.split(","))):
        try:
            found[UUID(part)] = None
        except ValueError:
            wrong.append(part[:40])
    return list(found), wrong


def address_of(uids: Iterable[UUID]) -> str:
    return f"?{urlencode([(IDS, str(uid)) for uid in uids])}"


def rows_of(postings: Sequence[JobPosting], matches: Mapping[int, Any]) -> list[Row]:
    """The rows of the table; those about the match only where there is one."""
    titles: list[tuple[str, Callable[[JobPosting], Iterable[str]]]] = [
        ("Pay", _pay),
        ("Place", lambda posting: [place.label for place in posting.worksites][:MOST_PLACES]),
        ("Workplace", lambda posting: [posting.get_job_location_type_display()] if posting.job_location_type else []),
        ("Type", lambda posting: [type_words(posting)] if posting.employment_types else []),
        ("Level", lambda posting: [posting.get_experience_level_display()] if posting.experience_level else []),
        ("Visa help", lambda posting: [] if posting.visa_sponsorship == "UNKNOWN" else [posting.get_visa_sponsorship_display()]),
        ("Posted", lambda posting: [date_format(posting.date_posted, "j M Y")] if posting.date_posted else []),
        ("Closing", _closing),
    ]  # fmt: skip
    rows = [Row(title, tuple(_cell(list(says(posting))) for posting in postings)) for title, says in titles]
    if matches:
        rows += [
            Row(title, tuple(_cell(says(matches.get(posting.pk)), otherwise) for posting in postings))
            for title, says, otherwise in (
                ("Match", _score, "No score"),
                ("Requirements met", _met, "No requirement a resume can show"),
                ("Gaps", _gaps, "None"),
            )
        ]
    return rows


def _cell(lines: Sequence[str], otherwise: str = NOT_STATED) -> Cell:
    return Cell(tuple(lines), True) if lines else Cell((otherwise,), False)


def _pay(posting: JobPosting) -> list[str]:
    return [f"{pay.range_words(band)} {pay.period_words(band)}" for band in posting.pay_bands]


def _closing(posting: JobPosting) -> list[str]:
    if not posting.is_open:
        return [posting.state_label]
    end = earliest_end(posting.valid_through, None)
    return [date_format(end, "j M Y")] if end else []


def _score(match: Any) -> list[str]:
    return [] if match is None or match.score is None else [f"{match.score} of 100"]


def _met(match: Any) -> list[str]:
    return [f"{match.met} of {match.readable}"] if match and match.readable else []


def _gaps(match: Any) -> list[str]:
    return list(match.gaps) if match else []
