"""What the applicant tells everybody: news while a plan is carried out, and how it went."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from bewoners import rules
from bewoners.domain import stappen, volgen
from bewoners.domain.bijlagen import voeg_bijlage_toe, wis_bestand_na_commit
from bewoners.enums import Bijlagesoort, Initiatiefstatus
from bewoners.models import Initiatief, Voortgangsbericht
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import log
from kern.domain.uploads import SchoonBestand
from kern.domain.versie import verhoog_na_commit
from kern.models import Gebruiker

S = Initiatiefstatus
#: While a plan is carried out there is news of it.
LOOPT = (S.VERLEEND, S.DIRECT_VASTGESTELD, S.IN_UITVOERING)
#: How it went can be told, and told better, until the file is closed.
VERTELBAAR = (*LOOPT, S.VERANTWOORDING_INGEDIEND, S.VASTGESTELD)


def kan_nieuws(initiatief: Initiatief, gebruiker: object) -> bool:
    """Whether this person may post news now."""
    return rules.is_indiener(gebruiker, initiatief) and initiatief.status in LOOPT


def kan_resultaat(initiatief: Initiatief, gebruiker: object) -> bool:
    """Whether this person may tell how it went now."""
    return rules.is_indiener(gebruiker, initiatief) and initiatief.status in VERTELBAAR


def berichten(initiatief: Initiatief) -> list[Voortgangsbericht]:
    """The news, newest first. One query; photos are in `publiek.fotos_van`."""
    return list(Voortgangsbericht.objects.filter(initiatief=initiatief))


@transaction.atomic
def plaats(
    initiatief: Initiatief, *, tekst: str, door: Gebruiker, fotos: Sequence[SchoonBestand] = (), alt: str = ""
) -> Voortgangsbericht:
    """News for everybody, with photos; followers hear of it. Raises GeenToestemming or Weigering."""
    vast = _controleer(initiatief, door, LOOPT, _("Nieuws plaatsen kan zolang uw plan wordt uitgevoerd."))
    if not tekst.strip():
        raise Weigering(_("Schrijf wat er is gebeurd."), veld="tekst")
    bericht = Voortgangsbericht.objects.create(initiatief=vast, auteur=door, tekst=tekst.strip())
    _voeg_fotos_toe(vast, fotos, alt=alt, door=door, nieuws=bericht)
    log(vast, _("nieuws geplaatst"), door=door)
    verhoog_na_commit("publiek")
    with translation.override("nl"):
        volgen.vertel(
            vast,
            soort="nieuws",
            sleutel=f"nieuws-{bericht.pk}",
            tekst=_("Er is nieuws over het plan ‘%(titel)s’.") % {"titel": vast.titel},
        )
    return bericht


@transaction.atomic
def verwijder(bericht: Voortgangsbericht, *, door: Gebruiker) -> None:
    """Take news back, with its photos: by its author, or by who handles the initiative. Raises GeenToestemming."""
    vast = stappen.op_slot(bericht.initiatief)
    if bericht.auteur_id != door.pk and not rules.behandelt(door, vast):
        raise GeenToestemming(_("U kunt alleen uw eigen nieuws weghalen."))
    for foto in bericht.fotos.all():
        wis_bestand_na_commit(foto)
        foto.delete()
    bericht.delete()
    log(vast, _("nieuws weggehaald"), door=door)
    verhoog_na_commit("publiek")


@transaction.atomic
def vertel_resultaat(
    initiatief: Initiatief, *, tekst: str, door: Gebruiker, fotos: Sequence[SchoonBestand] = (), alt: str = ""
) -> Initiatief:
    """How the plan went, for everybody, with photos. Telling it again replaces the text and adds the photos."""
    vast = _controleer(initiatief, door, VERTELBAAR, _("U kunt nu niet vertellen hoe uw plan ging."))
    if not tekst.strip():
        raise Weigering(_("Schrijf hoe het is gegaan."), veld="tekst")
    eerste_keer = not vast.resultaat
    vast.resultaat = tekst.strip()
    vast.save(update_fields=["resultaat", "gewijzigd"])
    _voeg_fotos_toe(vast, fotos, alt=alt, door=door)
    log(vast, _("resultaat verteld"), door=door)
    verhoog_na_commit("publiek")
    if eerste_keer:
        with translation.override("nl"):
            volgen.vertel(
                vast,
                soort="nieuws",
                sleutel=f"resultaat-{vast.pk}",
                tekst=_("Lees hoe het ging met het plan ‘%(titel)s’.") % {"titel": vast.titel},
            )
    return vast


def _controleer(
    initiatief: Initiatief, door: Gebruiker, statussen: Sequence[Initiatiefstatus], te_laat: str
) -> Initiatief:
    vast = stappen.op_slot(initiatief)
    if not rules.is_indiener(door, vast):
        raise GeenToestemming(_("Alleen de indiener vertelt over het plan."))
    if vast.status not in statussen:
        raise Weigering(te_laat)
    return vast


def _voeg_fotos_toe(
    initiatief: Initiatief,
    fotos: Sequence[SchoonBestand],
    *,
    alt: str,
    door: Gebruiker,
    nieuws: Voortgangsbericht | None = None,
) -> None:
    for foto in fotos:
        voeg_bijlage_toe(
            initiatief, soort=Bijlagesoort.RESULTAAT, bestand=foto, door=door, openbaar=True, alt=alt, nieuws=nieuws
        )
