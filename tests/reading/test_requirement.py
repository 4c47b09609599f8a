"""What a requirement asks, in each of the languages."""

from __future__ import annotations

import json
import re

import pytest

from reading import languages
from reading.patterns import alternation
from reading.posting import parse
from reading.requirement import Asked, read_asked
from reading.vocabulary import default_vocabulary
from reading.words import content_stems, stem


def asked(text: str, code: str) -> Asked:
    return read_asked(text, default_vocabulary(), code=code)


@pytest.mark.parametrize(
    ("code", "trait"),
    [
        ("en", "A patient listener with good communication skills"),
        ("de", "Ausgeprägte Kommunikationsfähigkeit und Freude an der Arbeit im Team"),
        ("fr", "Rigueur, autonomie et esprit d'équipe"),
        ("es", "Proactividad, trabajo en equipo y buena actitud"),
        ("pt", "Proatividade, boa comunicação e espírito de equipa"),
        ("nl", "Je bent flexibel, zelfstandig en een echte teamspeler"),
        ("it", "Precisione, spirito di iniziativa e capacità di lavorare in squadra"),
    ],
)
def test_a_trait_is_nothing_that_a_resume_shows(code: str, trait: str) -> None:
    assert not asked(trait, code).readable


@pytest.mark.parametrize(
    ("code", "promise"),
    [
        ("en", "Willing to work evenings and weekends"),
        ("de", "Bereitschaft zu gelegentlichen Dienstreisen"),
        ("fr", "Disponibilité le samedi et déplacements réguliers"),
        ("es", "Disponibilidad para viajar y turnos rotativos"),
        ("pt", "Disponibilidade para viagens e turnos noturnos"),
        ("nl", "Beschikbaar in het weekend en 's avonds"),
        ("it", "Disponibilità a turni serali e nei giorni festivi"),
    ],
)
def test_a_promise_is_nothing_that_a_resume_shows(code: str, promise: str) -> None:
    assert not asked(promise, code).readable


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("en", "Three seasons of grafting apple trees"),
        ("de", "Erfahrung in der Veredelung von Apfelbäumen"),
        ("fr", "Expérience de la greffe des pommiers"),
        ("es", "Experiencia en injertos de manzanos"),
        ("pt", "Experiência na enxertia de macieiras"),
        ("nl", "Ervaring met het enten van appelbomen"),
        ("it", "Esperienza nell'innesto dei meli"),
    ],
)
def test_what_a_resume_can_show_stays_readable(code: str, line: str) -> None:
    read = asked(line, code)
    assert read.readable
    assert content_stems(read.subject, code)


@pytest.mark.parametrize(
    ("code", "line", "languages_asked"),
    [
        ("de", "Fließend Französisch und Spanisch in Wort und Schrift", ("french", "spanish")),
        ("fr", "Allemand courant, italien apprécié", ("german", "italian")),
        ("es", "Idioma alemán fluido", ("german",)),
        ("nl", "Je spreekt vloeiend Nederlands", ("dutch",)),
        ("it", "Padronanza del tedesco e dello spagnolo", ("german", "spanish")),
    ],
)
def test_spoken_languages_have_their_english_names(code: str, line: str, languages_asked: tuple[str, ...]) -> None:
    assert asked(line, code).languages == languages_asked


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("en", "Own car and a full driving licence"),
        ("de", "Führerschein der Klasse B"),
        ("fr", "Permis B exigé"),
        ("es", "Carnet de conducir"),
        ("pt", "Carta de condução de ligeiros"),
        ("nl", "In het bezit van rijbewijs B"),
        ("it", "Patente B e automunito"),
    ],
)
def test_a_driving_licence_is_asked(code: str, line: str) -> None:
    assert asked(line, code).driving


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("en", "Knowledge of Django or Flask"),
        ("de", "Kenntnisse in Django oder Flask"),
        ("fr", "Connaissance de Django ou Flask"),
        ("es", "Conocimiento de Django o Flask"),
        ("nl", "Kennis van Django of Flask"),
        ("it", "Conoscenza di Django o Flask"),
    ],
)
def test_one_of_several_skills_is_enough(code: str, line: str) -> None:
    opening = {
        "en": "We are looking for you. You will work with the team and our customers in the north of the country.",
        "de": "Wir suchen dich. Du arbeitest mit dem Team und unseren Kunden im Norden und bist ein Teil von uns.",
        "fr": "Nous recherchons une personne pour notre équipe. Vous travaillez avec les clients et pour les projets.",
        "es": "Buscamos una persona para nuestro equipo. Trabajarás con los clientes y en los proyectos de la empresa.",
        "nl": "Wij zoeken een collega voor ons team. Je werkt met de klanten en aan de projecten van het bedrijf.",
        "it": "Cerchiamo una persona per la nostra squadra. Lavorerai con i clienti e sui progetti dell'azienda.",
    }[code]
    heading = {
        "en": "Requirements",
        "de": "Dein Profil",
        "fr": "Profil recherché",
        "es": "Requisitos",
        "nl": "Functie-eisen",
        "it": "Requisiti",
    }
    parsed = parse(f"Developer\n\n{opening}\n\n{heading[code]}\n- {line}\n")
    groups = [
        item.asked.groups for section in parsed.sections for item in section.items if item.text == line and item.asked
    ]
    assert groups == [(("django", "flask"),)]


def test_what_is_asked_survives_the_database() -> None:
    read = asked("Bachelor's degree in computer science, or 3 years with Django or Flask", "en")
    assert read.degree_levels == ("bachelor",)
    assert read.months == 36
    assert Asked.from_json(json.loads(json.dumps(read.to_json()))) == read
    assert Asked.from_json({**read.to_json(), "of_another_version": 1}) == read


def test_every_language_has_the_same_tables() -> None:
    for code in languages.CODES:
        for name in ("words", "joining", "requirement"):
            assert languages.table(code, name), (code, name)
        for key in ("trait", "trait_words", "promise", "promise_words", "substance", "driving", "licence", "knowing"):
            assert languages.table(code, "requirement").get(key), (code, key)


@pytest.mark.parametrize(
    ("phrase", "text", "matches"),
    [
        ("team player*", "two team-players", True),
        ("work ~ with", "work well with", True),
        ("work ~ with", "work very well with", False),
        ("*kenntnisse", "sprachkenntnisse", True),
        ("lead", "leading", False),
        ("fliessend*", "fließend", True),
    ],
)
def test_phrases(phrase: str, text: str, matches: bool) -> None:
    assert (re.search(alternation([phrase]), text) is not None) is matches


def test_stems_join_the_forms_of_a_word_in_its_language() -> None:
    assert stem("entwicklungen", "de") == stem("entwicklung", "de")
    assert stem("gestionnaires", "fr") == stem("gestionnaire", "fr")
    assert stem("managers") == stem("management")


@pytest.mark.parametrize(
    ("text", "line", "level"),
    [
        (
            "Pflegefachkraft\n\nWir suchen dich für unser Team und freuen uns auf deine Bewerbung bei uns im Haus.\n\n"
            "Dein Profil\n- {line}\n- Freude an der Arbeit\n",
            "Abgeschlossenes Bachelorstudium der Informatik",
            "bachelor",
        ),
        (
            "Ingénieure\n\nNous recherchons une personne pour notre équipe et vous travaillez avec nos clients.\n\n"
            "Profil recherché\n- {line}\n- Rigueur et autonomie\n",
            "Titulaire d'un master en mécanique",
            "master",
        ),
    ],
)
def test_a_degree_is_asked_in_the_language_of_the_posting(text: str, line: str, level: str) -> None:
    parsed = parse(text.format(line=line))
    (asked_of,) = [item.asked for section in parsed.sections for item in section.items if item.text == line]
    assert asked_of is not None
    assert asked_of.degree_levels == (level,)
