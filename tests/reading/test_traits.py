"""Qualities that no resume shows are no requirement to judge, in every language that postings are read in."""

import pytest

from reading.requirement import read_asked
from reading.vocabulary import default_vocabulary

TRAITS = {
    "de": "Zuverlässigkeit|Ausdauer|Stressresistenz|Höflichkeit|Verschwiegenheit|Gepflegtes Erscheinungsbild|Neugier|Ehrgeiz",
    "fr": "Fiabilité|Rigueur|Précision|Politesse|Loyauté|Gestion du temps|Tact et diplomatie|Persévérance",
    "es": "Fiabilidad|Iniciativa|Curiosidad|Constancia|Trato agradable|Escucha activa|Seriedad|Resistencia al estrés",
    "pt": "Fiabilidade|Iniciativa|Pontualidade|Assiduidade|Gestão do tempo|Persistência|Seriedade|Lealdade",
    "nl": "Stiptheid|Geduld|Initiatief|Eerlijkheid|Oog voor detail|Collegialiteit|Betrokkenheid|Verzorgd uiterlijk",
}
SHOWN = {
    "de": "Erfahrung mit Lohnabrechnung|Pflege von Kundendatenbanken",
    "fr": "Expérience en comptabilité|Gestion de projets de construction",
    "es": "Experiencia en contabilidad|Gestión de almacenes",
    "pt": "Experiência em contabilidade|Gestão de armazéns",
    "nl": "Ervaring met loonadministratie|Onderhoud van machines",
}


@pytest.mark.parametrize(("code", "line"), [(code, line) for code in TRAITS for line in TRAITS[code].split("|")])
def test_a_quality_alone_cannot_be_read_from_a_resume(code: str, line: str) -> None:
    assert not read_asked(line, default_vocabulary(), code=code).readable


@pytest.mark.parametrize(("code", "line"), [(code, line) for code in SHOWN for line in SHOWN[code].split("|")])
def test_work_that_one_has_done_can(code: str, line: str) -> None:
    assert read_asked(line, default_vocabulary(), code=code).readable
