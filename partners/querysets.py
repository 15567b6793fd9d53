"""Chainable filters on partners, posts and activities."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q

from partners.enums import BETALENDE_ROLLEN, Activiteitstatus
from partners.posten import geldig_op, heeft_post, partner_ids


class GeldigQuerySet(models.QuerySet):
    """For models with a validity period `vanaf`–`tot`."""

    def geldig(self, datum: dt.date | None = None) -> GeldigQuerySet:
        """Rows valid on the date, default today."""
        return self.filter(geldig_op(datum))


class PartnerQuerySet(models.QuerySet):
    """Filters on organisations."""

    def betalend(self, datum: dt.date | None = None) -> PartnerQuerySet:
        """Partners that pay and decide on the date: opdrachtgever and convenantpartners."""
        return self.filter(geldig_op(datum, "deelnames__"), deelnames__rol__in=BETALENDE_ROLLEN).distinct()


class ActiviteitQuerySet(models.QuerySet):
    """Filters on logged activities."""

    def openbaar(self) -> ActiviteitQuerySet:
        """What anybody may see: final and public."""
        return self.filter(status=Activiteitstatus.DEFINITIEF, openbaar=True)

    def zichtbaar_voor(self, user: object) -> ActiviteitQuerySet:
        """Public ones for everybody; final ones for anybody with a post; drafts for the partner's own staff."""
        if not heeft_post(user):
            return self.openbaar()
        return self.filter(Q(status=Activiteitstatus.DEFINITIEF) | Q(partner__in=partner_ids(user)))
