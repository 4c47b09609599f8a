"""Tables for spreadsheets. No cell of them is a formula, whoever wrote it."""

import csv
import io
from collections.abc import Iterable

from django.http import HttpResponse
from django.utils import timezone

# A cell that begins with one of these is a formula to a spreadsheet.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_of(rows: Iterable[Iterable[object]]) -> str:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return file.getvalue()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def csv_response(rows: Iterable[Iterable[object]], name: str) -> HttpResponse:
    """To be kept as ``name`` with the day of today."""
    response = HttpResponse(csv_of(rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate():%Y-%m-%d}.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response
