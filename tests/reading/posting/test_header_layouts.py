"""Title and employer under the page furniture, the shouting and the sentences of many sites and languages."""

from __future__ import annotations

from datetime import date

import pytest

from reading.posting.dates import date_order, read_date
from reading.posting.eligibility import citizenship_or_clearance, visa_sponsorship
from reading.posting.gold import as_gold
from reading.posting.posting import parse


def _named(text: str) -> tuple[str | None, str | None]:
    read = as_gold(parse(text))
    return read["title"], read["hiring_organization"]


@pytest.mark.parametrize(
    ("first_line", "title"),
    [
        ("Pastry Cook - Reno, NV", "Pastry Cook"),
        ("Shift Supervisor, Tucson AZ", "Shift Supervisor"),
        ("Stores Clerk – York, UK", "Stores Clerk"),
        ("🔥 NOW HIRING: Crane Operator!!! 🔥", "Crane Operator"),
        ("WE ARE HIRING! Prep Cook", "Prep Cook"),
        ("[URGENT] Plumber", "Plumber"),
        ("⭐ Midwife – Night Ward ⭐", "Midwife – Night Ward"),
        ("URGENT: Roofer (immediate start)", "Roofer"),
        ("Koch (m/w/d) - ab sofort", "Koch (m/w/d)"),
        ('"Elektroniker (m/w/d)"', "Elektroniker (m/w/d)"),
    ],
)
def test_a_title_is_freed_of_place_and_shouting(first_line: str, title: str) -> None:
    text = f"{first_line}\nHalden Inc\nAustin, TX\n\nWe run kilns.\n\nRequirements\n- SQL\n- Patience\n"
    assert _named(text) == (title, "Halden Inc")


PAGES = [
    # LinkedIn: the logo's words, the employer, the title, and one row with place, age and counter.
    "Company logo for, Halden Kilns.\nHalden Kilns\n\n\nKiln Engineer\n\nBoise, ID · Reposted 2 weeks ago · Over 100 people clicked apply\n\n"
    "Promoted by hirer · Responses managed off LinkedIn\n\nAbout the job\nWe fire clay for schools and museums in the West.\n",
    # Dice: site, name twice, button, title, one row, then types and tags.
    "DICE\n\nHalden Kilns\nHalden Kilns\n\n\nApply\nKiln Engineer\nHybrid in Boise, ID, US • Posted 22 hours ago • Updated 3 hours ago\nContract W2\nOn-site\n\n"
    "Job Details\nSkills\nClay\nSummary\nWe fire clay for schools and museums in the West.\n",
    # Google's job box
    "INDEED\n\nHalden Kilns\nKiln Engineer\nHalden Kilns · Boise, ID · via Indeed\n2 days ago\nFull-time\nApply on Indeed\nJob highlights\n"
    "Identified by Google from the original job post\n\nWe fire clay for schools and museums in the West.\n",
    # A heading of the employer's own page
    "Jobs at Halden Kilns\nKiln Engineer\nBoise, ID\nApply for this job\n\nWe fire clay for schools and museums in the West.\n",
    # Title and employer on one line
    "Kiln Engineer at Halden Kilns\nBoise, ID\n\nWe fire clay for schools and museums in the West.\n",
    # A grid of cells
    "Retour à la liste\n\nOFFRE n° 8841B\nIntitulé du poste\tKiln Engineer\nEmployeur\tHalden Kilns\nLieu de travail\tBoise, ID\nType de contrat\tCDD - 1 an\n"
    "Descriptif du poste\n• Cuire\n",
    # Labels with the values below them
    "Job title\nKiln Engineer\nCompany\nHalden Kilns\nLocation\nBoise, ID\nJob type\n- Full-time\n- Contract\n\nWe fire clay for schools.\n",
    # Several labels on a line that lost its breaks
    "Job Title: Kiln Engineer Company: Halden Kilns Location: Boise, ID\n\nWe fire clay for schools and museums in the West.\n",
]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_title_employer_and_place_stand_in_any_layout(page: str) -> None:
    read = as_gold(parse(page, captured_at=date(2026, 11, 30)))
    assert (read["title"], read["hiring_organization"]) == ("Kiln Engineer", "Halden Kilns")
    assert [place["city"] for place in read["locations"]] == ["Boise"]


@pytest.mark.parametrize(
    ("text", "title", "employer"),
    [
        (
            "Für unser Werk in Ulm suchen wir zum nächstmöglichen Zeitpunkt einen Ofenbauer (m/w/d). Die Halden Öfen GmbH ist seit 1950"
            " ein Hersteller von Öfen für Schulen und Museen.",
            "Ofenbauer (m/w/d)",
            "Halden Öfen GmbH",
        ),
        (
            "Halden Fours recrute un technicien de maintenance pour son atelier de Lyon. Vous réparez les fours des écoles et des"
            " musées de la région avec une équipe de six personnes.",
            "technicien de maintenance",
            "Halden Fours",
        ),
        (
            "En Hornos Halden buscamos un técnico de mantenimiento para nuestra planta de Getafe. Vas a reparar los hornos de los"
            " colegios y de los museos con un equipo de seis personas.",
            "técnico de mantenimiento",
            "Hornos Halden",
        ),
        (
            "A Fornos Halden está a recrutar um técnico de manutenção para a sua fábrica em Braga. Vai reparar os fornos das escolas e"
            " dos museus com uma equipa de seis pessoas.",
            "técnico de manutenção",
            "Fornos Halden",
        ),
        (
            "Halden Ovens zoekt een onderhoudsmonteur voor de werkplaats in Zwolle. Je repareert de ovens van de scholen en de musea"
            " samen met een team van zes mensen.",
            "onderhoudsmonteur",
            "Halden Ovens",
        ),
    ],
)  # fmt: skip
def test_sentences_of_other_languages_name_the_job_and_the_employer(text: str, title: str, employer: str) -> None:
    assert _named(text) == (title, employer)


@pytest.mark.parametrize(
    "sentence",
    [
        "Will you now or in the future require visa sponsorship?",
        "Please state whether you will need visa sponsorship.",
        "Tell us if you need visa sponsorship",
        "Do you need our visa support to work here",
        "Bitte teilen Sie uns mit, ob Sie ein Visum oder visa sponsorship benötigen.",
    ],
)
def test_a_question_about_visas_is_no_answer(sentence: str) -> None:
    assert visa_sponsorship(sentence) is None


def test_a_question_about_citizenship_is_no_demand() -> None:
    assert citizenship_or_clearance("Are you a U.S. citizen?") is None
    assert citizenship_or_clearance("You must be a U.S. citizen.") is not None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("vor 3 Tagen", date(2026, 11, 27)),
        ("il y a 2 semaines", date(2026, 11, 16)),
        ("hace 5 días", date(2026, 11, 25)),
        ("há 1 mês", date(2026, 10, 31)),
        ("2 dagen geleden", date(2026, 11, 28)),
        ("gestern", date(2026, 11, 29)),
        ("3 mars 2026", date(2026, 3, 3)),
        ("1er avril 2026", date(2026, 4, 1)),
        ("12 de octubre de 2026", date(2026, 10, 12)),
        ("5. März 2026", date(2026, 3, 5)),
    ],
)
def test_dates_are_read_in_the_words_of_their_language(text: str, expected: date) -> None:
    found = read_date(text, captured_at=date(2026, 11, 30))
    assert found is not None
    assert found.value == expected


def test_a_numeric_date_takes_the_order_that_the_text_shows() -> None:
    assert date_order("OPENING DATE: 11/05/2019 CLOSING DATE: 11/27/2019", english=True) == "MDY"
    assert date_order("from 27/11/2019 to 05/12/2019", english=True) == "DMY"
    assert date_order("11/05/2019", english=True) is None
    assert date_order("11/05/2019", english=False) == "DMY"
