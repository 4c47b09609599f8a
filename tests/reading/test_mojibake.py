"""Text that was decoded the wrong way is read as it was meant; what is quoted stays as it was given."""

import pytest

from reading.mojibake import mend
from reading.posting import parse


@pytest.mark.parametrize(
    "meant",
    ["Pay: £24,000 – we’re open • café", "München, Größe 5 €", "ações até «você»", "😀 Día a día", "l’été à l’hôtel™"],
)
def test_text_that_went_the_wrong_way_comes_back(meant: str) -> None:
    broken = meant.encode().decode("latin-1")
    mended, offsets = mend(broken)
    assert mended == meant
    assert offsets is not None
    assert len(offsets) == len(meant) + 1
    assert offsets[-1] == len(broken)
    assert mend(broken.encode().decode("latin-1"))[0] == meant


def test_windows_signs_come_back_as_well() -> None:
    assert mend("Â£5 â€“ weâ€™re â€œopenâ€\x9d for cafÃ© â‚¬")[0] == "£5 – we’re “open” for café €"


@pytest.mark.parametrize(
    "text", ["", "plain", "«CAFÉ» à São Paulo, ÇÃO», Ärzte", "Â", "naïve Ã la carte", "日本語 Ελλάδα", "Å i Lofoten"]
)
def test_text_as_it_should_be_is_left_alone(text: str) -> None:
    assert mend(text) == (text, None)


def test_a_reading_of_mended_text_quotes_the_text_as_it_was_given() -> None:
    text = (
        "Cheese Monger\nFernhill Dairy\nLeeds\nSalary: Â£24,000 per year\n\nRequirements\n\n"
        "â€¢ Youâ€™ve sold cheese for at least two years\nâ€¢ A driving licence\n"
    )
    parsed = parse(text)
    assert [(str(band.min_value), band.currency) for band in parsed.salaries] == [("24000", "GBP")]
    asked = [item for section in parsed.sections for item in section.items if item.kind == "requirement"]
    assert [item.text for item in asked] == ["Youâ€™ve sold cheese for at least two years", "A driving licence"]
    for section in parsed.sections:
        for item in section.items:
            assert text[slice(*item.span)] == item.text
    quoted = [(fact.span, fact.raw) for fact in parsed.facts.values()] + [
        (pay.span, pay.raw) for pay in parsed.salaries
    ]
    for span, raw in quoted:
        assert span is None or text[slice(*span)] == raw
