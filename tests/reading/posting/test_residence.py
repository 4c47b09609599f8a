"""From where a remote job may be done, in the words of postings."""

import pytest

from reading.country_groups import countries_named
from reading.posting import parse

TEXT = "Backend Engineer\n\nKranich Systems\n\n{}\n\nAbout the role\n\nYou build services for ferries.\n\n{}\n\nRequirements\n\n• Python.\n"

CASES = [
    # header, sentence, what is read
    ("Remote (US only)", "", ["US"]),
    ("Remote within the EU", "", ["EU"]),
    ("Remote (EU/UK)", "", ["EU", "GB"]),
    ("Remote (Worldwide)", "", ["Worldwide"]),
    ("Location: Remote, Germany", "", ["DE"]),
    ("United States (Remote)", "", ["US"]),
    ("Remote", "You must be based in Germany or Austria.", ["DE", "AT"]),
    ("Remote", "Applicants must currently reside in the U.K. or Ireland.", ["GB", "IE"]),
    ("Remote", "We can only hire in one of the following countries: Poland, Spain and Portugal.", ["PL", "ES", "PT"]),
    ("Remote", "Candidates must live in California, Oregon or Washington.", ["US-CA", "US-OR", "US-WA"]),
    ("Remote", "You may work from anywhere in Europe.", ["Europe"]),
    ("Remote", "Work from anywhere.", ["worldwide"]),
    ("Remote", "EU-based candidates only.", ["EU"]),
    ("100% Remote", "Du musst in Deutschland oder der Schweiz wohnen.", ["DE", "CH"]),
    ("Remote", "Mit Wohnsitz in Österreich.", ["AT"]),
    ("Télétravail", "Poste ouvert aux candidats basés en France ou en Belgique.", ["FR", "BE"]),
    ("Remoto", "Buscamos personas residentes en España o Portugal.", ["ES", "PT"]),
    # What looks like it and says something else.
    ("Remote", "", []),
    ("Remote", "Must be legally authorized to work in the United States.", []),
    ("Remote", "You must be eligible to live and work in the UK.", []),
    ("Remote", "We cannot hire candidates based in California.", []),
    ("Remote", "Candidates based in the EU are preferred.", []),
    ("Remote", "The role is remote in the United States, except Alaska.", []),
    ("Remote", "Our team is based in Germany, with customers in Japan only.", []),
    ("Remote", "Kranich is a US-based company.", []),
    ("Remote", "You must be located in Berlin.", []),
    ("Remote - Georgia", "", []),
    ("Hamburg, Germany", "You must be based in Germany.", []),
]


@pytest.mark.parametrize(("header", "sentence", "wanted"), CASES)
def test_where_one_has_to_live_is_read_from_what_says_so(header: str, sentence: str, wanted: list[str]) -> None:
    text = TEXT.format(header, sentence)
    parsed = parse(text)
    found = [f"{p.country}-{p.region}" if p.region else p.country or p.raw for p in parsed.applicant_places]
    assert found == wanted
    for place in parsed.applicant_places:
        assert place.raw == "worldwide" or text[slice(*place.span)] == place.raw


def test_groups_hold_the_countries_that_they_are_made_of() -> None:
    assert {"DE", "SE"} <= countries_named("EU")
    assert countries_named("EU").isdisjoint({"GB", "CH", "NO"})
    assert countries_named("DACH region") == {"DE", "AT", "CH"}
    assert {"GB", "ZA", "AE"} <= countries_named("emea")
    assert countries_named("Atlantis") == frozenset()
