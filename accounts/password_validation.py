from typing import Any

from django.core.exceptions import ValidationError


class MaximumLengthValidator:
    """Hashing cost grows with length, so a password has an upper bound."""

    def __init__(self, max_length: int = 128) -> None:
        self.max_length = max_length

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) > self.max_length:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        return f"Your password may have at most {self.max_length} characters."
