"""Chainable filters on areas."""

from django.db import models
from django.db.models import Q


class GebiedQuerySet(models.QuerySet):
    """Filters on the tree of areas."""

    def wijken(self) -> "GebiedQuerySet":
        """The districts, in CBS order."""
        return self.filter(soort="wijk").order_by("code")

    def binnen(self, gebied: models.Model) -> "GebiedQuerySet":
        """The area itself and everything below it. The tree is three levels deep, so two steps up are enough."""
        return self.filter(Q(pk=gebied.pk) | Q(ouder=gebied.pk) | Q(ouder__ouder=gebied.pk))

    def actief(self) -> "GebiedQuerySet":
        """Areas that still exist in the newest version of the boundaries."""
        return self.filter(actief=True)
