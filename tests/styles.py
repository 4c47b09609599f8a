"""The rules of the style sheet that no other tool holds: ``python -m tests.styles`` lists what breaks them."""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ("accounts", "postings", "matching", "jobboard")
SHORTEST_CLASS = 3
GROUPS = ("@layer", "@media", "@supports")
TOKEN = re.compile(r"/\*.*?\*/|\"[^\"]*\"|'[^']*'|[{};]|[^/\"'{};]+|/", re.S)
CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")
SET_ELSEWHERE = {"htmx-request"}  # by htmx, while it waits for an answer


class UnbalancedBracesError(ValueError):
    """A block is not closed, or closed twice."""


def selectors_of(sheet: str) -> list[tuple[tuple[str, ...], str]]:
    """Each selector with the layer and media blocks around it, one for each place where it is defined."""
    found: list[tuple[tuple[str, ...], str]] = []
    around: list[str] = []
    words = ""
    for token in TOKEN.findall(sheet):
        if token.startswith("/*"):
            continue
        if token == "{":
            around.append(" ".join(words.split()))
            if not around[-1].startswith("@") and all(block.startswith(GROUPS) for block in around[:-1]):
                found += [(tuple(around[:-1]), selector) for selector in parted(around[-1])]
        elif token == "}":
            if not around:
                raise UnbalancedBracesError("a block is closed that was not opened")
            around.pop()
        words = "" if token in "{};" else words + token
    if around:
        raise UnbalancedBracesError(f"{around[-1]} is not closed")
    return found


def parted(selectors: str) -> list[str]:
    """A list of selectors, parted at the commas that stand outside parentheses."""
    parts, depth = [""], 0
    for character in selectors:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]


def faults_of_sheet(sheet: str, used: set[str]) -> Iterator[str]:
    """What is wrong with a sheet, where ``used`` are the words of templates, scripts and Python code."""
    try:
        selectors = selectors_of(sheet)
    except UnbalancedBracesError as error:
        yield str(error)
        return
    for (around, selector), times in Counter(selectors).items():
        if times > 1:
            yield f"{selector} is defined {times} times in {' '.join(around) or 'the sheet'}"
    classes = {name for _, selector in selectors for name in CLASS.findall(selector)}
    for name in sorted(classes):
        if len(name) < SHORTEST_CLASS:
            yield f".{name} does not say its component"
        if name not in used and name not in SET_ELSEWHERE:
            yield f".{name} is used by no template, script or Python code"


def words_used() -> set[str]:
    """Classes of templates, and every word of scripts and of the apps' code, which make classes too."""
    used: set[str] = set()
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text()
        for value in re.findall(r"class=\"((?:[^\"{]|\{\{.*?\}\}|\{%.*?%\})*)\"", text, re.S):
            used.update(re.findall(r"[\w-]+", re.sub(r"\{\{.*?\}\}|\{%.*?%\}", " ", value, flags=re.S)))
    for folder, ending in ((ROOT / "static/js", "js"), *((ROOT / app, "py") for app in APPS)):
        for path in folder.rglob(f"*.{ending}"):
            used.update(re.findall(r"[\"'. ]([a-z][\w-]*)(?=[\"' ])", path.read_text()))
    used.update(f"lg-{letter}" for letter in "abcd")  # the tile of an organization, by a letter that is computed
    return used


def faults_of_styles() -> list[str]:
    return list(faults_of_sheet((ROOT / "static/css/site.css").read_text(), words_used()))


if __name__ == "__main__":
    found = faults_of_styles()
    for fault in found:
        sys.stderr.write(f"static/css/site.css: {fault}\n")
    sys.exit(1 if found else 0)
