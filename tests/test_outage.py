"""The short form of ``tests.outage``."""

from datetime import timedelta

from tests import outage


def test_a_mail_server_that_is_away_fails_no_page_and_loses_no_letter(db: None) -> None:
    result = outage.Result()
    outage.run(result, 4, seconds=0, later=lambda ticks: timedelta(minutes=2 * ticks), pause=0)
    assert result.requests == dict.fromkeys(["sign-up", "reset", "publication", "application"], 4)
    assert result.alerts == 16
    assert result.tries_while_away == 4
    assert result.letters["account/email_confirmation_signup"] == 4
    assert result.letters["account/password_reset_key"] == 4
    assert result.letters["postings/published"] == 4
    assert result.letters["postings/applied"] == result.letters["postings/application_received"] == 4
    assert result.is_clean, result
