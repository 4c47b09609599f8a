"""What two states of one posting differ in, and what of it was changed behind the back of who edits it."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.timezone import localtime

from postings import geography, pay
from postings.corrections import DEMANDS, row_key
from postings.models import EmploymentType, Importance, JobLocationType, JobPosting, PostingItem, Tristate
from postings.writing import FIELDS, Edits, SalaryEdit, edits_from

NOT_STATED = "not stated"
AS_IN_TEXT = "as in the text"
LONGEST = 4000
LABELS = {
    "hiring_organization": "Organization shown",
    "title": "Title",
    "employment_unit": "Department or team",
    "locations": "Places of work",
    "job_location_type": "Where people work",
    "employment_types": "Role type",
    "salary": "Pay",
    "equity": "Equity",
    "job_benefits": "Benefits",
    "date_posted": "Posting date",
    "job_start_text": "Start",
    "job_duration": "Duration",
    "months_of_experience": "Months of experience",
    "experience_level": "Level",
    "education": "Education",
    "visa_sponsorship": "Visa help",
    "relocation": "Help with relocation",
    "eligibility_to_work_requirement": "Right to work",
    "security_clearance_requirement": "Security clearance",
    "application_requirements": "To send along",
    "apply_url": "Link to apply",
    "apply_email": "Mail address to apply",
    "valid_through": "Closing date",
    "requirements": "Requirements",
    "contacts": "Links and addresses in the text",
    "skills": "Skills",
    "text": "Text",
    "moderation_note": "Moderator's note",
    "closing_reason": "Reason for closing",
}
CHOICES: Mapping[str, Mapping[str, str]] = {
    "job_location_type": dict(JobLocationType.choices),
    "experience_level": dict(JobPosting.ExperienceLevel.choices),
    "visa_sponsorship": dict(Tristate.choices),
    "relocation": dict(Tristate.choices),
}
CONTACT = re.compile(r"(?:https?://|www\.)[^\s<>\"')\]]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after, in words."""

    field: str
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that somebody else has changed since it was shown to who edits it now. ``print`` is that of ``theirs``."""

    unit: str
    label: str
    yours: str
    theirs: str
    print: str


class StaleEditError(Exception):
    """The edit was made on an older state: nothing is written, and ``differences`` says what there is to choose."""

    def __init__(self, differences: Sequence[Difference]) -> None:
        super().__init__(
            "Somebody else has changed this meanwhile. Nothing is lost: choose what counts, then save again."
        )
        self.differences = differences


@dataclass(frozen=True, slots=True)
class Seen:
    """What a form showed: ``prints`` of each field's state, and ``shown``, the values of its inputs.

    Prints say more than the posting's revision: what others change in other fields is no reason to ask.
    """

    prints: Mapping[str, str] = field(default_factory=dict)
    shown: Mapping[str, Any] = field(default_factory=dict)

    def dump(self) -> str:
        return json.dumps({"prints": dict(self.prints), "shown": dict(self.shown)}, separators=(",", ":"))

    @classmethod
    def load(cls, written: Any) -> "Seen | None":
        """None where it is not what ``dump`` has written."""
        try:
            read = json.loads(str(written))
            prints, shown = dict(read["prints"]), dict(read["shown"])
        except (ValueError, TypeError, KeyError, RecursionError):
            return None
        return cls({str(name): str(value) for name, value in prints.items()}, shown)


def without(edits: Edits, units: Collection[str]) -> Edits:
    """An edit that leaves these fields and rows as they are."""
    return replace(
        edits,
        values={name: value for name, value in edits.values.items() if name not in units},
        rows={key: row_edit for key, row_edit in edits.rows.items() if f"row:{key}" not in units},
        forget=edits.forget - set(units),
    )


def state_of(posting: JobPosting) -> dict[str, Any]:
    """All that people or a source may change of a posting, as JSON values. Costs a query for each kind of row that was
    not fetched before, none with ``for_page()``.
    """
    state: dict[str, Any] = {"hiring_organization": posting.hiring_organization.name}
    for name, columns in FIELDS.items():
        if len(columns) == 1:
            state[name] = _plain(getattr(posting, columns[0]))
        elif columns:
            state[name] = {column: _plain(getattr(posting, column)) for column in columns}
    state["date_posted"] = _plain(posting.date_posted)
    state["job_benefits"] = [benefit["text"] for benefit in posting.job_benefits]
    state["locations"] = [_place(p.city, p.region, p.country, p.raw) for p in posting.worksites]
    state["employment_types"] = sorted(posting.employment_types)
    state["salary"] = [
        _band(band.min_value, band.max_value, band.currency, band.unit, band.label, band.kind)
        for band in posting.base_salaries.all()
    ]
    state["requirements"] = sorted(
        {
            _requirement(item)
            for section in posting.sections.all()
            for item in section.items.all()
            if item.kind in DEMANDS
        }
    )
    state["skills"] = sorted(f"{skill.name} ({skill.importance})" for skill in posting.posting_skills.all())
    state["contacts"] = sorted({contact.rstrip(".,;:!?") for contact in CONTACT.findall(posting.raw_text)})
    state["text"] = posting.raw_text
    state["moderation_note"] = posting.moderation_note
    state["closing_reason"] = posting.closing_reason
    return state


def _requirement(item: PostingItem) -> str:
    importance = Importance(item.importance).label if item.importance else "Condition"
    return f"{importance}: {item.text}" + ("" if item.is_readable else " (no resume can show this)")


def _place(city: str, region: str, country: str, raw: str) -> str:
    return ", ".join(filter(None, (city, region, country))) or raw


def _band(
    low: Decimal | None, high: Decimal | None, currency: str | None, unit: str | None, label: str, kind: str
) -> list[str | None]:
    return [kind, _amount(low), _amount(high), currency or None, unit or None, label]


def _amount(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def prints_of(posting: JobPosting) -> dict[str, str]:
    """A short print of each field's state, of each row that a person has put right, and of the text."""
    state = state_of(posting)
    prints = {name: print_of(value) for name, value in state.items()}
    return prints | {f"row:{key}": print_of(row_edit) for key, row_edit in posting.row_edits.items()}


def shown_prints_of(posting: JobPosting) -> dict[str, str]:
    """``prints_of`` what a form shows: what people have changed and waits for a moderator counts as changed. One query more."""
    return _with_waiting(prints_of(posting), *_waiting(posting))


def _with_waiting(prints: Mapping[str, str], edits: Edits, text: str | None) -> dict[str, str]:
    waits: dict[str, Any] = {name: _state_of_edit(name, value) for name, value in edits.values.items()}
    waits |= dict.fromkeys(edits.forget, AS_IN_TEXT) | {f"row:{key}": edit for key, edit in edits.rows.items()}
    waits |= {} if text is None else {"text": text}
    return {**prints, **{unit: print_of([prints.get(unit, NO_ROW), value]) for unit, value in waits.items()}}


def _waiting(posting: JobPosting) -> tuple[Edits, str | None]:
    """The edits and the text of the people's change that waits for a moderator."""
    proposal = posting.proposals.waiting().filter(source=None).first()
    return (edits_from(proposal.edits), proposal.text) if proposal else (Edits(), None)


def print_of(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()[:12]


NO_ROW = print_of(None)


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What differs between two states, in words, in the order of the fields. Of a text, the lines that differ."""
    changed = []
    for name, label in LABELS.items():
        old, new = before[name], after[name]
        if old == new:
            continue
        if name in {"text", "requirements", "contacts", "skills"}:
            rows = (old.splitlines(), new.splitlines()) if name == "text" else (old, new)
            old_words, new_words = _lines_only_in(*rows), _lines_only_in(*reversed(rows))
        else:
            old_words, new_words = words(name, old), words(name, new)
        if old_words != new_words:
            changed.append(Change(name, label, old_words, new_words))
        elif name == "text":
            changed.append(Change(name, label, "the lines in another order", "the lines in this order"))
    return changed


def _lines_only_in(lines: Sequence[str], others: Sequence[str]) -> str:
    left = Counter(others)
    kept = []
    for line in lines:
        if left[line]:
            left[line] -= 1
        elif line.strip():
            kept.append(line)
    return "\n".join(kept)[:LONGEST]


def words(name: str, value: Any) -> str:
    """A field's state as a person reads it."""
    if name in CHOICES and isinstance(value, str):
        return CHOICES[name].get(value, value)
    if name == "job_location_type" and isinstance(value, Mapping):
        place = CHOICES[name].get(value["job_location_type"] or "", NOT_STATED)
        return f"{place}, in person only" if value["in_person_only"] else place
    if name == "education" and isinstance(value, Mapping):
        levels = ", ".join(level.replace("_", " ") for level in value.get("education_levels") or ())
        must = {"hard": " (required)", "soft": " (an advantage)"}.get(value.get("education_strength") or "", "")
        return f"{levels}{must}" or NOT_STATED
    if name == "employment_types":
        return ", ".join(EmploymentType(kind).label for kind in value) or NOT_STATED
    if name == "salary":
        return "; ".join(_band_words(band) for band in value) or NOT_STATED
    if name == "valid_through" and value:
        return f"{localtime(datetime.fromisoformat(value)):%-d %B %Y}"
    if name == "application_requirements" and isinstance(value, Mapping):
        return ", ".join(sorted(str(key).replace("_", " ") for key in value)) or NOT_STATED
    if isinstance(value, list):
        return "\n".join(str(part) for part in value)[:LONGEST] or NOT_STATED
    return str(value)[:LONGEST] if value not in (None, "") else NOT_STATED


def _band_words(band: Sequence[str | None]) -> str:
    kind, low, high, currency, unit, label = band
    amounts = " – ".join(dict.fromkeys(_short(amount) for amount in (low, high) if amount))
    period = pay.PERIOD_WORDS.get(unit or "", "")
    named = f"({label})" if label else ""
    return " ".join(
        filter(None, ("" if kind == "base" else f"{kind}:".replace("_", " "), currency, amounts, period, named))
    )


def _short(amount: str) -> str:
    return f"{Decimal(amount):,.2f}".removesuffix(".00")


def differences(
    posting: JobPosting,
    seen: Seen,
    edits: Edits,
    *,
    text: str | None = None,
    notes: Mapping[str, str] | None = None,
) -> list[Difference]:
    """Where an edit would overwrite what it was not made on: what the posting says, or what waits for a moderator. What
    both say alike is no difference. Of a text, the lines that differ are told.
    """
    state = state_of(posting)
    waiting, waiting_text = _waiting(posting)
    prints = _with_waiting(prints_of(posting), waiting, waiting_text)
    conflicts = []

    def compare(unit: str, label: str, yours: str, theirs: str) -> None:
        now = prints.get(unit, NO_ROW)
        if seen.prints.get(unit, NO_ROW) != now and yours != theirs:
            conflicts.append(Difference(unit, label, yours, theirs, now))

    def theirs_of(name: str) -> str:
        if name in waiting.forget:
            return AS_IN_TEXT
        return words(name, _state_of_edit(name, waiting.values[name]) if name in waiting.values else state[name])

    for name, value in edits.values.items():
        compare(name, LABELS[name], words(name, _state_of_edit(name, value)), theirs_of(name))
    for name in edits.forget - edits.values.keys():
        compare(name, LABELS[name], AS_IN_TEXT, theirs_of(name))
    rows = {row_key(item.text): item.text for section in posting.sections.all() for item in section.items.all()}
    for key, edit in edits.rows.items():
        label = f"Requirement: {rows.get(key) or (edit or {}).get('text') or 'a row that is not in the text any more'}"
        theirs = waiting.rows[key] if key in waiting.rows else posting.row_edits.get(key)
        compare(f"row:{key}", label[:200], _row_words(edit), _row_words(theirs))
    there = state["text"] if waiting_text is None else waiting_text
    if text is not None and text != there:
        mine, other = text.splitlines(), there.splitlines()
        compare("text", LABELS["text"], _lines_only_in(mine, other) or text, _lines_only_in(other, mine))
    for name, value in (notes or {}).items():
        compare(name, LABELS[name], words(name, value), words(name, state[name]))
    return conflicts


def _row_words(edit: Mapping[str, Any] | None) -> str:
    if not edit:
        return AS_IN_TEXT
    if edit.get("removed"):
        return "taken away"
    importance = {"none": "not a requirement"}.get(edit.get("importance", ""), edit.get("importance", ""))
    readable = (
        "" if edit.get("readable") is None else "a resume can show it" if edit["readable"] else "no resume can show it"
    )
    return ", ".join(filter(None, (importance, readable)))


def _state_of_edit(name: str, value: Any) -> Any:
    """What ``state_of`` will say of a field once this is written."""
    if name == "salary":
        bands = [value] if isinstance(value, SalaryEdit) else value or ()
        return [_band(b.min_value, b.max_value, b.currency, b.unit, b.label, b.kind) for b in bands]
    if name == "locations":
        spots = [(geography.find_spot(text), text) for text in value or ()]
        return [_place(spot.city, spot.region, spot.country, text) for spot, text in spots]
    if name == "employment_types":
        return sorted(value or ())
    if name == "job_location_type":
        return {"job_location_type": value, "in_person_only": None}
    if name == "education":
        return value or {}
    if value is None and FIELDS[name]:
        return _plain(JobPosting._meta.get_field(FIELDS[name][0]).get_default())  # type: ignore[union-attr]
    return _plain(value)
