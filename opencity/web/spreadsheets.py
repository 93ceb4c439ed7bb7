"""Tables for a spreadsheet: CSV in UTF-8 with a mark of its order, in which no cell can be taken for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

from django.http import HttpResponse

FORMULA = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER = "\ufeff"


def harmless(cell: str) -> str:
    """No spreadsheet may take a text for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def csv_answer(name: str, lines: Iterable[Iterable[str]]) -> HttpResponse:
    """A file to be saved under this name, one row for each line."""
    out = StringIO()
    rows = csv.writer(out)
    for line in lines:
        rows.writerow([harmless(cell) for cell in line])
    answer = HttpResponse(BYTE_ORDER + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
