"""Text of a posting in, ``ParsedPosting`` out: the readers of this package in their order."""

from __future__ import annotations

import re
from datetime import date

from postings.parsing import (
    clauses,
    education,
    eligibility,
    employment,
    experience,
    language,
    locations,
    organizations,
    places,
    requirements,
    salary,
    tags,
    titles,
)
from postings.parsing.dates import read_date
from postings.parsing.folding import fold
from postings.parsing.groups import any_of_groups
from postings.parsing.header import CLOSES, POSTED, Header, HeaderReader, season_of
from postings.parsing.labels import read_label
from postings.parsing.lines import Line, split_lines
from postings.parsing.materials import read_materials
from postings.parsing.sections import Block, SectionReader
from postings.parsing.skills import Vocabulary, default_vocabulary, skill_key
from postings.parsing.structure import (
    Conflict,
    Fact,
    Item,
    ParsedPosting,
    Place,
    PostingSkill,
    SalaryBand,
    Section,
    SkillMention,
    Span,
)

FIELD_OF_STUDY = re.compile(
    r"(?:degree|bachelor'?s?|master'?s?|phd|ph\.d\.?|bs|b\.s\.?|ba|ms|bsc|msc|diploma|graduate|enrolled)\b(?:(?!experience|knowledge|skills|proficien|;|\. )[^\n]){0,100}$"
)
PROOF = re.compile(r"(?:ported|built|shipped|developed|led|deployed|prior |previous |proven |\d+\+? years|at least \d|experience )")
FEW_SKILLS = 4
READ_LIMIT = 200_000
DURATION = re.compile(
    r"\b(\d{1,2})[- ](week|month|year)s?\b[- ](?:\w+ )?(?:internship|contract|assignment|placement|program|project|fixed|duration|co-?op|temporary)|(?:duration|length|term) (?:of|is|:)?\s?:?\s?(\d{1,2}) (week|month|year)s?"
)
ENCOURAGE = re.compile(
    r"(?:don't|do not|not) (?:\w+ ){0,4}(?:match|meet|tick|check|have) (?:\w+ ){0,4}(?:all|every|100%)[^.]{0,80}(?:encourage|apply)|still encourage you to apply|even if you (?:don't|do not) meet"
)
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,3}")
URL = re.compile(r"https?://[^\s<>()\"']{3,300}")


class PostingReader:
    """One pass over one posting; use :func:`parse`."""

    def __init__(self, text: str, captured_at: date | None, vocabulary: Vocabulary) -> None:
        self.text = text[:READ_LIMIT]
        self.captured_at = captured_at
        self.vocabulary = vocabulary
        self.soft = frozenset(slug for slug, entry in vocabulary.entries.items() if entry.kind == "soft")
        self.facts: dict[str, Fact] = {}
        self.inferred: dict[str, Fact] = {}
        self.conflicts: list[Conflict] = []
        self.types: list[Fact] = []
        self.header = Header()
        self.blocks: list[Block] = []
        self.sections: list[Section] = []
        self.spans: list[tuple[Span, str]] = []  # every item with its section kind
        self.places: list[Place] = []
        self.salaries: list[SalaryBand] = []
        self.mentions: list[SkillMention] = []
        self.months: list[tuple[int, Span, str]] = []

    def read(self) -> ParsedPosting:
        lines = split_lines(self.text)
        self.header = HeaderReader(self.text, lines, self.captured_at).read()
        section_reader = SectionReader(self.text, self.vocabulary, str(self.header.title.value) if self.header.title else "")
        self.blocks = section_reader.read(self._without_fields(lines[self.header.body_from :]))
        self.spans = [(span, block.kind) for block in self.blocks for span in block.items]
        self._title_and_organization()
        self._header_facts()
        self._pay()
        self._places()
        self._employment()
        self.mentions = self.vocabulary.find(self.text)
        self._sections()
        self._requirements_facts()
        self._sentences()
        skills = self._skills()
        covered, chrome, uncovered = self._coverage(section_reader)
        del covered
        return ParsedPosting(
            facts=dict(sorted(self.facts.items())), employment_types=tuple(self.types), locations=tuple(self.places),
            salaries=tuple(self.salaries), benefits=self._benefits(), sections=tuple(self.sections), skills=skills,
            conflicts=tuple(self.conflicts), inferred=dict(sorted(self.inferred.items())),
            date_precision=self.header.posted_read.precision if self.header.posted_read else "unknown",
            captured_at=self.captured_at, chrome=chrome, uncovered=uncovered,
        )  # fmt: skip

    def _fact(self, name: str, value: object, span: Span, method: str, reason: str = "") -> None:
        if name not in self.facts:
            self.facts[name] = Fact(value, self.text[slice(*span)], span, method, reason)

    def _without_fields(self, lines: list[Line]) -> list[Line]:
        """Take "Label: value" fields out of the body, so that they are read as fields and not as prose."""
        kept: list[Line] = []
        reader = HeaderReader(self.text, lines, self.captured_at)
        reader.header = self.header
        for line in lines:
            labelled = read_label(self.text, line.start, line.end) if len(line.text) < 170 else None
            if (
                labelled
                and labelled.field not in ("skills", "experience", "education", "visa")
                and labelled.value[1] - labelled.value[0] < 120
            ):
                value = Line(self.text[slice(*labelled.value)], *labelled.value, labelled.value[0], False, False)
                if reader._take_value(labelled.field, value):
                    self.header.labels.append((line.lead, labelled.value[0]))
                    continue
            lowered = fold(line.text)
            if (
                len(line.text) < 60
                and (POSTED.match(lowered) and POSTED.match(lowered).end() or CLOSES.match(lowered))
                and reader._take_date(line, require_date=True)
            ):  # type: ignore[union-attr]
                continue
            kept.append(line)
        reader._name_candidates()
        return kept

    def _title_and_organization(self) -> None:
        header = self.header
        prose = [span for span, _ in self.spans]
        if header.title is not None:
            self.facts["title"] = header.title
        else:
            self._title_from_prose(prose)
        if header.organization is not None:
            self.facts["hiring_organization"] = header.organization
            return
        headings = [block.heading_span for block in self.blocks if block.heading_span]
        title = str(self.facts["title"].value) if "title" in self.facts else ""
        found = organizations.from_prose(self.text, sorted([*prose, *headings]), title)
        if found:
            span, rule = found
            self._fact("hiring_organization", self.text[slice(*span)], span, f"prose:{rule}")

    def _title_from_prose(self, prose: list[Span]) -> None:
        for start, end in prose[:8]:
            for match in titles.IN_PROSE.finditer(self.text[start : min(end, start + 500)]):
                if titles.is_title_like(match["title"]):
                    a, b = start + match.start("title"), start + match.end("title")
                    span, _ = titles.trim_title(self.text, (a, b))
                    self._fact("title", self.text[slice(*span)], span, "prose")
                    return
            if start == prose[0][0]:
                span, cut = titles.leading_title(self.text, (start, end))
                if span:
                    self._fact("title", self.text[slice(*span)], span, "first_line")
                    self.header.title_places.extend(cut)
                    return

    def _header_facts(self) -> None:
        header = self.header
        for name, fact in (("employment_unit", header.department), ("valid_through", header.valid_through)):
            if fact is not None:
                self.facts[name] = fact
        if header.posted is not None and header.posted.value is not None:
            self.facts["date_posted"] = header.posted
        elif header.posted is not None:
            self.facts["date_posted_raw"] = header.posted
        if header.start is not None and header.start.span:
            season = season_of(self.text, header.start.span, "label")
            self.facts["job_start_text"] = season or header.start
        if "job_start_text" not in self.facts and header.title and header.title.span:
            season = season_of(self.text, header.title.span, "title")
            if season:
                self.facts["job_start_text"] = season
        spoken = language.detect(self.text)
        if spoken:
            self.facts["in_language"] = Fact(spoken, method="words")
        title = self.facts.get("title")
        if title:
            level = employment.level_in_title(str(title.value))
            if level and title.span:
                self._fact("experience_level", level, title.span, "title")
        if header.experience is not None:
            months = experience.read_months(str(header.experience.value))
            if months and header.experience.span:
                self.months.append((months.value, header.experience.span, "label"))

    def _country(self) -> str | None:
        stated = [place.country for place in self.header.places if place.country and not place.ambiguous]
        stated += [place.country for place in self.places if place.country and not place.ambiguous]
        if stated:
            return stated[0]
        if "£" in self.text:
            return "GB"
        return None

    def _hint(self, found: list[Place]) -> str | None:
        """The country that a name without one most likely lies in: that of the other places, else of the wording."""
        certain = {place.country for place in found if place.country and not place.ambiguous}
        if len(certain) == 1:
            return certain.pop()
        return self._country() or language.country_hint(self.text)

    def _pay(self) -> None:
        country = self._country() or next((place.country for place in self.header.places if place.country), None)
        found: list[SalaryBand] = []
        for band in self.header.salaries:
            again = salary.find_bands(self.text, *band.span, trusted=True, country=country)
            replacement = again[0] if again else band
            found.append(
                SalaryBand(
                    band.raw,
                    band.span,
                    band.min_value,
                    band.max_value,
                    replacement.currency or band.currency,
                    band.unit,
                    band.label,
                    band.kind,
                )
            )
        for block in self.blocks:
            heading = block.heading if block.kind == "compensation" else ""
            for start, end in block.items:
                found.extend(
                    salary.find_bands(
                        self.text, start, end, trusted=block.kind == "compensation", country=country, heading=heading
                    )
                )
        self.salaries = _distinct_bands(found)
        base = [band for band in self.salaries if band.kind == "base"]
        if base:
            self._fact("salary_disclosure", "STATED", base[0].span, "amount")
        elif self.header.salary_text is not None and self.header.salary_text.span:
            text = self.header.salary_text
            value = "NOT_STATED" if salary.NOT_STATED.search(fold(text.raw)) else "TEXT_ONLY"
            self._fact("salary_disclosure", value, text.span or (0, 0), "header")
        else:
            for (start, end), kind in self.spans:
                lowered = fold(self.text[start:end])
                match = (
                    salary.TEXT_ONLY.search(lowered)
                    if kind in ("benefits", "compensation", "preamble", "summary", "about", "other")
                    else None
                )
                if match and salary.PAY_WORD.search(lowered[match.start() : match.end() + 25]):
                    self._fact(
                        "salary_disclosure", "TEXT_ONLY", (start + match.start(), start + match.end()), "sentence"
                    )
                    break
        self._infer_year(base)
        for (start, end), kind in self.spans:
            if kind in ("legal", "required", "preferred", "responsibilities"):
                continue
            equity = salary.states_equity(self.text[start:end])
            if equity:
                self._fact("equity", True, (start + equity.start(), start + equity.end()), "sentence")
                break

    def _infer_year(self, base: list[SalaryBand]) -> None:
        for band in base:
            top = band.max_value or band.min_value
            if (
                band.unit is None
                and top is not None
                and top >= 25_000
                and band.currency in ("USD", "EUR", "GBP", "CAD", "AUD", "CHF", None)
            ):
                self.inferred["salary_unit"] = Fact(
                    "YEAR", band.raw, band.span, "plainly_yearly", "an amount of this size is yearly pay"
                )
                return

    def _places(self) -> None:
        header = self.header
        found = list(header.places)
        country = self._country()
        stated_city = any(place.city for place in found)
        for span in header.title_places:
            found.extend(
                locations.read_line(self.text, span, country_hint=country, strict=False)
                or [Place(self.text[slice(*span)], span, city=self.text[slice(*span)])]
            )
        for block in self.blocks:
            if block.kind in ("legal", "benefits", "required", "preferred") and stated_city:
                continue
            for start, end in block.items:
                if block.kind == "logistics" and "location" in fold(block.heading):
                    found.extend(locations.read_line(self.text, (start, end), country_hint=country, strict=False))
                found.extend(locations.read_sentence(self.text, (start, end), country_hint=country))
        if not found and self.spans:
            start, end = self.spans[0][0][0], self.spans[-1][0][1]
            found = locations.city_with_region(self.text, (start, min(end, start + 1500)))
        self.places = locations.merge(locations.settle(found, self._hint(found)))

    def _employment(self) -> None:
        stated: dict[str, Fact] = {}
        workplace: list[tuple[str, Span, str]] = []
        for name, value, span in self.header.tokens:
            if name == "employment_type" and value:
                stated.setdefault(value, Fact(value, self.text[slice(*span)], span, "header"))
            elif name == "job_location_type":
                workplace.append((value, span, "header"))
        title = self.facts.get("title")
        if title and title.span:
            line_start = self.text.rfind("\n", 0, title.span[0]) + 1
            line_end = self.text.find("\n", title.span[1])
            line_end = len(self.text) if line_end < 0 else line_end
            if title.method == "first_line":
                line_end = min(line_end, title.span[1] + 60)
            wide = (line_start, line_end) if title.method != "prose" and line_end - line_start < 160 else title.span
            for token in employment.types_in_title(self.text[slice(*wide)]):
                span = (wide[0] + token.start, wide[0] + token.end)
                if "alternative" not in fold(self.text[slice(*wide)]):
                    stated.setdefault(token.value, Fact(token.value, self.text[slice(*span)], span, "title"))
        for (start, end), kind in self.spans:
            sentence = self.text[start:end]
            glued = re.match(r"(?:[Ff]ull|[Pp]art)[- ]?[Tt]ime(?=[A-Z])", sentence)
            if glued:
                value = "FULL_TIME" if glued.group()[0] in "Ff" else "PART_TIME"
                stated.setdefault(value, Fact(value, glued.group(), (start, start + glued.end()), "header"))
            if kind not in ("legal", "benefits") or "position" in sentence:
                for token in employment.types_in_sentence(sentence):
                    span = (start + token.start, start + token.end)
                    stated.setdefault(token.value, Fact(token.value, self.text[slice(*span)], span, "sentence"))
            if kind not in ("legal",):
                place = employment.place_in_sentence(sentence)
                if place:
                    workplace.append((place.value, (start + place.start, start + place.end), "sentence"))
        if "TEMPORARY" in stated and "CONTRACTOR" in stated and stated["TEMPORARY"].method == stated["CONTRACTOR"].method == "title":
            del stated["CONTRACTOR"]  # "1-year contract" is one statement
        order = ("FULL_TIME", "PART_TIME", "CONTRACTOR", "TEMPORARY", "INTERN", "VOLUNTEER", "PER_DIEM")
        self.types = [stated[value] for value in order if value in stated]
        self._workplace(workplace)

    def _workplace(self, stated: list[tuple[str, Span, str]]) -> None:
        if not stated:
            return
        no_remote = any(value == "NOT_REMOTE" for value, _, _ in stated)
        in_person = next(
            (
                span
                for value, span, _ in stated
                if value == "ON_SITE" and "in-person only" in fold(self.text[slice(*span)])
            ),
            None,
        )
        if in_person:
            self._fact("in_person_only", True, in_person, "sentence")
        ranked = [
            entry for entry in stated if entry[0] != "NOT_REMOTE" and not (no_remote and entry[0] == "TELECOMMUTE")
        ]
        if not ranked:
            return
        header = [entry for entry in ranked if entry[2] == "header"]
        body = [entry for entry in ranked if entry[2] == "sentence"]
        chosen = header[0] if header else body[0]
        hybrid = next((entry for entry in ranked if entry[0] == "HYBRID"), None)
        if hybrid and chosen[0] != "HYBRID":
            chosen = hybrid
        if header and chosen[2] == "sentence" and header[0][0] != chosen[0]:
            self.conflicts.append(
                Conflict(
                    "job_location_type",
                    f"The header says {header[0][0]}, the text {chosen[0]}.",
                    (header[0][1], chosen[1]),
                )
            )
        value, span, method = chosen
        self._fact("job_location_type", value, span, method)

    def _sections(self) -> None:
        by_start = sorted(self.mentions, key=lambda mention: mention.span)
        cursor = 0
        ordered = sorted((span, index) for index, block in enumerate(self.blocks) for span in block.items)
        skills_of: dict[Span, tuple[SkillMention, ...]] = {}
        for span, _ in ordered:
            while cursor < len(by_start) and by_start[cursor].span[0] < span[0]:
                cursor += 1
            stop = cursor
            while stop < len(by_start) and by_start[stop].span[1] <= span[1]:
                stop += 1
            skills_of[span] = tuple(by_start[cursor:stop])
            cursor = stop
        for block in self.blocks:
            kinds = [
                "fact"
                if block.kind == "skills"
                else requirements.classify(self.text[slice(*span)], block.kind, bullet=span in block.bullets)
                for span in block.items
            ]
            if block.kind in ("preamble", "other", "summary"):
                joined = [False, *(b[0] <= a[1] for a, b in zip(block.items, block.items[1:], strict=False))]
                kinds = requirements.smooth(kinds, joined)
            items = tuple(
                self._item(span, block, kind, skills_of.get(span, ()))
                for span, kind in zip(block.items, kinds, strict=True)
            )
            self.sections.append(Section(block.kind, block.heading, block.heading_span, items))

    def _item(self, span: Span, block: Block, kind: str, skills: tuple[SkillMention, ...]) -> Item:
        text = self.text[slice(*span)]
        importance = None
        months = None
        count = None
        readable = True
        if kind == "requirement":
            importance = requirements.importance_of(text, block.kind)
            readable = requirements.is_readable(text, skills, self.soft)
            found = experience.read_months(text)
            months = found.value if found else None
            count = experience.read_count(text)
        groups = any_of_groups(self.text, span, skills) if kind in ("requirement", "duty") else ()
        return Item(text, span, kind, importance, readable, months, count, skills, groups)

    def _requirements_facts(self) -> None:
        degrees: list[tuple[education.Education, Span, str, bool]] = []
        for section in self.sections:
            for item in section.items:
                if item.kind == "requirement" and item.months_of_experience is not None:
                    self.months.append((item.months_of_experience, item.span, item.importance or "required"))
                elif item.kind in ("fact", "benefit") and section.kind != "legal":
                    found = experience.read_months(item.text)
                    if found and found.value == 0:
                        self.months.append((0, item.span, "statement"))
                if section.kind in ("legal", "benefits", "about", "culture", "skills"):
                    continue
                if item.kind == "requirement" or section.kind in ("other", "summary", "preamble", "logistics"):
                    read = education.read_education(
                        item.text, section_kind="preferred" if item.importance == "preferred" else section.kind
                    )
                    if read and (
                        item.kind == "requirement"
                        or read.state == "enrolled"
                        or read.levels == ("none",)
                        or "regardless" in item.text
                    ):
                        degrees.append((read, item.span, section.kind, item.importance == "preferred"))
        for span in self.header.education:
            read = education.read_education(self.text[slice(*span)], section_kind="required")
            if read:
                degrees.append((read, span, "header", False))
        self._experience()
        self._education(degrees)

    def _rows(self) -> list[Item]:
        return [item for section in self.sections for item in section.items if item.kind == "requirement"]

    def _experience(self) -> None:
        labelled = [entry for entry in self.months if entry[2] == "label"]
        required = [entry for entry in self.months if entry[2] == "required"]
        statements = [entry for entry in self.months if entry[2] == "statement"]
        chosen = (
            (required and max(required, key=lambda entry: entry[0]))
            or (labelled[0] if labelled else None)
            or (statements[0] if statements else None)
        )
        if chosen is None:
            return
        if labelled and labelled[0][0] == 0:
            chosen = labelled[0]
        proof = next((entry for entry in self._rows() if entry.importance == "required" and PROOF.match(fold(entry.text))), None)
        if labelled and labelled[0][0] == 0 and proof:
            message = f"listed as no experience required, but asks: {proof.text}"
            self.conflicts.append(Conflict("months_of_experience", message, (labelled[0][1], proof.span)))
        value, span, method = chosen
        self._fact("months_of_experience", value, span, "label" if method == "label" else "sentence")

    def _education(self, degrees: list[tuple[education.Education, Span, str, bool]]) -> None:
        if not degrees:
            return
        required = [entry for entry in degrees if not entry[3]]
        read, span, _, _ = (required or degrees)[0]
        at = (span[0] + read.start, span[0] + read.end)
        self._fact("education_levels", read.levels, at, "sentence")
        self._fact("education_state", read.state, at, "sentence")
        self._fact("education_strength", read.strength, at, "sentence")

    def _sentences(self) -> None:
        for (start, end), kind in self.spans:
            sentence = self.text[start:end]
            for name, finding in (
                ("visa_sponsorship", eligibility.visa_sponsorship(sentence)),
                ("relocation", eligibility.relocation(sentence)),
            ):
                if finding:
                    self._fact(name, finding.value, (start + finding.start, start + finding.end), "sentence")
            found = eligibility.citizenship_or_clearance(sentence)
            if found and not requirements.speaks_of_company(sentence):
                self._fact("security_clearance_or_citizenship", found.value == "TRUE", (start, end), "sentence")
                if found.value == "TRUE":
                    clear = eligibility.clearance(sentence)
                    name = "security_clearance_requirement" if clear else "eligibility_to_work_requirement"
                    self._fact(name, clear.value if clear else sentence.strip(), (start, end), "sentence")
            right = eligibility.work_right(sentence)
            if right and kind != "legal" and not eligibility.EEO.search(fold(sentence)):
                self._fact("eligibility_to_work_requirement", sentence.strip(), (start, end), "sentence")
            lowered = fold(sentence)
            if ENCOURAGE.search(lowered):
                self._fact("encouragement", sentence, (start, end), "sentence")
            duration = DURATION.search(lowered)
            if duration:
                amount, unit = (duration[1], duration[2]) if duration[1] else (duration[3], duration[4])
                self._fact(
                    "job_duration",
                    f"P{int(amount)}{unit[0].upper()}",
                    (start + duration.start(), start + duration.end()),
                    "sentence",
                )
            materials = read_materials(sentence)
            if materials:
                self._fact("application_requirements", materials, (start, end), "sentence")
        for span in self.header.visa:
            finding = eligibility.visa_sponsorship("visa sponsorship: " + self.text[slice(*span)])
            if finding:
                self._fact("visa_sponsorship", finding.value, span, "label")
        backers = organizations.backers(self.text)
        if backers:
            self._fact(
                "backers", tuple(self.text[a:b] for a, b in backers), (backers[0][0], backers[-1][1]), "sentence"
            )
        for name, pattern in (("apply_email", EMAIL), ("apply_url", URL)):
            match = pattern.search(self.text)
            if match:
                self._fact(
                    name,
                    match.group().rstrip(".,;"),
                    (match.start(), match.start() + len(match.group().rstrip(".,;"))),
                    "pattern",
                )

    def _skills(self) -> tuple[PostingSkill, ...]:
        best: dict[str, tuple[int, str, Span]] = {}
        rank = {"required": 0, "preferred": 1, "mentioned": 2}
        for section in self.sections:
            for item in section.items:
                for mention in item.skills:
                    if section.kind == "skills":
                        continue
                    importance = self._skill_importance(item, mention)
                    current = best.get(mention.slug)
                    if current is None or rank[importance] < current[0]:
                        best[mention.slug] = (rank[importance], importance, mention.span)
        title = self.facts.get("title")
        if title and title.span:
            for mention in self.mentions:
                inside = title.span[0] <= mention.span[0] and mention.span[1] <= title.span[1]
                entry = self.vocabulary.entries[mention.slug]
                if inside and best.get(mention.slug, (3,))[0] > 0 and not entry.broad and entry.kind != "soft":
                    best[mention.slug] = (0, "required", mention.span)
        if sum(entry[0] == 0 for entry in best.values()) < FEW_SKILLS:
            self._skills_of_prose(best)
        extracted = [
            PostingSkill(slug, self.vocabulary.name(slug), importance, "extracted", span)
            for slug, (_, importance, span) in best.items()
        ]
        declared = self._declared(best)
        known = {skill.slug for skill in declared if skill.slug}
        merged = [skill for skill in extracted if skill.slug not in known] + declared
        return tuple(sorted(merged, key=lambda skill: (skill.span, skill.name)))

    def _is_field_of_study(self, item: Item, mention: SkillMention) -> bool:
        """"Degree in computer science, mathematics or a related field" asks for a degree, not for three skills."""
        before = fold(self.text[max(item.span[0], mention.span[0] - 110) : mention.span[0]])
        return FIELD_OF_STUDY.search(before) is not None

    def _skills_of_prose(self, best: dict[str, tuple[int, str, Span]]) -> None:
        """A posting without lists names its skills in running text."""
        for section in self.sections:
            if section.kind not in ("preamble", "summary", "other"):
                continue
            for item in section.items:
                for mention in item.skills:
                    entry = self.vocabulary.entries[mention.slug]
                    if best.get(mention.slug, (3,))[0] == 2 and not entry.broad and entry.kind != "soft":
                        best[mention.slug] = (0, "required", mention.span)

    def _skill_importance(self, item: Item, mention: SkillMention) -> str:
        """A skill counts where the line asks for it; a field of work named beside a narrower skill is only mentioned."""
        entry = self.vocabulary.entries[mention.slug]
        if entry.broad and any(
            not self.vocabulary.entries[other.slug].broad and other.slug not in self.soft for other in item.skills
        ):
            return "mentioned"
        if item.kind == "requirement":
            if entry.kind in ("concept", "domain") and self._is_field_of_study(item, mention):
                return "mentioned"
            return item.importance or "required"
        if item.kind == "duty" and not entry.broad and entry.kind != "soft":
            return "required"
        return "mentioned"

    def _declared(self, stated: dict[str, tuple[int, str, Span]]) -> list[PostingSkill]:
        """The posting's own tag list; a tag is never more than what the employer's sections say of it."""
        spans: list[Span] = []
        for block in self.blocks:
            if block.kind == "skills":
                for start, end in block.items:
                    spans.extend(tags.split_list(self.text, start, end))
        if self.header.tag_blob:
            blob_start, blob_end = self.header.tag_blob
            blob = self.text[blob_start:blob_end]
            pieces = tags.split_by_list(blob, [self.text[a:b] for a, b in spans]) if spans else None
            if pieces is None:
                pieces = tags.split_by_vocabulary(blob, self.vocabulary)
            spans = spans or [(blob_start + a, blob_start + b) for a, b in pieces]
        return [skill for span in spans if (skill := self._declared_one(span, stated)) is not None]

    def _declared_one(self, span: Span, stated: dict[str, tuple[int, str, Span]]) -> PostingSkill | None:
        label = self.text[slice(*span)]
        if len(label) > 80 or not label.strip():
            return None
        slug = self.vocabulary.slug(label)
        importance = self._worded(label) or (stated[slug][1] if slug in stated else "mentioned")
        if importance == "preferred":
            self.conflicts.append(Conflict("skills", f"listed required, stated preferred: {label}", (span,)))
        return PostingSkill(slug, self.vocabulary.name(slug) if slug else label, importance, "declared", span)

    def _worded(self, label: str) -> str | None:
        found: str | None = None
        for section in self.sections:
            for item in section.items:
                if item.importance and tags.agrees(label, item.text):
                    if item.importance == "required":
                        return "required"
                    found = "preferred"
        return found

    def _benefits(self) -> tuple[Fact, ...]:
        found: list[Fact] = []
        seen: set[str] = set()
        for section in self.sections:
            inline = section.kind == "benefits" and len(section.items) == 1
            for item in section.items:
                if item.kind != "benefit":
                    continue
                pieces = tags.split_list(self.text, *item.span) if inline and _is_plain_list(item.text) else [item.span]
                for a, b in pieces:
                    key = skill_key(self.text[a:b]).strip(" .")
                    if key and key not in seen:
                        seen.add(key)
                        found.append(Fact(self.text[a:b], self.text[a:b], (a, b), section.kind))
        return tuple(found)

    def _coverage(self, reader: SectionReader) -> tuple[bytearray, tuple[Span, ...], tuple[Span, ...]]:
        covered = bytearray(len(self.text))
        header = self.header
        chrome = sorted({*header.chrome, *reader.chrome})
        spans: list[Span] = [*chrome, *header.labels, *header.others, *reader.covered, *header.visa, *header.education]
        spans += [fact.span for fact in self.facts.values() if fact.span]
        spans += [
            fact.span
            for fact in (
                header.posted,
                header.salary_text,
                header.experience,
                header.start,
                header.duration,
                header.worldwide,
                header.department,
            )
            if fact and fact.span
        ]
        spans += (
            [span for _, _, span in header.tokens]
            + [place.span for place in header.places]
            + [band.span for band in header.salaries]
        )
        spans += [header.tag_blob] if header.tag_blob else []
        for start, end in spans:
            covered[start:end] = b"\1" * (end - start)
        uncovered: list[Span] = []
        for match in re.finditer(r"\S+", self.text):
            if match.end() - match.start() > 0 and not all(covered[match.start() : match.end()]):
                left = [
                    position
                    for position in range(match.start(), match.end())
                    if not covered[position] and self.text[position].isalnum()
                ]
                if left:
                    uncovered.append((left[0], left[-1] + 1))
        return covered, tuple(chrome), tuple(uncovered)


def _is_plain_list(text: str) -> bool:
    """"Free lunch at work, Paid time off": pieces that each begin like an entry, no sentence."""
    pieces = [piece.strip() for piece in text.split(",")]
    return len(pieces) > 1 and "." not in text.rstrip(".") and all(piece[:1].isupper() for piece in pieces)


def _distinct_bands(found: list[SalaryBand]) -> list[SalaryBand]:
    kept: list[SalaryBand] = []
    for band in sorted(found, key=lambda entry: entry.span):
        same = next(
            (
                other
                for other in kept
                if (other.min_value, other.max_value, other.kind) == (band.min_value, band.max_value, band.kind)
            ),
            None,
        )
        if same is None:
            kept.append(band)
        elif same.unit is None and band.unit is not None or same.currency is None and band.currency is not None:
            kept[kept.index(same)] = SalaryBand(
                same.raw,
                same.span,
                same.min_value,
                same.max_value,
                same.currency or band.currency,
                same.unit or band.unit,
                same.label,
                same.kind,
            )
    return kept


def _same_band(a: SalaryBand, b: SalaryBand) -> bool:
    if (a.max_value, a.kind) != (b.max_value, b.kind) or (a.label and b.label and a.label != b.label):
        return False
    return a.min_value == b.min_value


def parse(text: str, *, captured_at: date | None = None) -> ParsedPosting:
    """Read one posting. Deterministic, never raises on any text; text beyond 200,000 characters is left unread."""
    return PostingReader(text, captured_at, default_vocabulary()).read()
