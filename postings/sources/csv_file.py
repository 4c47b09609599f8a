"""A table with a header row. Columns: title and description (needed), id, organization, location, url, apply_url,
employment_type, job_location_type, min_pay, max_pay, currency, pay_unit, date_posted, valid_through.
"""

import csv
import hashlib
import io

from postings.sources.raw_posting import Feed, RawPosting, UnreadableError, day_of, money, tidied

NEEDED = frozenset({"title", "description"})
LONGEST_FIELD = 2**31 - 1  # a field is as long as it is; what is too long for a posting is refused with its line


def read(payload: bytes) -> Feed:
    try:
        text = payload.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableError("The file is not UTF-8 text.") from None
    csv.field_size_limit(LONGEST_FIELD)
    rows = csv.DictReader(io.StringIO(text, newline=""))
    try:
        missing = NEEDED - set(rows.fieldnames or ())
    except csv.Error as error:
        raise UnreadableError(f"The file is not a CSV table: {error}.") from None
    if missing:
        raise UnreadableError(f"The header row lacks: {', '.join(sorted(missing))}.")
    postings, refused = [], []
    try:
        for number, row in enumerate(rows, start=2):
            if not (row["title"] or "").strip() or not (row["description"] or "").strip():
                refused.append((f"line {number}", "Its title or description is empty."))
                continue
            postings.append(tidied(_posting(row)))
    except csv.Error as error:
        refused.append((f"line {rows.line_num}", str(error)))
    return Feed(tuple(postings), tuple(refused))


def _posting(row: dict[str, str | None]) -> RawPosting:
    def cell(name: str) -> str:
        return (row.get(name) or "").strip()

    own_id = hashlib.sha256(f"{cell('organization')}|{cell('title')}|{cell('location')}".encode()).hexdigest()[:24]
    return RawPosting(
        external_id=cell("id") or own_id,
        title=cell("title"),
        text=f"{cell('title')}\n\n{cell('description')}",
        organization=cell("organization"),
        url=cell("url"),
        apply_url=cell("apply_url") or cell("url"),
        locations=tuple(part.strip() for part in cell("location").split(";") if part.strip()),
        employment_types=tuple(part.strip().upper() for part in cell("employment_type").split(";") if part.strip()),
        job_location_type=cell("job_location_type").upper() or None,
        min_pay=money(cell("min_pay")),
        max_pay=money(cell("max_pay")),
        currency=cell("currency").upper() or None,
        pay_unit=cell("pay_unit").upper() or None,
        date_posted=day_of(cell("date_posted")),
        valid_through=day_of(cell("valid_through")),
    )
