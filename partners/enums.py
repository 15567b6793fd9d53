"""Kinds, roles and posts of partner organisations."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Partnersoort(TextChoices):
    """What kind of organisation."""

    GEMEENTE = "gemeente", _("Gemeente")
    CORPORATIE = "corporatie", _("Woningcorporatie")
    POLITIE = "politie", _("Politie")
    MAATSCHAPPELIJK_WERK = "maatschappelijk_werk", _("Maatschappelijk werk")
    ZORG = "zorg", _("Zorgorganisatie")
    OVERIG = "overig", _("Andere organisatie")


class Rol(TextChoices):
    """A partner's part in an agreement."""

    OPDRACHTGEVER = "opdrachtgever", _("Opdrachtgever")
    CONVENANTPARTNER = "convenantpartner", _("Convenantpartner")
    VERBONDEN_PARTIJ = "verbonden_partij", _("Verbonden partij")
    MOGELIJKE_PARTNER = "mogelijke_partner", _("Mogelijke partner")


#: Roles that pay and decide.
BETALENDE_ROLLEN = (Rol.OPDRACHTGEVER, Rol.CONVENANTPARTNER)
#: Roles that have joined: their staff have rights.
MEEDOENDE_ROLLEN = (*BETALENDE_ROLLEN, Rol.VERBONDEN_PARTIJ)


class Functie(TextChoices):
    """What somebody is at a partner; roles follow from this and from nothing else."""

    PARTNERMEDEWERKER = "partnermedewerker", _("Medewerker")
    GEBIEDSCOORDINATOR = "gebiedscoordinator", _("Gebiedscoördinator")
    CONTROLLER = "controller", _("Controller")
    BEHEERDER = "beheerder", _("Beheerder")
    STUURGROEPLID = "stuurgroeplid", _("Lid van de stuurgroep")


class Sleutelsoort(TextChoices):
    """How a cost-sharing key divides."""

    PERCENTAGES = "percentages", _("Vaste verhouding")
    WONINGEN = "woningen", _("Naar aantal woningen in het gebied")


class Activiteitstatus(TextChoices):
    """A logged activity is a draft of its maker until it is final."""

    CONCEPT = "concept", _("Concept")
    DEFINITIEF = "definitief", _("Definitief")
