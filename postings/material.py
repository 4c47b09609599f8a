"""Which changes of a live posting are material: what people applied for would be another job."""

from collections.abc import Mapping
from typing import Any

from postings.comparing import Change, changes

# The one table. The text itself is not in it: of a text, its requirements count, and whom it sends people to.
MATERIAL = frozenset(
    {
        "hiring_organization",
        "title",
        "salary",
        "equity",
        "locations",
        "job_location_type",
        "employment_types",
        "apply_url",
        "apply_email",
        "requirements",
        "contacts",
    }
)


def material_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Of the changes between two states (``comparing.state_of``), those of the table."""
    return [change for change in changes(before, after) if change.field in MATERIAL]
