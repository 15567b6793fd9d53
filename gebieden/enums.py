"""Kinds of areas and themes."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Gebiedssoort(TextChoices):
    """Level in the tree: stad → wijk → buurt (CBS codes GM…, WK…, BU…)."""

    STAD = "stad", _("Stad")
    WIJK = "wijk", _("Wijk")
    BUURT = "buurt", _("Buurt")


class Domein(TextChoices):
    """The two halves of leefbaarheid, named in the agreement of 2010."""

    FYSIEK = "fysiek", _("Fysiek")
    SOCIAAL = "sociaal", _("Sociaal")
