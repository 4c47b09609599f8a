"""A table with a header row, as people and office programs write it. Columns: title and description (needed), id,
organization, location, url, apply_url, employment_type, job_location_type, min_pay, max_pay, currency, pay_unit,
date_posted, valid_through. Between cells stands a comma, semicolon, tab or bar.
"""

import csv
import hashlib
import io
from collections.abc import Mapping

from postings.sources import values
from postings.sources.raw_posting import Feed, RawPosting, UnreadableError, tidied

NEEDED = frozenset({"title", "description"})
COLUMNS = frozenset(
    {
        "title", "description", "id", "organization", "location", "url", "apply_url", "employment_type",
        "job_location_type", "min_pay", "max_pay", "currency", "pay_unit", "date_posted", "valid_through",
    }
)  # fmt: skip
OTHER_NAMES = {"company": "organization", "employer": "organization", "job_title": "title"}
DELIMITERS = ",;\t|"
LONGEST_FIELD = 2**31 - 1  # a field is as long as it is; what is too long for a posting is refused with its line


def read(payload: bytes) -> Feed:
    text = _decoded(payload)
    csv.field_size_limit(LONGEST_FIELD)
    first, _, rest = text.partition("\n")
    declared = first.strip("\r ").strip('"')
    if declared.lower().startswith("sep=") and len(declared) == 5:
        text, delimiters = rest, declared[4]
    else:
        delimiters = DELIMITERS
    delimiter = max(delimiters, key=lambda sign: len(COLUMNS & set(_header(text, sign))))
    names = _header(text, delimiter)
    missing = NEEDED - set(names)
    if missing:
        raise UnreadableError(f"The header row lacks: {', '.join(sorted(missing))}.")
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows, refused = [], []
    try:
        next(lines)
        for number, cells in enumerate(lines, start=2):
            row = dict(zip(names, map(str.strip, cells), strict=False))
            if not any(row.values()):
                continue
            if not row.get("title") or not row.get("description"):
                refused.append((f"line {number}", "Its title or description is empty."))
                continue
            rows.append(row)
    except csv.Error as error:
        refused.append((f"line {lines.line_num}", f"It is no line of a table: {error}."))
    day_first = values.order_of_days(row.get(name, "") for row in rows for name in ("date_posted", "valid_through"))
    return Feed(tuple(tidied(_posting(row, day_first)) for row in rows), tuple(refused))


def _decoded(payload: bytes) -> str:
    """UTF-8, UTF-16 with its mark, else the alphabet of old office programs."""
    for encoding in ("utf-16",) if payload[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            return payload.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableError("The file is neither UTF-8 nor Windows text.")


def _header(text: str, delimiter: str) -> list[str]:
    try:
        cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    except csv.Error as error:
        raise UnreadableError(f"The file is not a CSV table: {error}.") from None
    names = ["_".join(cell.strip().lower().split()) for cell in cells]
    return [OTHER_NAMES.get(name, name) for name in names]


def _posting(row: Mapping[str, str], day_first: bool | None) -> RawPosting:
    def cell(name: str) -> str:
        return row.get(name, "")

    own_id = hashlib.sha256(f"{cell('organization')}|{cell('title')}|{cell('location')}".encode()).hexdigest()[:24]
    places, way = values.split_places([part for part in cell("location").split(";") if part.strip()])
    low, high = cell("min_pay"), cell("max_pay")
    return RawPosting(
        external_id=cell("id") or own_id,
        title=cell("title"),
        text=f"{cell('title')}\n\n{cell('description')}",
        organization=cell("organization"),
        url=cell("url"),
        apply_url=cell("apply_url") or cell("url"),
        locations=places,
        employment_types=values.employment_types(cell("employment_type")),
        job_location_type=values.workplace(cell("job_location_type")) or way,
        min_pay=values.amount(low),
        max_pay=values.amount(high),
        currency=values.currency(cell("currency"), low, high),
        pay_unit=values.pay_unit(cell("pay_unit")),
        date_posted=values.day_of(cell("date_posted"), day_first=day_first),
        valid_through=values.closing_of(cell("valid_through"), day_first=day_first),
        extra={name: value[:1000] for name, value in row.items() if name and value and name not in COLUMNS},
    )
