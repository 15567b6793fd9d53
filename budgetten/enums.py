"""Statuses and kinds of everything of money."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Jaarstatus(TextChoices):
    """A closed fiscal year takes no booking, ever again."""

    OPEN = "open", _("Open")
    GESLOTEN = "gesloten", _("Gesloten")


class Rekeningsoort(TextChoices):
    """The stations of a euro: BRON → POT → VRIJ → TOEGEKEND → VERPLICHT → BESTEED."""

    BRON = "bron", _("Bron")
    POT = "pot", _("Pot")
    VRIJ = "vrij", _("Vrij besteedbaar")
    TOEGEKEND = "toegekend", _("Toegekend")
    VERPLICHT = "verplicht", _("Verplicht")
    BESTEED = "besteed", _("Besteed")


#: The accounts of a budget line, in the order money passes them.
REGELSOORTEN = (Rekeningsoort.VRIJ, Rekeningsoort.TOEGEKEND, Rekeningsoort.VERPLICHT, Rekeningsoort.BESTEED)


class Boekingsoort(TextChoices):
    """What one event in the ledger is."""

    BIJDRAGE = "bijdrage", _("Bijdrage")
    TOEDELING = "toedeling", _("Toedeling")
    WIJZIGING = "wijziging", _("Begrotingswijziging")
    TOEKENNING = "toekenning", _("Toekenning")
    VERPLICHTING = "verplichting", _("Verplichting")
    BESTEDING = "besteding", _("Besteding")
    VRIJVAL = "vrijval", _("Vrijval")
    OVERHEVELING = "overheveling", _("Overheveling")
    TERUGGAVE = "teruggave", _("Teruggave")
    TERUGONTVANGST = "terugontvangst", _("Terugontvangst")
    TEGENBOEKING = "tegenboeking", _("Tegenboeking")


class Jaarverband(TextChoices):
    """How the years of the two accounts of a movement relate."""

    ZELFDE = "zelfde", _("hetzelfde jaar")
    VOLGEND = "volgend", _("het volgende jaar")


_R = Rekeningsoort
#: Per kind of booking the allowed movements (from, to, same budget line required). A tegenboeking mirrors any of these.
#: The database trigger is generated from this table: there is no second list.
TOEGESTANE_MUTATIES: dict[Boekingsoort, tuple[tuple[Rekeningsoort, Rekeningsoort, bool], ...]] = {
    Boekingsoort.BIJDRAGE: ((_R.BRON, _R.POT, False),),
    Boekingsoort.TOEDELING: ((_R.POT, _R.VRIJ, False),),
    Boekingsoort.WIJZIGING: ((_R.VRIJ, _R.VRIJ, False), (_R.VRIJ, _R.POT, False), (_R.POT, _R.VRIJ, False)),
    Boekingsoort.TOEKENNING: ((_R.VRIJ, _R.TOEGEKEND, True),),
    Boekingsoort.VERPLICHTING: ((_R.TOEGEKEND, _R.VERPLICHT, True),),
    Boekingsoort.BESTEDING: ((_R.VRIJ, _R.BESTEED, True), (_R.VERPLICHT, _R.BESTEED, True)),
    Boekingsoort.VRIJVAL: ((_R.TOEGEKEND, _R.VRIJ, True), (_R.VERPLICHT, _R.VRIJ, True)),
    Boekingsoort.OVERHEVELING: ((_R.VRIJ, _R.POT, False), (_R.VRIJ, _R.VRIJ, False)),
    Boekingsoort.TERUGGAVE: ((_R.POT, _R.BRON, False), (_R.VRIJ, _R.BRON, False)),
    Boekingsoort.TERUGONTVANGST: ((_R.BESTEED, _R.VRIJ, True),),
}


class Uitgavestatus(TextChoices):
    """The way of an expense. Approval posts it in the ledger."""

    CONCEPT = "concept", _("Concept")
    INGEDIEND = "ingediend", _("Wacht op goedkeuring")
    GOEDGEKEURD = "goedgekeurd", _("Goedgekeurd")
    AFGEKEURD = "afgekeurd", _("Afgekeurd")
    BETAALD = "betaald", _("Betaald")
    TEGENGEBOEKT = "tegengeboekt", _("Tegengeboekt")


class Wijzigingstatus(TextChoices):
    """The way of a budget amendment."""

    CONCEPT = "concept", _("Concept")
    INGEDIEND = "ingediend", _("Wacht op vaststelling")
    VASTGESTELD = "vastgesteld", _("Vastgesteld")
    AFGEWEZEN = "afgewezen", _("Afgewezen")


class Verplichtingstatus(TextChoices):
    """A commitment is closed when nothing of it is open any more: spent, released or carried over."""

    OPEN = "open", _("Open")
    GESLOTEN = "gesloten", _("Gesloten")


class BtwBehandeling(TextChoices):
    """What happens with VAT: it costs the programme money, or it is compensated and does not."""

    KOSTEN = "kosten", _("Btw is kosten")
    COMPENSABEL = "compensabel", _("Btw wordt teruggevraagd")
    VRIJGESTELD = "vrijgesteld", _("Geen btw")


class Rapportsoort(TextChoices):
    """Kinds of frozen reports."""

    MAAND = "maandrapportage", _("Maandrapportage")


class Rapportscope(TextChoices):
    """What a report is about."""

    PROGRAMMA = "programma", _("Hele programma")
    GEBIED = "gebied", _("Gebied")
    PARTNER = "partner", _("Betalende partner")
