from django.db import models


def one_of(field: str, choices: type[models.TextChoices], *, name: str, null: bool = False) -> models.CheckConstraint:
    """The database refuses any value the choices do not name."""
    condition = models.Q(**{f"{field}__in": choices.values})
    if null:
        condition |= models.Q(**{f"{field}__isnull": True})
    return models.CheckConstraint(
        condition=condition, name=name, violation_error_message=f"This is not one of the values of {field}."
    )
