"""Lines about the person that must not weigh in a match: name, contact, age, family, origin."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reading.folding import plain
from reading.resume.facts import Mention, ResumeFacts, Section, SectionKind

_PERSONAL: Final = re.compile(
    r"\b(?:date of birth|d\.?o\.?b\b|birth ?date|born (?:on|in)|place of birth|marital status|civil status|"
    r"nationality|citizenship|"
    r"gender|sex\s*[:\t]|religion|caste|father'?s? name|mother'?s? name|husband'?s? name|spouse|passport|"
    r"photo(?:graph)?\s*[:\t]|"
    r"age\s*[:\t]|years old|year old|blood group|married|unmarried|children\s*[:\t]|"
    r"geburtsdatum|geburtsort|geboren (?:am|in)|familienstand|staatsangehorigkeit|nationalitat|geschlecht|"
    r"konfession|ledig|verheiratet|"
    r"kinder\s*[:\t]|lichtbild|fecha de nacimiento|lugar de nacimiento|estado civil|nacionalidad|sexo\s*[:\t]|"
    r"casad[oa]|solter[oa]|edad\s*[:\t]|"
    r"date de naissance|ne(?:e)? le|lieu de naissance|situation familiale|etat civil|nationalite|sexe\s*[:\t]|"
    r"celibataire|marie(?:e)?\b|\d{2} ans\b)"
)
_ADDRESS: Final = re.compile(
    r"\b(?:permanent address|present address|address|anschrift|adresse|direccion|domicilio)\s*[:\t]|"
    r"\b(?:street|avenue|road|lane|boulevard|strasse|str\.|calle|avenida|rue)\b.{0,40}\d|"
    r"\d{1,5}[a-z]? (?:[a-z]+ ){1,3}(?:street|st\.?|avenue|ave\.?|road|rd\.?|lane|drive|blvd)\b|"
    r"\w+(?:strasse|straße|weg|platz|gasse) \d|\b\d{5} [a-z]{3,}|\b[a-z]+, [a-z]{2} \d{5}\b|\bpin ?code\b|"
    r"\bp\.?o\.? box\b"
)
_CONTACT: Final = re.compile(
    r"@|\b(?:phone|mobile|tel|telefon|telefono|telephone|e-?mail|mail|skype|whatsapp|linkedin|fax|handy|movil|"
    r"portable)\b\s*[.:\t]|"
    r"(?:https?://|www\.)|linkedin\.com|github\.com"
)
_OWN_SECTIONS: Final = re.compile(
    r"personal (?:information|details|data|vitae|dossier)|personliche|datos personales|informations personnelles|"
    r"etat civil"
)


def contact_lines(
    lines: Sequence[str],
    sections: Sequence[Section],
    name: Mention | None,
    email: Mention | None,
    phone: Mention | None,
) -> frozenset[int]:
    """Numbers of the lines that hold the name, contact data, an address or personal details."""
    found = {mention.line for mention in (name, email, phone) if mention is not None}
    top = next((section.first_line for section in sections if section.heading is not None), min(len(lines), 12) + 1)
    spelled = plain(name.name) if name is not None else None
    for number, line in enumerate(lines, 1):
        text = plain(line[:600])
        if (
            _PERSONAL.search(text)
            or _EMAIL_LIKE.search(text)
            or (number < top and (_CONTACT.search(text) or _ADDRESS.search(text)))
            or (spelled is not None and spelled in text and len(line) <= len(spelled) + 40)
        ):
            found.add(number)
    for section in sections:
        private = section.kind == "contact" or (
            section.heading is not None and _OWN_SECTIONS.search(plain(section.heading)) is not None
        )
        if private:
            found |= {n for n in range(section.first_line, section.last_line + 1) if lines[n - 1]}
    return frozenset(found)


_EMAIL_LIKE: Final = re.compile(r"[\w.+-]@[\w-]+\.|\b(?:permanent|present|home) address\b")


@dataclass(frozen=True, slots=True)
class MatchingLine:
    """One line as the matcher may see it.

    `section` is None above the first heading. `start` and `end` are the dates of the role the line belongs to.
    `is_personal` lines must not weigh in a match; `school_at` is where a school's name stands in `text`, to be cut.
    """

    number: int
    text: str
    section: SectionKind | None
    start: str | None
    end: str | None
    is_personal: bool
    school_at: tuple[int, int] | None = None


def matching_lines(facts: ResumeFacts, *, with_personal: bool = False) -> list[MatchingLine]:
    """The lines of a resume for matching, without empty lines and (unless asked for) without personal ones."""
    kinds: dict[int, SectionKind] = {}
    for section in facts.sections:
        kinds |= dict.fromkeys(range(section.first_line, section.last_line + 1), section.kind)
    dates: dict[int, tuple[str | None, str | None]] = {}
    for role in facts.experience:
        dates |= dict.fromkeys(range(role.first_line, role.last_line + 1), (role.start, role.end))
    schools = {
        number: entry.institution
        for entry in facts.education
        if entry.institution
        for number in range(entry.line, entry.last_line + 1)
        if entry.institution in facts.lines[number - 1]
    }
    found: list[MatchingLine] = []
    for number, text in enumerate(facts.lines, 1):
        personal = number in facts.contact_lines
        if not text or (personal and not with_personal):
            continue
        school = schools.get(number)
        at = (text.index(school), text.index(school) + len(school)) if school else None
        start, end = dates.get(number, (None, None))
        found.append(MatchingLine(number, text, kinds.get(number), start, end, personal, at))
    return found
