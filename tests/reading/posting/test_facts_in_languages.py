"""Employment types, workplace, degrees and years of experience, stated in seven languages."""

from __future__ import annotations

import pytest

from reading.posting.education import read_education
from reading.posting.employment import place_in_sentence, read_enumeration, types_in_sentence
from reading.posting.experience import read_months
from reading.posting.gold import as_gold
from reading.posting.posting import parse


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("Die Stelle ist in Vollzeit oder Teilzeit zu besetzen.", {"FULL_TIME", "PART_TIME"}),
        ("Wir bieten eine befristete Stelle bis Ende des Jahres.", {"TEMPORARY"}),
        ("Poste à temps partiel, du mardi au samedi.", {"PART_TIME"}),
        ("Contrat : CDD de six mois à temps plein.", {"TEMPORARY", "FULL_TIME"}),
        ("Ofrecemos contrato temporal a jornada completa.", {"TEMPORARY", "FULL_TIME"}),
        ("Contratação PJ, período integral.", {"CONTRACTOR", "FULL_TIME"}),
        ("Programa de estágio com duração de doze meses.", {"INTERN"}),
        ("Je krijgt een tijdelijk contract, fulltime of parttime.", {"TEMPORARY", "FULL_TIME", "PART_TIME"}),
        ("Contratto a tempo determinato, part-time, di sei mesi.", {"TEMPORARY", "PART_TIME"}),
        ("Collaborazione a partita IVA con lo studio.", {"CONTRACTOR"}),
        ("Tutti i dipendenti full time ricevono i buoni pasto.", set()),
        ("This is a part-time position of 20 hours.", {"PART_TIME"}),
        ("All full-time employees get dental cover.", set()),
        ("For part-time roles, the pay is adjusted.", set()),
    ],
)
def test_a_sentence_states_its_types(sentence: str, values: set[str]) -> None:
    assert {token.value for token in types_in_sentence(sentence)} == values


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("Vollzeit · Hybrid · unbefristet", ["FULL_TIME", "HYBRID", ""]),
        ("CDI - Temps plein", ["", "FULL_TIME"]),
        ("Jornada completa | Presencial", ["FULL_TIME", "ON_SITE"]),
        ("Efetivo, Remoto", ["", "TELECOMMUTE"]),
        ("Tempo pieno | In sede", ["FULL_TIME", "ON_SITE"]),
        ("InternshipHybridPart-time", ["INTERN", "HYBRID", "PART_TIME"]),
        ("Contract W2", ["CONTRACTOR"]),
        ("Full stack team", []),
    ],
)
def test_a_line_of_such_words_alone_is_taken_apart(line: str, values: list[str]) -> None:
    assert [token.value for token in read_enumeration(line)] == values


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("You are in our Leeds office three days a week.", "HYBRID"),
        ("Two days per week from home are fine.", "HYBRID"),
        ("Bis zu 3 Tage Homeoffice pro Woche sind möglich.", "HYBRID"),
        ("50 % Homeoffice nach der Einarbeitung", "HYBRID"),
        ("2 jours de télétravail par semaine", "HYBRID"),
        ("Dos días de teletrabajo a la semana", "HYBRID"),
        ("Modelo híbrido, 3x por semana presencial", "HYBRID"),
        ("Je werkt 2 dagen per week thuis.", "HYBRID"),
        ("Due giorni di smart working a settimana", "HYBRID"),
        ("Il lavoro si svolge in presenza.", "ON_SITE"),
        ("You must work from our Dover office five days a week.", "ON_SITE"),
        ("100 % remote innerhalb Deutschlands", "TELECOMMUTE"),
        ("Poste en full remote partout en France", "TELECOMMUTE"),
        ("Puesto 100% remoto", "TELECOMMUTE"),
        ("Vaga 100% presencial", "ON_SITE"),
        ("This is not a remote position.", "NOT_REMOTE"),
        ("Work from abroad for up to 20 days a year, away from the office.", None),
        ("Remote-Support für unsere Kunden", None),
        ("We run a hybrid cloud.", None),
    ],
)
def test_a_sentence_states_where_one_works(sentence: str, value: str | None) -> None:
    found = place_in_sentence(sentence)
    assert (found.value if found else None) == value


@pytest.mark.parametrize("body", ["This job is 100% on-site at our Dover lab.", "This is not a remote position."])
def test_a_remote_label_yields_to_the_text_and_both_places_are_named(body: str) -> None:
    text = f"Lab Planner\nHalden Inc\nRemote\n\nWe build kilns.\n\nRequirements\n- Knowledge of SQL\n\n{body}\n"
    read = as_gold(parse(text))
    assert read["job_location_type"] in ("on_site", None)
    (conflict,) = [entry for entry in read["conflicts"] if entry["field"] == "job_location_type"]
    assert len(conflict["spans"]) == 2


@pytest.mark.parametrize(
    ("line", "language", "level", "strength"),
    [
        ("Abgeschlossenes Studium der Informatik", "de", "bachelor", "hard"),
        ("Masterabschluss in Physik oder vergleichbare Qualifikation", "de", "master", "soft"),
        ("Bac+5 en informatique", "fr", "master", "hard"),
        ("Titulaire d'un Bac+2 type BTS", "fr", "associate", "hard"),
        ("Niveau Bac apprécié", "fr", "high_school", "soft"),
        ("Grado en Economía", "es", "bachelor", "hard"),
        ("Ensino médio completo", "pt", "high_school", "hard"),
        ("Graduação em Engenharia ou áreas afins", "pt", "bachelor", "soft"),
        ("Afgeronde hbo-opleiding", "nl", "bachelor", "hard"),
        ("Mbo werk- en denkniveau is een pre", "nl", "associate", "soft"),
        ("Laurea magistrale in Chimica", "it", "master", "hard"),
        ("Gradita laurea triennale in Economia", "it", "bachelor", "soft"),
        ("Diploma di perito meccanico", "it", "high_school", "hard"),
        ("BS in Biology required", "en", "bachelor", "hard"),
    ],
)
def test_a_degree_is_read_in_the_language_of_the_posting(line: str, language: str, level: str, strength: str) -> None:
    read = read_education(line, section_kind="required", language=language)
    assert read is not None
    assert (read.levels[0], read.strength) == (level, strength)


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Full UK driving licence", "en"),
        ("Wir haben Master-Data-Prozesse eingeführt", "de"),
        ("MS Excel and MS Project", "en"),
        ("No Degree Mentioned", "en"),
        ("Le but est de servir nos clients", "fr"),
    ],
)
def test_a_word_that_is_no_degree_here_asks_for_none(line: str, language: str) -> None:
    assert read_education(line, section_kind="required", language=language) is None


@pytest.mark.parametrize(
    ("line", "language", "months"),
    [
        ("Mindestens drei Jahre Berufserfahrung im Einkauf", "de", 36),
        ("3-jährige Erfahrung im Vertrieb", "de", 36),
        ("Expérience de 2 à 4 ans sur un poste similaire", "fr", 24),
        ("Experiencia mínima de dos años en almacén", "es", 24),
        ("Experiência de 6 meses na função", "pt", 6),
        ("Minimaal 5 jaar werkervaring", "nl", 60),
        ("Almeno due anni di esperienza nella mansione", "it", 24),
        ("2 years and 6 months of retail experience", "en", 30),
        ("At least 1 year, 3 months of kitchen experience", "en", 15),
        ("5+ relevant experience in statistics", "en", 60),
        ("1 - 3 years of experience in support", "en", 12),
        ("Débutant accepté", "fr", 0),
        ("Keine Berufserfahrung erforderlich", "de", 0),
        ("No previous paid experience is required for this job.", "en", 0),
    ],
)
def test_years_of_experience_are_read_in_the_language_of_the_posting(line: str, language: str, months: int) -> None:
    found = read_months(line, language=language)
    assert found is not None
    assert found.value == months


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Minimum age: 18 years", "en"),
        ("You are over 18 years", "en"),
        ("Must be 16+ years", "en"),
        ("7 years or older lorries welcome", "en"),
        ("Mindestalter 18 Jahre", "de"),
        ("Maior de 18 anos", "pt"),
        ("Azienda con quarant'anni di storia, da 12 anni sul mercato", "it"),
        ("Seit über 30 Jahren mit Erfahrung am Markt", "de"),
        ("Up to 3 years of experience", "en"),
        ("Bachelor's degree in nursing or at least 8 years of experience", "en"),
    ],
)
def test_other_numbers_of_years_are_no_experience(line: str, language: str) -> None:
    assert read_months(line, language=language) is None


def _places(line: str) -> list[tuple[str | None, str | None, str | None]]:
    read = as_gold(parse(f"Kiln Operator\nHalden Inc\n{line}\n\nWe build kilns for schools and museums.\n"))
    return [(place["city"], place["region"], place["country"]) for place in read["locations"]]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Austria - Graz", [("Graz", None, "AT")]),
        ("Texas - El Paso", [("El Paso", "TX", "US")]),
        ("USA.OH.Dayton", [("Dayton", "OH", "US")]),
        ("DE-Hamburg", [("Hamburg", "HH", "DE")]),
        ("IN - Nagpur", [("Nagpur", "MH", "IN")]),
        ("Duitsland", [(None, None, "DE")]),
        ("Genf, Schweiz", [("Genf", None, "CH")]),
        ("Lyon, France · il y a 2 semaines · Plus de 100 candidats", [("Lyon", None, "FR")]),
        ("Hybrid in Tulsa, OK, US • Posted 6 hours ago", [("Tulsa", "OK", "US")]),
    ],
)
def test_a_line_of_places_is_read_in_the_notations_of_many_sites(
    line: str, expected: list[tuple[str | None, str | None, str | None]]
) -> None:
    assert _places(line) == expected


@pytest.mark.parametrize(
    ("line", "countries"),
    [
        ("Remote in the United States or Canada (West Coast/PT)", ["US", "CA"]),
        ("Remote within Austria or Switzerland", ["AT", "CH"]),
        ("Remote anywhere in the UK (GMT hours)", ["GB"]),
        ("Remote - Brazil", ["BR"]),
        ("Télétravail, Belgique", ["BE"]),
    ],
)
def test_remote_work_is_bound_to_the_countries_it_names(line: str, countries: list[str]) -> None:
    text = f"Kiln Operator\nHalden Inc\n{line}\n\nWe build kilns for schools and museums.\n"
    read = as_gold(parse(text))
    assert read["job_location_type"] == "remote"
    assert [place["country"] for place in read["locations"]] == countries


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("Für unseren Standort in Rosenheim suchen wir Menschen, die mit uns Öfen bauen und warten wollen.", "Rosenheim"),
        ("Dans notre équipe, vous réparez des fours pour les écoles. Le poste est basé à Angoulême, à côté de la gare.", "Angoulême"),
        ("Buscamos personas para reparar hornos en colegios de España. Lugar de trabajo: nuestra oficina en Getafe.", "Getafe"),
        ("Wij zoeken iemand die ovens bouwt voor scholen. Je werkt vanuit ons kantoor in Amersfoort met het team.", "Amersfoort"),
    ],
)  # fmt: skip
def test_a_town_is_found_in_the_sentences_of_other_languages(text: str, town: str) -> None:
    read = as_gold(parse(text))
    assert [place["city"] for place in read["locations"]] == [town]
