"""Fields that read what people write of pay, dates, lengths of time and lists."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from postings import bounds, links
from postings.writing import OUTSIDE_OF_TIME


class PayField(forms.DecimalField):
    """An amount as people write it: ``120,000``, ``120 000``, ``120k``."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.replace(",", "").replace(" ", "").replace("\u00a0", "").lower().lstrip("$€£")
            digits = value[:-1].replace(".", "", 1)
            if value.endswith("k") and digits.isascii() and digits.isdigit():
                value = str(Decimal(value[:-1]) * 1000)
        return super().to_python(value)


class PastedText(forms.CharField):
    """Text as it was pasted: blanks at its ends stay, the NULs that no database can hold go."""

    def __init__(self, **options: Any) -> None:
        super().__init__(strip=False, **options)

    def to_python(self, value: Any) -> str:
        return str(value or "").replace("\0", "").replace("\r\n", "\n")


class WordsField(forms.CharField):
    """One line of text. Blanks do not count, so a value read from two lines of a posting is not changed by showing it."""

    def __init__(self, label: str, longest: int) -> None:
        super().__init__(label=label, max_length=longest, required=False)

    def to_python(self, value: Any) -> str:
        return " ".join(str(value or "").split())

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)


class LinesField(forms.CharField):
    """A list of short texts, one on each line."""

    def __init__(self, *, rows: int, **options: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": rows}), **options)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        lines = value if isinstance(value, list) else str(value or "").splitlines()
        return [words[:300] for line in lines if (words := " ".join(line.split()))][:50]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)


def start_words(value: str) -> str:
    """``2027-spring`` -> ``Spring 2027``; other words stay as they are."""
    match = re.fullmatch(r"(20\d\d)-([a-z]+|q[1-4])", value)
    return f"{match[2].capitalize()} {match[1]}" if match else value


class StartField(WordsField):
    def prepare_value(self, value: Any) -> Any:
        return start_words(value) if isinstance(value, str) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(start_words(str(initial or "")), data)


UNITS_OF_TIME = {"D": "day", "W": "week", "M": "month", "Y": "year"}


def duration_words(iso: str) -> str:
    """``P12W`` -> ``12 weeks``."""
    number, unit = iso[1:-1], UNITS_OF_TIME.get(iso[-1:], "")
    if not number.isdecimal() or not unit:
        return iso
    return f"{number} {unit}{'' if number == '1' else 's'}"


class DurationField(forms.CharField):
    """A length of time as people write it, ``12 weeks``, kept as ISO 8601, ``P12W``."""

    default_error_messages = {"unknown": "Write a number and days, weeks, months or years, for example: 12 weeks."}

    def prepare_value(self, value: Any) -> Any:
        return duration_words(value) if isinstance(value, str) and value.startswith("P") else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial) or "") != str(data or "").strip() and super().has_changed(initial, data)

    def to_python(self, value: Any) -> str:
        words = str(value or "").strip().lower()
        match = re.fullmatch(r"(\d{1,3})\s*(day|week|month|year)s?", words)
        if match:
            return f"P{int(match[1])}{match[2][0].upper()}"
        if words and not re.fullmatch(r"p[0-9]{1,3}[dwmy]", words):
            raise forms.ValidationError(self.error_messages["unknown"])
        return words.upper()


class DayField(forms.DateField):
    """A day as a date input gives it, within the bounds of what a posting may hold."""

    def __init__(self, label: str) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(label=label, required=False, widget=widget)

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        if day is not None and bounds.day(day) is None:
            raise forms.ValidationError(OUTSIDE_OF_TIME)
        return day


class ApplyLinkField(forms.URLField):
    """A link to apply; ``jobs.example.org`` is taken as https. The rule is that of ``links``."""

    default_validators = [links.check_apply_link]
