"""Chainable filters on the ledger and on expenses."""

from __future__ import annotations

from collections.abc import Collection

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q, Sum
from django.db.models.functions import Coalesce


class BoekingQuerySet(models.QuerySet):
    """Filters on bookings."""

    def met_bedrag(self) -> BoekingQuerySet:
        """Annotate `bedrag`: the sum of the mutaties of each booking, in euro."""
        return self.annotate(bedrag=Sum("mutaties__bedrag"))

    def op_regel(self, regel: models.Model) -> BoekingQuerySet:
        """Bookings that touch an account of the budget line."""
        return self.filter(Q(mutaties__van__regel=regel) | Q(mutaties__naar__regel=regel)).distinct()


class UitgaveQuerySet(models.QuerySet):
    """Filters on expenses."""

    def zichtbaar_voor(self, user: object) -> UitgaveQuerySet:
        """Staff see every expense of the shared programme; nobody else sees any (suppliers can be persons)."""
        from partners.rules import heeft_post

        return self.all() if heeft_post(user) else self.none()


def besloten_door(user: models.Model) -> Q:
    """Expenses on a commitment this person decided on, when it was entered into or later."""
    beslissers = apps.get_model("budgetten", "Verplichtingbeslisser").objects.filter(
        gebruiker=user.pk, bron=Coalesce(OuterRef("verplichting__oorsprong"), OuterRef("verplichting"))
    )
    return Q(besluit_door=user) | Q(Exists(beslissers))


class VerplichtingQuerySet(models.QuerySet):
    """Filters on commitments."""

    def zichtbaar_voor(self, user: object) -> VerplichtingQuerySet:
        """Staff see every commitment of the shared programme; nobody else sees any."""
        from partners.rules import heeft_post

        return self.all() if heeft_post(user) else self.none()

    def met_kenmerk(self, kenmerken: Collection[str]) -> VerplichtingQuerySet:
        """The commitments of these, and what was carried over from them, oldest first."""
        return self.filter(Q(kenmerk__in=kenmerken) | Q(oorsprong__kenmerk__in=kenmerken)).order_by("pk")
