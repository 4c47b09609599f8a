"""How many honest postings and how much spam the risk rules hold. ``--half 0`` is for writing rules, 1 for the last look.

Rows are JSON objects a line: of a feed (title, description, company, salary) or of EMSCAD (job_id, fraudulent and texts).
"""

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

from postings.risk import Ad, Finding, assess, points_of
from reading.documents.html import read_html

SAMPLE = 1000


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--labelled", type=Path, help="postings with fraudulent 0 or 1")
    parser.add_argument("--honest", type=Path, help="postings of which nobody has said that they are spam")
    parser.add_argument("--half", type=int, choices=(0, 1), required=True)
    parser.add_argument("--show", action="store_true", help="print what is held, and why")
    options = parser.parse_args(arguments)
    if options.labelled:
        rows = _half(_rows(options.labelled), options.half)
        for name, label in (("spam", "1"), ("honest", "0")):
            _report(f"labelled {name}", [row for row in rows if row["fraudulent"] == label], show=options.show)
    if options.honest:
        drawn = sorted(_rows(options.honest), key=lambda row: _hash(f"sample {_key(row)}"))[:SAMPLE]
        _report("volume", _half(drawn, options.half), show=options.show)


def _report(name: str, rows: Sequence[dict[str, Any]], *, show: bool) -> None:
    rules: Counter[str] = Counter()
    held = 0
    for row in rows:
        findings = assess(ad_of(row))
        rules.update(finding.rule for finding in findings)
        if points_of(findings) >= settings.RISK_THAT_HOLDS:
            held += 1
            if show:
                _show(row, findings)
    share = 100 * held / len(rows) if rows else 0.0
    print(f"{name}: {held} of {len(rows)} held ({share:.1f} %); rules: {dict(rules.most_common())}")


def ad_of(row: dict[str, Any]) -> Ad:
    parts = [row.get(name) or "" for name in ("company_profile", "description", "requirements", "benefits")]
    text = "\n".join(part for part in parts if part)
    hidden: tuple[str, ...] = ()
    if "</" in text or "<br" in text:
        page = read_html(text)
        text, hidden = page.text, page.hidden
    return Ad(title=row["title"], text=text, organization=row.get("company") or "", is_imported=True, hidden=hidden)


def _show(row: dict[str, Any], findings: Sequence[Finding]) -> None:
    print(f"  {_key(row)} {row['title']!r}")
    for finding in findings:
        print(f"    {finding.points:3} {finding.rule}: {finding.sentence}")


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]


def _half(rows: Sequence[dict[str, Any]], half: int) -> list[dict[str, Any]]:
    return [row for row in rows if _hash(_key(row)) % 2 == half]


def _key(row: dict[str, Any]) -> str:
    return str(row.get("job_id") or row["id"])


def _hash(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16)


if __name__ == "__main__":
    main(sys.argv[1:])
