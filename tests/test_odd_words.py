"""Every field of every form is cleaned of words that no form expects: a sentence or a value comes back, never an error."""

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms

import accounts.forms
import matching.forms
import postings.forms

ODD_WORDS = ("²", "2²", "2²k", "١٢", "p١d", "9" * 5000, "9" * 5000 + "k", "-9", "1e999999", "1e999999k", "nan", "sNaN",
             "snank", "inf", "k", ".k", "\ud800", "a\0b", "0000-00-00", "9999-12-31", "\u202e", "x" * 300_000)  # fmt: skip


def fields_of_all_forms() -> Iterator[tuple[str, forms.Field]]:
    for module in (accounts.forms, postings.forms, matching.forms):
        for form in vars(module).values():
            if isinstance(form, type) and issubclass(form, forms.Form | forms.ModelForm):
                yield from ((f"{form.__name__}.{name}", field) for name, field in form.base_fields.items())
    for kind in (postings.forms.PayField, postings.forms.DurationField):
        yield kind.__name__, kind(required=False)


@pytest.mark.django_db
@pytest.mark.parametrize("odd", ODD_WORDS, ids=lambda odd: ascii(odd)[:20])
def test_no_field_of_a_form_raises_on_odd_words(odd: str) -> None:
    fields = dict(fields_of_all_forms())
    assert {"PayField", "DurationField", "PreferencesForm.pay"} <= set(fields)
    answers = {name: answer_of(field, odd) for name, field in fields.items() if not isinstance(field, forms.FileField)}
    assert all(answer.messages for answer in answers.values() if isinstance(answer, forms.ValidationError))
    assert isinstance(answers["DurationField"], forms.ValidationError) or answers["DurationField"].isascii()


def answer_of(field: forms.Field, odd: str) -> Any:
    """What the field makes of it, or the ValidationError that it raises."""
    several = isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
    try:
        return field.clean([odd] if several else odd)
    except forms.ValidationError as error:
        return error
