"""What the checker of styles finds."""

import pytest

from tests.styles import faults_of_sheet, faults_of_styles

FAULTY = [
    ("@layer base {\n.card { color: red; }\n", "@layer base is not closed"),
    (".card { color: red; } }", "a block is closed that was not opened"),
    (".card { color: red; } p, .card { margin: 0; }", ".card is defined 2 times in the sheet"),
    (
        "@layer a { .card { color: red } } @layer a { .card { margin: 0 } }",
        ".card is defined 2 times in @layer a",
    ),
    (".card .gone { margin: 0; }", ".gone is used by no template, script or Python code"),
    (".c { margin: 0; }", ".c does not say its component"),
]


@pytest.mark.parametrize(("sheet", "fault"), FAULTY)
def test_a_fault_of_a_sheet_is_named(sheet: str, fault: str) -> None:
    assert list(faults_of_sheet(sheet, {"card", "c"})) == [fault]


@pytest.mark.parametrize(
    "sheet",
    [
        ".card { margin: 0; } @media print { .card { margin: 1px; } }",
        ".card:is(p, .card) { margin: 0.5rem; } .card { content: '} .gone {'; }",
        "/* .gone { */ .card { background: url(a.b); } @font-face { src: url('x.woff2'); }",
        "@keyframes turn { to { opacity: 0; } } @keyframes fall { to { opacity: 1; } }",
    ],
)
def test_other_levels_words_and_numbers_are_no_fault(sheet: str) -> None:
    assert list(faults_of_sheet(sheet, {"card"})) == []


def test_the_styles_of_the_board_have_no_fault() -> None:
    assert faults_of_styles() == []
