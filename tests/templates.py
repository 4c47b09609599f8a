"""The rules of templates that no other tool holds: ``python -m tests.templates`` lists what breaks them."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST_LINE = 140
MOST_BLOCKS = 2  # a loop and its separator, or a title and the word before it, may stand on one line
KNOWN = {
    "accounts": {"accounts"},
    "postings": {"accounts", "postings"},
    "matching": {"accounts", "postings", "matching"},
}
OPENING = re.compile(r"\{% *(?:if|for|with|block|slot|element) ")
NAMED = re.compile(r"\{% *(?:include|extends) +[\"']([^\"']+)[\"']")
LEFT_TO_DO = re.compile(r"\{#.*\b(?:TODO|FIXME|XXX)\b")


def faults_of_template(name: str, text: str) -> Iterator[str]:
    """What is wrong with a template; ``name`` is its path below ``templates`` and says its layer."""
    layer = name.split("/")[0]
    if name.split("/")[-1].startswith("_") and not text.startswith("{# "):
        yield "1: a component names its parameters in a comment at its top"
    for number, line in enumerate(text.splitlines(), start=1):
        if len(line) > LONGEST_LINE:
            yield f"{number}: {len(line)} characters, at most {LONGEST_LINE}"
        if (blocks := len(OPENING.findall(line))) > MOST_BLOCKS:
            yield f"{number}: {blocks} blocks begin on one line, at most {MOST_BLOCKS}"
        if LEFT_TO_DO.search(line):
            yield f"{number}: what is left to do belongs in an issue"
        for other in NAMED.findall(line):
            owner = other.split("/")[0]
            if layer in KNOWN and owner in KNOWN and owner not in KNOWN[layer]:
                yield f"{number}: a template of {layer} knows none of {owner}; name a part instead"


def faults_of_templates(folder: Path) -> list[str]:
    return [
        f"templates/{path.relative_to(folder).as_posix()}:{fault}"
        for path in sorted(folder.rglob("*.html"))
        for fault in faults_of_template(path.relative_to(folder).as_posix(), path.read_text())
    ]


if __name__ == "__main__":
    found = faults_of_templates(ROOT / "templates")
    for fault in found:
        sys.stderr.write(fault + "\n")
    sys.exit(1 if found else 0)
