"""Chainable filters on initiatives."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from bewoners.enums import NIET_OPENBAAR, Initiatiefstatus
from partners.enums import Functie
from partners.posten import heeft_functie, posten


def van_coordinator(user: Any) -> Q | None:
    """What lies in the areas the user coordinates, and below them, of anything with a `gebied`; None: nothing does."""
    coordinatie = [post for post in posten(user) if post.functie == Functie.GEBIEDSCOORDINATOR]
    if not coordinatie:
        return None
    if any(not post.gebied_ids for post in coordinatie):
        return Q()
    ids = frozenset().union(*(post.gebied_ids for post in coordinatie))
    return Q(gebied__in=ids) | Q(gebied__ouder__in=ids) | Q(gebied__ouder__ouder__in=ids)


class InitiatiefQuerySet(models.QuerySet):
    """Filters on initiatives. `bewoners.rules` says the same of one initiative."""

    def openbaar(self) -> InitiatiefQuerySet:
        """What anybody may see."""
        return self.filter(gepubliceerd_op__isnull=False).exclude(status__in=NIET_OPENBAAR)

    def ingediend(self) -> InitiatiefQuerySet:
        """Everything that is no draft."""
        return self.exclude(status=Initiatiefstatus.CONCEPT)

    def van(self, user: Any) -> InitiatiefQuerySet:
        """The user's own plans, drafts included."""
        return self.filter(indiener=user.pk) if user.is_authenticated else self.none()

    def van_coordinator(self, user: Any) -> InitiatiefQuerySet:
        """Those in the areas the user coordinates, and below them."""
        hier = van_coordinator(user)
        return self.none() if hier is None else self.filter(hier)

    def dossier_voor(self, user: Any) -> InitiatiefQuerySet:
        """Submitted files the user may open as staff: all for controllers and the steering group, own areas for
        coordinators."""
        ingediend = self.ingediend()
        if heeft_functie(user, Functie.CONTROLLER, Functie.STUURGROEPLID):
            return ingediend
        return ingediend.van_coordinator(user)
