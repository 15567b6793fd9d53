"""Writing and reading the log."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone

from kern.models import Gebruiker, Logregel, Logwissing


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


@transaction.atomic
def wis_teksten(obj: models.Model, *, reden: str) -> int:
    """Empty the words in the log of an object: personal data whose time is over. Who did what when stays.

    The wiping itself is recorded, with the reason. Returns how many lines lost words.
    """
    soort = ContentType.objects.get_for_model(obj, for_concrete_model=True)
    Logwissing.objects.create(soort=soort, object_id=obj.pk, reden=reden[:200])
    regels = Logregel.objects.filter(soort=soort, object_id=obj.pk).exclude(wijzigingen={}, toelichting="")
    return regels.update(wijzigingen={}, toelichting="")


def logregels(obj: models.Model) -> models.QuerySet[Logregel]:
    """The log of one object, newest first, with the actors."""
    return Logregel.objects.filter(soort=ContentType.objects.get_for_model(obj), object_id=obj.pk).select_related(
        "door"
    )


def logregels_met(obj: models.Model, onderdelen: Collection[models.Model]) -> models.QuerySet[Logregel]:
    """The log of an object and of its parts, all parts of one kind, newest first, with the actors."""
    regels = logregels(obj)
    if not onderdelen:
        return regels
    soort = ContentType.objects.get_for_model(next(iter(onderdelen)))
    van_onderdelen = Logregel.objects.filter(soort=soort, object_id__in=[deel.pk for deel in onderdelen])
    return regels | van_onderdelen.select_related("door")


def zoek_logregels(
    *,
    wie: str = "",
    wat: str = "",
    soort: ContentType | None = None,
    vanaf: dt.date | None = None,
    tot: dt.date | None = None,
) -> models.QuerySet[Logregel]:
    """Every log line that fits, newest first, with actors and kinds. `tot` includes that day."""
    regels = Logregel.objects.select_related("door", "soort")
    if wie:
        regels = regels.filter(models.Q(door__naam__icontains=wie) | models.Q(door__email__icontains=wie))
    if wat:
        regels = regels.filter(models.Q(actie__icontains=wat) | models.Q(toelichting__icontains=wat))
    if soort is not None:
        regels = regels.filter(soort=soort)
    if vanaf is not None:
        regels = regels.filter(moment__gte=_middernacht(vanaf))
    if tot is not None:
        regels = regels.filter(moment__lt=_middernacht(tot + dt.timedelta(days=1)))
    return regels


def soorten_met_regels() -> models.QuerySet[ContentType]:
    """The kinds of objects that have a log."""
    return ContentType.objects.filter(models.Exists(Logregel.objects.filter(soort=models.OuterRef("pk")))).order_by(
        "model"
    )


def _middernacht(dag: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(dag, dt.time.min))


def _as_text(value: Any) -> str | None:
    return None if value is None else str(value)
