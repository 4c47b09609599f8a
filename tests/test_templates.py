"""What the checker of templates finds."""

from pathlib import Path

import pytest
from django.template import Engine

from jobboard.template_loaders import Loader
from tests.templates import ROOT, faults_of_template, faults_of_templates

FAULTY = [
    ("postings/page.html", "<p>" + "x" * 140, "1: 143 characters, at most 140"),
    ("postings/page.html", "{% if a %}{% if b %}{% for c in d %}", "1: 3 blocks begin on one line, at most 2"),
    ("postings/_card.html", "<p></p>", "1: a component names its parameters in a comment at its top"),
    ("matching/page.html", "\n{# TODO: say more #}", "2: what is left to do belongs in an issue"),
    (
        "postings/page.html",
        '{% include "matching/_row.html" %}',
        "1: a template of postings knows none of matching; name a part instead",
    ),
    (
        "accounts/page.html",
        "{% extends 'postings/page.html' %}",
        "1: a template of accounts knows none of postings; name a part instead",
    ),
]


@pytest.mark.parametrize(("name", "text", "fault"), FAULTY)
def test_a_fault_of_a_template_is_named_with_its_line(name: str, text: str, fault: str) -> None:
    assert list(faults_of_template(name, text)) == [fault]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("matching/page.html", '{% include "postings/_src.html" %}'),
        ("postings/page.html", '{% include "_icon.html" %}'),
        ("base.html", '{% include "matching/_row.html" %}'),
        ("postings/_card.html", "{# posting #}\n{% for a in b %}{% if not forloop.first %}, {% endif %}{% endfor %}"),
    ],
)
def test_a_template_may_use_what_is_below_it_or_of_the_whole_site(name: str, text: str) -> None:
    assert list(faults_of_template(name, text)) == []


def test_the_templates_of_the_board_have_no_fault() -> None:
    assert faults_of_templates(ROOT / "templates") == []


def test_pages_are_sent_without_indentation_and_letters_keep_theirs(tmp_path: Path) -> None:
    for name in ("page.html", "letter.txt"):
        (tmp_path / name).write_text("<ul>\n  <li>one two</li>\n</ul>\n")
    loader = Loader(Engine(), [str(tmp_path)])
    page, letter = (loader.get_template(name).source for name in ("page.html", "letter.txt"))
    assert page == "<ul>\n<li>one two</li>\n</ul>\n"
    assert letter == "<ul>\n  <li>one two</li>\n</ul>\n"
