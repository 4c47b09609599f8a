import pytest

from reading.resume.language import language_of_resume


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["Berufserfahrung", "Elektriker, Elektro Brunner", "Häuser verkabelt"], "de"),
        (["Werkervaring", "Boekhouder, Kantoor Hofmann"], "nl"),
        (["Formation", "Master", "Compétences", "Python, Django"], "fr"),
        (["Elektriker, Elektro Brunner"], None),
        ([], None),
    ],
)
def test_headings_tell_the_language_of_a_short_resume(lines: list[str], code: str | None) -> None:
    assert language_of_resume(lines) == code
