"""The risk rules: each with ads that it must see, and honest ones beside them that it must leave alone."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings

from postings.pay import AnnualPay
from postings.risk import RULES, Ad, assess, look_at, points_of
from postings.risk_words import FOLDER, load_words, spread
from tests.factories import BACKEND_POSTING, NURSE_POSTING

HONEST = Ad("Backend Engineer", BACKEND_POSTING, "Harbour Software", "harbour.example", named="Harbour Software")
BRANDS = {"harbour software": ("harbour-boats.example", "harboursoftware.com")}


def ad(text: str = "", **fields: Any) -> Ad:
    return replace(HONEST, text=f"{BACKEND_POSTING}\n{text}", **fields)


def rules_of(given: Ad) -> set[str]:
    return {finding.rule for finding in assess(given)}


SEEN = [
    ("pay_to_apply", ad("You pay a registration fee of $40 before your interview.")),
    ("pay_to_apply", ad("Bewerber überweisen vorab eine Bearbeitungsgebühr von 60 Euro.")),
    ("pay_to_apply", ad("Des frais de dossier sont à votre charge.")),
    ("pay_to_apply", ad("El candidato debe pagar una cuota de inscripción.")),
    ("pay_to_apply", ad("Il candidato deve versare una quota di iscrizione.")),
    ("pay_to_apply", ad("O candidato deve pagar a taxa de cadastro via Pix.")),
    ("pay_to_apply", ad("Je betaalt vooraf inschrijfgeld.")),
    ("pay_to_apply", ad("Before you start, buy two gift cards and send us the codes.")),
    ("money_mule", ad("You receive payments into your bank account and keep 5%.")),
    ("money_mule", ad("Sie werden Pakete annehmen und von Ihrem Zuhause weiterschicken, Pakete weiterleiten an ihre Adresse.")),
    ("identity", ad("Send a photo of your ID and your bank details with your application.")),
    ("identity", ad("Envía fotos del DNI con tu solicitud.")),
    ("chat_only", ad("To apply, message us on Telegram.")),
    ("chat_only", ad("Bewerbung nur per WhatsApp.")),
    ("chat_only", ad("Para postular, escribe por WhatsApp al 555 0100.")),
    ("chat_only", ad(apply_url="https://t.me/harbourjobs")),
    ("free_mail_of_brand", ad("Write to harbour.jobs@gmail.com.")),
    ("free_mail_of_brand", ad(apply_email="dhl.jobs@outlook.com", organization="DHL", domain="", named="")),
    ("look_alike", ad(apply_url="https://harbour-software-careers.example/", brands=BRANDS, domain="")),
    ("look_alike", ad(apply_url="https://boards.greenhouse.io.apply-now.example/jobs")),
    ("look_alike", ad("Apply at https://greenhouse-careers.com/harbour today.")),
    ("look_alike", ad(apply_email="jobs@harbours0ftware.com", brands=BRANDS, domain="")),
    ("look_alike", ad(apply_email="jobs@harbuorsoftware.com", brands=BRANDS, domain="")),
    ("link_host", ad("Apply here: https://bit.ly/3abcdef")),
    ("link_host", ad(apply_url="https://forms.gle/abc")),
    ("hidden_apply", ad("Click here to apply.")),
    ("easy_money", ad("No experience is needed! Earn up to 900 a day, paid daily.")),
    ("easy_money", ad("Schnelles Geld, keine Erfahrung nötig.")),
    ("home_work", ad("No experience.", title="Data Entry Clerk - Work From Home")),
    ("home_work", ad("Senza esperienza, basta un computer.", title="Inserimento dati da casa")),
    ("home_work", ad("Earn $300 per day from home, no experience.")),
    ("home_work", ad("300 Euro pro Tag von zuhause, ohne Vorkenntnisse.")),
    ("pay", ad(pay=AnnualPay(Decimal(5_000_000), Decimal(6_000_000), "USD"))),
    ("pay", ad("No experience. Work from home.", pay=AnnualPay(Decimal(200_000), Decimal(250_000), "EUR"))),
    ("pay", ad(pay=AnnualPay(Decimal(900), Decimal(1_200), "GBP"), is_full_time=True)),
    ("shouting", ad(title="BACKEND ENGINEER WANTED")),
    ("shouting", ad(title="Backend Engineer wanted!!")),
    ("duplicate", ad(twins=["Northlight Clinic"])),
    ("hidden_text", ad(hidden=["python rust go kubernetes"])),
    ("hidden_text", ad("Py\u200bthon " * 10)),
    ("another_company", ad(named="Northlight Clinic")),
]  # fmt: skip
LEFT_ALONE = [
    ("pay_to_apply", ad("There is no registration fee, and we never ask you to pay anything.")),
    ("pay_to_apply", ad("We reimburse the registration fee that nurses pay.")),
    ("pay_to_apply", ad("You process application fees and collect security deposits from tenants.")),
    ("pay_to_apply", ad("Every employee gets a gift card at the end of the year.")),
    ("pay_to_apply", ad("Wir übernehmen die Anmeldegebühr, die Sie zahlen müssten.")),
    ("money_mule", ad("You process payments from our customers in SAP.")),
    ("identity", ad("You verify bank details of customers and send them reminders.")),
    ("chat_only", ad("You build a bot for Telegram and WhatsApp.")),
    ("chat", ad("You build a bot for Telegram and WhatsApp.")),
    ("free_mail_of_brand", ad("Write to jobs@harbour.example.")),
    ("free_mail_of_brand", ad("Write to harbour.jobs@gmail.com.", domain="")),
    ("look_alike", ad(apply_url="https://boards.greenhouse.io/harbour/jobs/1")),
    ("look_alike", ad(apply_url="https://careers.harbour.example/", brands=BRANDS)),
    ("look_alike", ad("See https://github.com/harbour and https://www.clever.com/about.")),
    ("look_alike", ad("We write to people at harboursoftware.de.", brands=BRANDS)),
    ("link_host", ad(apply_url="https://jobs.lever.co/harbour/1")),
    ("link_host", ad("We use https://docs.google.com and https://github.io pages.")),
    ("hidden_apply", ad("Click here to apply.", apply_url="https://jobs.harbour.example/1")),
    ("easy_money", ad("You earn a fair salary and a bonus of up to 10%.")),
    ("home_work", ad("Work from home two days a week.", title="Data Engineer")),
    ("home_work", ad("£400 per day. Work from home two days a week.")),
    ("home_work", ad("Data entry in our nursing home; no experience needed.", title="Data Entry Clerk")),
    ("pay", ad(pay=AnnualPay(Decimal(240_000), Decimal(400_000), "USD"))),
    ("pay", ad("No experience. Work from home.", pay=None)),  # its period is not stated
    ("pay", ad(pay=AnnualPay(Decimal(900), Decimal(1_200), "GBP"))),
    ("shouting", ad(title="SAP ABAP")),
    ("shouting", ad(title="Engineer (C++/CUDA)")),
    ("hidden_text", ad("Co\u00adoper\u00adation")),
    ("another_company", ad(named="Harbour Software GmbH")),
    ("another_company", ad(named="Northlight Clinic", is_imported=True)),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "given"), SEEN, ids=[f"{rule}-{n}" for n, (rule, _) in enumerate(SEEN)])
def test_a_rule_sees_what_it_is_for(rule: str, given: Ad) -> None:
    assert rule in rules_of(given)


@pytest.mark.parametrize(("rule", "given"), LEFT_ALONE, ids=[f"{rule}-{n}" for n, (rule, _) in enumerate(LEFT_ALONE)])
def test_a_rule_leaves_what_only_resembles_it(rule: str, given: Ad) -> None:
    assert rule not in rules_of(given)


def test_every_rule_has_both_kinds_of_examples_and_a_sentence() -> None:
    found = {
        finding.rule: rule for given in (*SEEN, ("", ad("Add us on WhatsApp, contact Ann."))) for rule in RULES
        for finding in rule(look_at(given[1]))
    }  # fmt: skip
    assert set(found.values()) == set(RULES)
    assert {rule for rule, _ in SEEN} <= found.keys()
    assert found.keys() - {"free_mail", "chat", "duplicate"} <= {rule for rule, _ in LEFT_ALONE} | {"free_mail"}
    for _, given in SEEN:
        for finding in assess(given):
            assert finding.sentence[0].isupper() or finding.sentence[0].isdigit() or "." in finding.sentence.split()[0]
            assert finding.sentence.endswith((".", "”", "!")) or ":" in finding.sentence


@pytest.mark.parametrize("text", [BACKEND_POSTING, NURSE_POSTING])
def test_an_honest_ad_has_no_points(text: str) -> None:
    assert assess(Ad("A title", text, "Harbour Software")) == []


def test_what_asks_for_money_or_identity_is_held_alone_and_a_loud_title_is_not() -> None:
    for rule, given in SEEN:
        points = sum(finding.points for finding in assess(given) if finding.rule == rule)
        holds = rule in {"pay_to_apply", "money_mule", "identity", "chat_only", "look_alike", "free_mail_of_brand"}
        assert (points >= settings.RISK_THAT_HOLDS) == holds, rule
    assert points_of(assess(ad("You pay a registration fee. To apply, message us on Telegram."))) == 100


def test_every_language_has_words_for_every_rule() -> None:
    files = sorted(path.stem for path in FOLDER.glob("*.toml"))
    assert files == ["de", "en", "es", "fr", "general", "it", "nl", "pt"]
    assert len(load_words().groups) == 19


def test_an_ad_of_any_length_is_read_in_no_time() -> None:
    """Two hundred thousand characters, the most that a posting may have, of what the patterns could stumble over."""
    for text in ("a@" * 100_000, "http://a-" * 20_000, "you pay fee " * 15_000, "!" * 200_000, "x" * 200_000):
        assess(ad(text))


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [("lever", "lever", 0), ("levre", "lever", 1), ("levers", "lever", 1), ("lver", "lever", 1), ("fever", "lever", 1), ("never", "lovers", 2), ("abc", "xyz", 2)],
)  # fmt: skip
def test_two_words_are_one_letter_apart(one: str, other: str, apart: int) -> None:
    assert spread(one, other) == spread(other, one) == apart
