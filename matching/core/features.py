"""What matching knows of a posting and of a resume: plain frozen values, stored in the database as JSON.

A person's name, gender, age, nationality, address or school never enters. Months are counted as ``year * 12 + month``
with January = 0. Vectors are unit length; stored as float16 bytes, base64 in JSON, empty where there is no model.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Protocol, Self

import numpy as np
import numpy.typing as npt

from reading.languages import ENGLISH
from reading.requirement import Asked, Vocabulary

Json = dict[str, Any]
Span = tuple[int, int]
Vector = npt.NDArray[np.float32]

REQUIRED, PREFERRED = "required", "preferred"


class SkillVocabulary(Vocabulary, Protocol):
    """What matching asks of the skill vocabulary beside what reading does.

    ``kind`` is language, framework, tool, platform, hardware, certification, concept, method, domain or soft;
    ``implied`` says what else a skill shows, and how surely (0 to 1).
    """

    def name(self, slug: str) -> str: ...
    def implied(self, slug: str) -> Mapping[str, float]: ...


def pack(vector: npt.NDArray[Any] | None) -> bytes:
    """A vector as stored, or b"" for None and for a zero vector."""
    if vector is None or not np.any(vector):
        return b""
    return np.asarray(vector, dtype="<f2").tobytes()


def unpack(stored: bytes) -> Vector | None:
    """The stored vector as float32, or None where there is none."""
    return np.frombuffer(stored, dtype="<f2").astype(np.float32) if stored else None


def row_matrix(stored: Sequence[bytes]) -> Vector | None:
    """The vectors as rows, zero where one is missing; None if all are."""
    vectors = [unpack(item) for item in stored]
    width = next((len(vector) for vector in vectors if vector is not None), None)
    if width is None:
        return None
    return np.stack([np.zeros(width, np.float32) if vector is None else vector for vector in vectors])


def _plain(value: Any) -> Any:
    """The JSON form of a field's value."""
    if isinstance(value, JsonRecord | Asked):
        return value.to_json()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return value


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value


class JsonRecord:
    """A frozen dataclass that survives the trip through JSON unchanged."""

    __slots__ = ()

    def to_json(self) -> Json:
        """Only built-in JSON types; fields that hold derived values are left out."""
        return {entry.name: _plain(getattr(self, entry.name)) for entry in fields(self) if entry.init}  # type: ignore[arg-type]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The record of ``to_json``. Unknown keys are ignored, absent ones take the default; else TypeError."""
        values: dict[str, Any] = {}
        for entry in fields(cls):  # type: ignore[arg-type]
            if not entry.init or entry.name not in data:
                continue
            value = data[entry.name]
            record = entry.metadata.get("record")
            if record is not None:
                value = tuple(record.from_json(item) for item in value)
            elif entry.metadata.get("value") is not None:
                value = entry.metadata["value"].from_json(value)
            elif entry.metadata.get("bytes"):
                value = base64.b64decode(value)
            elif entry.metadata.get("records_by_key") is not None:
                inner = entry.metadata["records_by_key"]
                value = {key: inner.from_json(item) for key, item in value.items()}
            values[entry.name] = _tuples(value)
        return cls(**values)


def _records(kind: type[JsonRecord]) -> Any:
    return field(default=(), metadata={"record": kind})


def _vector() -> Any:
    return field(default=b"", repr=False, metadata={"bytes": True})


@dataclass(frozen=True, slots=True)
class RequirementRow(JsonRecord):
    """One requirement, verbatim. ``key`` is stable within the posting; ``asked`` is what the reader made of the sentence.

    ``kind`` is "duty" for a row that the posting states as work to do beside its requirements.
    """

    key: str
    text: str
    importance: str = REQUIRED
    span: Span | None = None
    kind: str = "requirement"
    asked: Asked = field(default_factory=Asked, metadata={"value": Asked})
    vector: bytes = _vector()

    @property
    def skills(self) -> tuple[str, ...]:
        """The skills of all groups, each once."""
        return tuple(dict.fromkeys(slug for group in self.asked.groups for slug in group))


@dataclass(frozen=True, slots=True)
class Place(JsonRecord):
    """A place of work or a place where the candidate can work. Degrees; None where not known.

    ``radius_km`` is how far around it the candidate looks; None on a place of work.
    """

    country: str | None = None
    region: str | None = None
    city: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    radius_km: float | None = None


@dataclass(frozen=True, slots=True)
class Pay(JsonRecord):
    """A band of base pay. ``unit`` is HOUR, DAY, WEEK, MONTH or YEAR; None where the text does not say."""

    minimum: float | None = None
    maximum: float | None = None
    currency: str | None = None
    unit: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class PostingFeatures(JsonRecord):
    """``skills`` maps slug to required, preferred or mentioned. Each ``*_text`` of ``quotes`` is a posting sentence:
    keys are the names of constraints. ``degree_levels`` are of DEGREE_LEVELS; ``degree_state`` is completed, enrolled
    or indicative; ``degree_hard`` says that the posting insists. ``start_month`` counts months. ``language`` is that of the
    text; the model knows English, so there are vectors of English texts alone.
    """

    title: str
    summary: str = ""
    clean_title: str = ""
    requirements: tuple[RequirementRow, ...] = _records(RequirementRow)
    skills: Mapping[str, str] = field(default_factory=dict)
    employment_types: tuple[str, ...] = ()
    job_location_type: str | None = None
    places: tuple[Place, ...] = _records(Place)
    pay: tuple[Pay, ...] = _records(Pay)
    visa_sponsorship: str | None = None
    authorised_countries: tuple[str, ...] = ()
    experience_level: str | None = None
    degree_levels: tuple[str, ...] = ()
    degree_state: str | None = None
    degree_hard: bool = False
    months_of_experience: int | None = None
    clearance: str | None = None
    start_month: int | None = None
    languages: tuple[str, ...] = ()
    quotes: Mapping[str, str] = field(default_factory=dict)
    language: str = ENGLISH
    title_vector: bytes = _vector()
    summary_vector: bytes = _vector()
    # What matching derives from the record; never compared, never stored.
    memo: Any = field(default=None, init=False, repr=False, compare=False)

    def without_vectors(self) -> PostingFeatures:
        """As read on a host without the model."""
        rows = tuple(replace(row, vector=b"") for row in self.requirements)
        return replace(self, requirements=rows, title_vector=b"", summary_vector=b"")


@dataclass(frozen=True, slots=True)
class ResumeLine(JsonRecord):
    """One line of the resume, ``source[start:end]``; ``number`` counts from 1.

    ``text`` is what counts of it: blank where its owner took a skill back, left out where the line is set aside.
    ``shown`` is the line as written where that differs, of the same length; quotes are cut from it.

    ``section``: summary, experience, education, skills, certifications, languages, projects or other.
    """

    number: int
    text: str
    section: str = "other"
    start: int = 0
    end: int = 0
    shown: str = ""
    vector: bytes = _vector()

    @property
    def written(self) -> str:
        return self.shown or self.text


@dataclass(frozen=True, slots=True)
class RoleFeatures(JsonRecord):
    """What is known of a job held, or of what the resume's headline says. Lines ``line`` to ``last_line`` describe it;
    months are inclusive, None where not dated.

    ``guessed``: a short line that may be a title, kept only where no role could be read.
    """

    title: str
    line: int
    last_line: int
    first_month: int | None = None
    last_month: int | None = None
    guessed: bool = False
    vector: bytes = _vector()


@dataclass(frozen=True, slots=True)
class Degree(JsonRecord):
    """``level`` is one of DEGREE_LEVELS; ``fields`` are field families; ``line`` is where it stands."""

    level: str
    fields: tuple[str, ...] = ()
    in_progress: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class SkillEvidence(JsonRecord):
    """Where a skill is shown. ``months`` is the union of the dated roles that show it, or a stated length."""

    lines: tuple[int, ...] = ()
    months: int = 0


@dataclass(frozen=True, slots=True)
class ResumeFeatures(JsonRecord):
    """``roles`` are recent first. ``set_aside`` maps the number of a line that never counts to the reason.

    ``stated`` are the skills the owner added; of them only those in ``skills`` have a line and count. ``withdrawn`` are
    those the owner took back: not even another skill implies them.
    """

    lines: tuple[ResumeLine, ...] = _records(ResumeLine)
    skills: Mapping[str, SkillEvidence] = field(default_factory=dict, metadata={"records_by_key": SkillEvidence})
    roles: tuple[RoleFeatures, ...] = _records(RoleFeatures)
    headline: str = ""
    total_months: int = 0
    degrees: tuple[Degree, ...] = _records(Degree)
    languages: tuple[str, ...] = ()
    set_aside: Mapping[str, str] = field(default_factory=dict)
    stated: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    language: str = ENGLISH
    # What matching derives from the record; never compared, never stored.
    memo: Any = field(default=None, init=False, repr=False, compare=False)

    def readable_lines(self) -> Iterator[ResumeLine]:
        """The lines that may count as evidence."""
        return (line for line in self.lines if str(line.number) not in self.set_aside)

    def without_vectors(self) -> ResumeFeatures:
        """As read on a host without the model."""
        return replace(
            self,
            lines=tuple(replace(line, vector=b"") for line in self.lines),
            roles=tuple(replace(role, vector=b"") for role in self.roles),
        )


@dataclass(frozen=True, slots=True)
class OwnersWord:
    """What the owner of a resume says about what is read from it.

    ``withdrawn`` are slugs of skills, ``withdrawn_words`` names the vocabulary does not know, in lower case;
    ``withdrawn_lines`` are numbers of lines that are not to count. ``skills`` maps a slug the owner added to the number
    of the line that shows it, None without one. ``degrees`` take the place of what is read on ``degree_lines``.
    """

    withdrawn: frozenset[str] = frozenset()
    withdrawn_words: frozenset[str] = frozenset()
    withdrawn_lines: frozenset[int] = frozenset()
    skills: Mapping[str, int | None] = field(default_factory=dict)
    degree_lines: frozenset[int] = frozenset()
    degrees: tuple[Degree, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preferences(JsonRecord):
    """What the candidate wants and may do. Empty or None: not stated, so nothing fails for it.

    ``minimum_pay`` is per ``pay_unit`` in ``pay_currency``. ``avoid`` are skills by slug and, in lower case, words the
    vocabulary does not know. ``must`` names the constraints that the candidate insists on; the results say so.
    """

    places: tuple[Place, ...] = _records(Place)
    radius_km: float | None = None
    workplaces: tuple[str, ...] = ()
    employment_types: tuple[str, ...] = ()
    minimum_pay: float | None = None
    pay_currency: str | None = None
    pay_unit: str | None = None
    authorised_countries: tuple[str, ...] = ()
    needs_sponsorship: bool | None = None
    available_from_month: int | None = None
    clearance: bool | None = None
    titles: tuple[str, ...] = ()
    experience_levels: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    relocates: bool | None = None
    must: tuple[str, ...] = ()


DEGREE_LEVELS = ("none", "high_school", "certificate", "associate", "bachelor", "master", "doctorate")
