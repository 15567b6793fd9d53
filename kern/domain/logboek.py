"""Writing and reading the log."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from kern.models import Gebruiker, Logregel


def log(
    obj: models.Model,
    actie: str,
    *,
    door: Gebruiker | None,
    wijzigingen: dict[str, tuple[Any, Any]] | None = None,
    toelichting: str = "",
) -> Logregel:
    """Record that `door` (None: the system) did `actie` to `obj`. Call inside the transaction of the act itself.

    `wijzigingen` maps a field to (old, new); values are stored as text, so that a log line never depends on a model.
    """
    return Logregel.objects.create(
        soort=ContentType.objects.get_for_model(obj, for_concrete_model=True),
        object_id=obj.pk,
        actie=actie,
        door=door,
        wijzigingen={
            field: [_as_text(old), _as_text(new)] for field, (old, new) in (wijzigingen or {}).items() if old != new
        },
        toelichting=toelichting,
    )


def logregels(obj: models.Model) -> models.QuerySet[Logregel]:
    """The log of one object, newest first, with the actors."""
    return Logregel.objects.filter(
        soort=ContentType.objects.get_for_model(obj), object_id=obj.pk
    ).select_related("door")


def _as_text(value: Any) -> str | None:
    return None if value is None else str(value)
