"""Saved public content makes the cached pages old, whoever saves it: a page, the admin or an import.

Bulk writes send no signal; the page cache lets a page live for a minute at most, so those show within that time.
Postings raise their own version (`stand`).
"""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save

from bewoners.enums import Initiatiefstatus
from bewoners.models import Initiatief
from budgetten.models import Begrotingsregel, Boekjaar
from gebieden.models import Gebied, GebiedVersie, Kerncijfer, Thema
from kern.domain.versie import verhoog_na_commit
from partners.models import (
    Activiteit,
    ActiviteitFoto,
    Activiteittype,
    Deelname,
    Overeenkomst,
    Partner,
    SleutelAandeel,
    Verdeelsleutel,
)

#: Everything a public page shows, amounts apart.
PUBLIEKE_MODELLEN: tuple[type[Model], ...] = (
    Gebied,
    GebiedVersie,
    Kerncijfer,
    Thema,
    Partner,
    Overeenkomst,
    Deelname,
    Verdeelsleutel,
    SleutelAandeel,
    Activiteittype,
    Activiteit,
    ActiviteitFoto,
    Boekjaar,
    Begrotingsregel,
)


def publieke_inhoud_gewijzigd(**kwargs: Any) -> None:
    """Raise the version of public content after commit."""
    verhoog_na_commit("publiek")


def initiatief_gewijzigd(instance: Initiatief, **kwargs: Any) -> None:
    """The same for an initiative; a draft is on no public page and is saved with every step of its form."""
    if instance.status != Initiatiefstatus.CONCEPT:
        verhoog_na_commit("publiek")


def verbind() -> None:
    """Listen to every public model. Called once, when the app is ready."""
    for model in PUBLIEKE_MODELLEN:
        for signaal in (post_save, post_delete):
            signaal.connect(publieke_inhoud_gewijzigd, sender=model, dispatch_uid=f"publiek-{model._meta.label_lower}")
    post_save.connect(initiatief_gewijzigd, sender=Initiatief, dispatch_uid="publiek-initiatief")
