"""The search box of the admin for what a row points at."""

from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError


class KeyedSelect(AutocompleteSelect):
    """Shows nothing chosen where what was sent names no row. Django's own raises on what is no number."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        return super().optgroups(name, [key for key in value if self._names_a_row(key)], attr)

    def _names_a_row(self, key: str) -> bool:
        try:
            return self.choices.field.to_python(key) is not None
        except ValidationError:
            return False
