"""Chainable filters on the ledger and on expenses."""

from __future__ import annotations

from collections.abc import Collection

from django.db import models
from django.db.models import Q, Sum


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


class VerplichtingQuerySet(models.QuerySet):
    """Filters on commitments."""

    def zichtbaar_voor(self, user: object) -> VerplichtingQuerySet:
        """Staff see every commitment of the shared programme; nobody else sees any."""
        from partners.rules import heeft_post

        return self.all() if heeft_post(user) else self.none()

    def met_kenmerk(self, kenmerken: Collection[str]) -> VerplichtingQuerySet:
        """The commitments of these, and what was carried over from them, oldest first."""
        return self.filter(Q(kenmerk__in=kenmerken) | Q(oorsprong__kenmerk__in=kenmerken)).order_by("pk")
