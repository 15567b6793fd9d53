"""Public comments: placing, reporting, judging. A reported one is hidden until judged, a removal has a reason."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from bewoners import rules
from bewoners.domain import stappen
from bewoners.domain.ontvangers import behandelaars
from bewoners.enums import Reactiestatus
from bewoners.models import Initiatief, Reactie, Reactiemelding
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import log
from kern.domain.meldingen import meld
from kern.domain.versie import verhoog_na_commit
from kern.models import Gebruiker

#: Only the newest so many are shown on the page of an initiative.
MEESTE = 200


def zichtbare(initiatief: Initiatief) -> list[Reactie]:
    """What everybody reads, oldest first, with authors. One query."""
    rijen = Reactie.objects.filter(initiatief=initiatief, status=Reactiestatus.ZICHTBAAR).select_related("auteur")
    return list(rijen.order_by("-geplaatst_op", "-pk")[:MEESTE])[::-1]


def eigen_verborgen(initiatief: Initiatief, gebruiker: Any) -> list[Reactie]:
    """The user's own comments that others do not see (yet). One query."""
    rijen = Reactie.objects.filter(initiatief=initiatief, auteur=gebruiker.pk).exclude(status=Reactiestatus.ZICHTBAAR)
    return list(rijen.exclude(status=Reactiestatus.VERWIJDERD))


def te_beoordelen(gebruiker: Gebruiker) -> QuerySet[Reactie]:
    """Comments in the user's areas that wait for a look, oldest first, with what was reported.

    Not on one's own plan: nobody judges who criticises them.
    """
    eigen = Initiatief.objects.van_coordinator(gebruiker).exclude(indiener=gebruiker)
    return (
        Reactie.objects.filter(
            initiatief__in=eigen.values("pk"), status__in=[Reactiestatus.WACHT, Reactiestatus.VERBORGEN]
        )
        .select_related("initiatief__gebied", "auteur")
        .prefetch_related("meldingen")
        .order_by("geplaatst_op", "pk")
    )


def verwijderde(gebruiker: Gebruiker, hoogstens: int = 50) -> list[Reactie]:
    """What was removed in the user's areas, newest first: it may be put back."""
    eigen = Initiatief.objects.van_coordinator(gebruiker).exclude(indiener=gebruiker)
    rijen = Reactie.objects.filter(
        initiatief__in=eigen.values("pk"), status=Reactiestatus.VERWIJDERD, beoordeeld_door__isnull=False
    )
    rijen = rijen.exclude(tekst="").select_related("initiatief__gebied", "auteur", "beoordeeld_door")
    return list(rijen.order_by("-beoordeeld_op")[:hoogstens])


def wachtend(gebruiker: Gebruiker) -> int:
    """How many comments wait for this coordinator. One query."""
    return te_beoordelen(gebruiker).prefetch_related(None).select_related(None).order_by().count()


def tellingen(initiatief: Initiatief) -> dict[str, int]:
    """Comments of an initiative by status. One query."""
    per = Reactie.objects.filter(initiatief=initiatief).order_by().values("status").annotate(n=Count("pk"))
    return {rij["status"]: rij["n"] for rij in per}


@transaction.atomic
def plaats(initiatief: Initiatief, *, tekst: str, door: Gebruiker) -> Reactie:
    """Comment on a public initiative. It shows at once, or after a look when its scheme says so.

    Raises Weigering when it is not public, without a text, and for the same text twice.
    """
    vast = stappen.op_slot(initiatief)
    if not rules.is_openbaar(vast):
        raise Weigering(_("Bij dit plan kunt u niet reageren."))
    tekst = tekst.strip()
    if not tekst:
        raise Weigering(_("Schrijf eerst uw reactie."), veld="tekst")
    if (
        Reactie.objects.filter(initiatief=vast, auteur=door, tekst=tekst)
        .exclude(status=Reactiestatus.VERWIJDERD)
        .exists()
    ):
        raise Weigering(_("Deze reactie hebt u al geplaatst."), veld="tekst")
    vooraf = vast.regelingversie is None or vast.regelingversie.reacties_vooraf
    reactie = Reactie.objects.create(
        initiatief=vast,
        auteur=door,
        tekst=tekst,
        status=Reactiestatus.WACHT if vooraf else Reactiestatus.ZICHTBAAR,
    )
    log(vast, _("reactie geplaatst"), door=door)
    if vooraf:
        _vraag_om_te_kijken(reactie, _("Er is een reactie bij ‘%(titel)s’. Wilt u kijken of die getoond kan worden?"))
    else:
        _toon(reactie)
    return reactie


@transaction.atomic
def meld_misplaatst(reactie: Reactie, *, reden: str, door: Gebruiker | None) -> Reactiemelding | None:
    """Somebody says that a comment does not belong here: it is hidden until judged, also when it was judged before.

    None when there is nothing to hide any more.
    """
    vast = _op_slot(reactie)
    reden = " ".join(reden.split())
    if not reden:
        raise Weigering(_("Schrijf wat er mis is met de reactie."), veld="reden")
    if vast.status != Reactiestatus.ZICHTBAAR:
        return None
    melding = Reactiemelding.objects.create(reactie=vast, melder=door, reden=reden[:300])
    vast.status = Reactiestatus.VERBORGEN
    vast.save(update_fields=["status"])
    log(vast.initiatief, _("reactie verborgen na een melding"), door=door, toelichting=melding.reden)
    verhoog_na_commit("publiek")
    _vraag_om_te_kijken(vast, _("Een reactie bij ‘%(titel)s’ is gemeld. Wilt u ernaar kijken?"))
    return melding


@transaction.atomic
def toon(reactie: Reactie, *, door: Gebruiker) -> Reactie:
    """Let a comment be seen: one that waits, one that was reported, or one that was removed and comes back."""
    vast = _op_slot(reactie)
    _controleer_behandelt(vast, door)
    if not vast.tekst:  # only its author leaves nothing
        raise Weigering(_("De schrijver haalde deze reactie zelf weg. Die komt niet terug."))
    was = vast.status
    _beoordeeld(vast, Reactiestatus.ZICHTBAAR, reden="", door=door)
    log(vast.initiatief, _("reactie getoond"), door=door)
    if was == Reactiestatus.WACHT:
        _toon(vast)
    return vast


@transaction.atomic
def verwijder(reactie: Reactie, *, reden: str, door: Gebruiker) -> Reactie:
    """Take a comment off the website. The author hears why. Raises Weigering without a reason."""
    vast = _op_slot(reactie)
    _controleer_behandelt(vast, door)
    reden = " ".join(reden.split())[:300]
    if not reden:
        raise Weigering(_("Schrijf waarom u de reactie weghaalt. De schrijver krijgt dit te lezen."), veld="reden")
    if vast.status == Reactiestatus.VERWIJDERD:
        raise Weigering(_("Deze reactie is al weggehaald."))
    _beoordeeld(vast, Reactiestatus.VERWIJDERD, reden=reden, door=door)
    log(vast.initiatief, _("reactie weggehaald"), door=door, toelichting=reden)
    if vast.auteur is not None:
        with translation.override("nl"):
            meld(
                vast.auteur,
                soort="reactie",
                sleutel=f"reactie-weg-{vast.pk}-{int(timezone.now().timestamp())}",
                tekst=_("Uw reactie bij ‘%(titel)s’ is weggehaald: %(reden)s")
                % {"titel": vast.initiatief.titel, "reden": reden},
                url=vast.initiatief.get_absolute_url(),
                onderwerp=_("Uw reactie is weggehaald"),
            )
    return vast


@transaction.atomic
def verwijder_eigen(reactie: Reactie, *, door: Gebruiker) -> None:
    """The author takes their own comment back: the text is gone. Raises GeenToestemming for somebody else's."""
    vast = _op_slot(reactie)
    if vast.auteur_id is None or vast.auteur_id != door.pk:
        raise GeenToestemming(_("U kunt alleen uw eigen reactie weghalen."))
    if vast.status == Reactiestatus.VERWIJDERD:
        return
    with translation.override("nl"):
        vast.reden = _("door de schrijver zelf weggehaald")
        vast.status, vast.tekst = Reactiestatus.VERWIJDERD, ""
        vast.save(update_fields=["status", "tekst", "reden"])
        log(vast.initiatief, _("eigen reactie weggehaald"), door=door)
    verhoog_na_commit("publiek")


def _op_slot(reactie: Reactie) -> Reactie:
    try:
        return (
            Reactie.objects.select_for_update(of=("self",))
            .select_related("initiatief__gebied__ouder__ouder", "initiatief__behandelaar", "auteur")
            .get(pk=reactie.pk)
        )
    except Reactie.DoesNotExist:
        raise Weigering(_("Deze reactie bestaat niet meer.")) from None


def _controleer_behandelt(reactie: Reactie, door: Gebruiker) -> None:
    if not rules.behandelt(door, reactie.initiatief) or rules.is_indiener(door, reactie.initiatief):
        raise GeenToestemming(_("Alleen een coördinator van dit gebied beoordeelt reacties."))


def _beoordeeld(reactie: Reactie, status: Reactiestatus, *, reden: str, door: Gebruiker) -> None:
    reactie.status, reactie.reden = status, reden
    reactie.beoordeeld_door, reactie.beoordeeld_op = door, timezone.now()
    reactie.save(update_fields=["status", "reden", "beoordeeld_door", "beoordeeld_op"])
    Reactiemelding.objects.filter(reactie=reactie, afgehandeld_op=None).update(afgehandeld_op=timezone.now())
    verhoog_na_commit("publiek")


def _toon(reactie: Reactie) -> None:
    """It shows for the first time: the applicant hears of it."""
    verhoog_na_commit("publiek")
    indiener = reactie.initiatief.indiener
    if indiener is not None and indiener.pk != reactie.auteur_id:
        with translation.override("nl"):
            meld(
                indiener,
                soort="reactie",
                sleutel=f"reactie-{reactie.pk}",
                tekst=_("Er is een reactie op uw plan ‘%(titel)s’.") % {"titel": reactie.initiatief.titel},
                url=f"{reactie.initiatief.get_absolute_url()}#reacties",
            )


def _vraag_om_te_kijken(reactie: Reactie, tekst: str) -> None:
    meldingen = Reactiemelding.objects.filter(reactie=reactie).count()
    for gebruiker in behandelaars(reactie.initiatief):
        with translation.override("nl"):
            meld(
                gebruiker,
                soort="reactie",
                sleutel=f"reactie-kijken-{reactie.pk}-{meldingen}",
                tekst=tekst % {"titel": reactie.initiatief.titel},
                url=reverse("bewoners:reacties_beheren"),
            )
