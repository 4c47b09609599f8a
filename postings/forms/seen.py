"""Forms that know what they showed of a posting."""

from typing import Any

from django import forms

from postings.comparing import Seen

SAYS_NOTHING = "This form does not say what it showed you. Reload this page and look again."


class SeenForm(forms.Form):
    """A form that knows what it showed of a posting, and what was chosen where others have changed that meanwhile.

    ``pick-<unit>`` is ``theirs``, or ``mine:`` and the print of what it takes the place of.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def read_seen(self) -> Seen | None:
        """What the form showed, with what was chosen since. None where it does not say."""
        seen = Seen.load(self.data.get(self.add_prefix("seen"), ""))
        mine = {unit: pick.removeprefix("mine:") for unit, pick in self.picks().items() if pick.startswith("mine:")}
        return seen and Seen({**seen.prints, **mine}, seen.shown)

    def picks(self) -> dict[str, str]:
        return {
            name.removeprefix("pick-"): str(self.data[name])
            for name in (self.data if self.is_bound else ())
            if name.startswith("pick-")
        }

    def left_to_others(self) -> set[str]:
        return {unit for unit, pick in self.picks().items() if pick == "theirs"}

    def _shown(self, name: str) -> str:
        """The value of an input as a browser sends it back when nothing was touched."""
        value = self[name].value()
        return _sent(value if isinstance(value, bool) else self.fields[name].widget.format_value(value))

    def _typed(self, name: str) -> str:
        widget = self.fields[name].widget
        return _sent(widget.value_from_datadict(self.data, self.files, self.add_prefix(name)))


def _sent(value: Any) -> str:
    """What a browser sends for an input, in one form for all kinds of them: blanks and line ends do not count."""
    if isinstance(value, bool):
        return "on" if value else ""
    if isinstance(value, list | tuple):
        return "\n".join(sorted(filter(None, (str(part) for part in value))))
    return (
        "" if value is None else "\n".join(filter(None, (" ".join(line.split()) for line in str(value).splitlines())))
    )
