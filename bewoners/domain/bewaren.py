"""Retention: which files are due, a list a beheerder approves, and making what is on it anonymous.

Terms of the Selectielijst gemeenten 2020: a granted file 7 years, a refused one 5, an abandoned one 1, counted from the
day it was closed. The ledger stays: amounts are of nobody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from bewoners import rules
from bewoners.domain import stappen
from bewoners.domain.geld import kenmerk
from bewoners.enums import Initiatiefstatus
from bewoners.models import (
    Bevestigingscode,
    Bewaarlijst,
    Bewaarvoorstel,
    Bijlage,
    Brief,
    Initiatief,
    Score,
    Statuswissel,
    Verantwoording,
    Verantwoordingsregel,
)
from budgetten.domain.verplichtingen import maak_begunstigde_anoniem
from kern.componenten.opmaak import datumtekst
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import log, wis_teksten
from kern.domain.taken import probeer_opnieuw, vraag_aan
from kern.domain.versie import verhoog_na_commit
from kern.domain.werk import HOOGSTENS, Werkpunt
from kern.enums import Taakstatus
from kern.models import Gebruiker, Taak

S = Initiatiefstatus
TAAKSOORT = "bewaarlijst"
VERLEEND_JAREN, GEWEIGERD_JAREN, AFGEBROKEN_JAREN = 7, 5, 1


def bewaren_tot(initiatief: Initiatief, *, gesloten: dt.date, laatste: str) -> tuple[dt.date, str]:
    """Until when this file is kept, and the rule; `laatste` is the status it was closed from."""
    if initiatief.toegekend is not None:
        jaren, regel = VERLEEND_JAREN, _("verleend: 7 jaar")
    elif laatste == S.AFGEWEZEN:
        jaren, regel = GEWEIGERD_JAREN, _("afgewezen: 5 jaar")
    else:
        jaren, regel = AFGEBROKEN_JAREN, _("afgebroken: 1 jaar")
    return _plus_jaren(gesloten, jaren), regel


def te_vernietigen(peildatum: dt.date) -> list[tuple[Initiatief, dt.date, str]]:
    """Files whose term is over on this day, with the day it ended and the rule. One query; nothing is decrypted."""
    # nothing is due within the shortest term
    grens = timezone.make_aware(dt.datetime.combine(peildatum, dt.time.max)) - dt.timedelta(days=AFGEBROKEN_JAREN * 365)
    rijen = (
        _met_afsluiting(Initiatief.objects.filter(geanonimiseerd_op=None))
        .filter(Q(status=S.AFGESLOTEN, status_sinds__lte=grens) | Q(status=S.CONCEPT, gewijzigd__lte=grens))
        .only("status", "status_sinds", "gewijzigd", "toegekend", "titel", "ingediend_op", "aangemaakt")
    )
    gevonden = ((rij, *_termijn(rij)) for rij in rijen.order_by("pk"))
    return [(rij, tot, regel) for rij, tot, regel in gevonden if tot <= peildatum]


def _met_afsluiting(rijen: QuerySet[Initiatief]) -> QuerySet[Initiatief]:
    """With the step that closed each: when, and from which status."""
    wissel = Statuswissel.objects.filter(initiatief=OuterRef("pk"), naar=S.AFGESLOTEN).order_by("-op")
    return rijen.annotate(gesloten=Subquery(wissel.values("op")[:1]), laatste=Subquery(wissel.values("van")[:1]))


def _termijn(rij: Any) -> tuple[dt.date, str]:
    if rij.status == S.CONCEPT:
        return bewaren_tot(rij, gesloten=timezone.localtime(rij.gewijzigd).date(), laatste=S.CONCEPT)
    moment = rij.gesloten or rij.status_sinds
    return bewaren_tot(rij, gesloten=timezone.localtime(moment).date(), laatste=rij.laatste or "")


@transaction.atomic
def stel_lijst_op(*, door: Gebruiker | None, peildatum: dt.date | None = None) -> Bewaarlijst | None:
    """Propose what is due and not on an open list yet; None when there is nothing. The nightly sweep calls it too.

    What a beheerder kept is asked again a year later.
    """
    _controleer(door)
    with connection.cursor() as cursor:  # two at once would propose the same files
        cursor.execute("LOCK TABLE bewoners_bewaarlijst IN SHARE ROW EXCLUSIVE MODE")
    dag = peildatum or timezone.localdate()
    al_voorgesteld = set(
        Bewaarvoorstel.objects.filter(
            Q(lijst__uitgevoerd_op=None) | Q(bewaren=True, lijst__peildatum__gt=_plus_jaren(dag, -1)),
            initiatief__isnull=False,
        ).values_list("initiatief", flat=True)
    )
    te_doen = [(i, tot, regel) for i, tot, regel in te_vernietigen(dag) if i.pk not in al_voorgesteld]
    if not te_doen:
        return None
    lijst = Bewaarlijst.objects.create(peildatum=dag)
    Bewaarvoorstel.objects.bulk_create(
        Bewaarvoorstel(
            lijst=lijst, initiatief=initiatief, kenmerk=initiatief.kenmerk, grond=regel, vernietigen_vanaf=tot
        )
        for initiatief, tot, regel in te_doen
    )
    log(lijst, _("opgesteld"), door=door, wijzigingen={"dossiers": (None, len(te_doen))})
    return lijst


@transaction.atomic
def bewaar_toch(voorstel: Bewaarvoorstel, *, bewaren: bool, reden: str, door: Gebruiker) -> Bewaarvoorstel:
    """Keep a file after all, with a reason, or put it back on the list. Raises once the list was approved."""
    _controleer(door)
    # the list first, as approving does
    lijst = Bewaarlijst.objects.select_for_update().get(pk=voorstel.lijst_id)
    vast = lijst.voorstellen.select_for_update(of=("self",)).select_related("initiatief").get(pk=voorstel.pk)
    if lijst.goedgekeurd_op is not None:
        raise Weigering(_("Deze lijst is al goedgekeurd."))
    if bewaren and not reden.strip():
        raise Weigering(_("Schrijf waarom dit dossier langer bewaard blijft."), veld="reden")
    vast.bewaren, vast.reden = bewaren, reden.strip()[:300] if bewaren else ""
    vast.save(update_fields=["bewaren", "reden"])
    actie = _("langer bewaren") if bewaren else _("niet langer bewaren")
    log(vast.initiatief or lijst, actie, door=door, toelichting=vast.reden)
    return vast


@transaction.atomic
def keur_goed(lijst: Bewaarlijst, *, door: Gebruiker) -> Taak:
    """A beheerder approves; carrying out begins in the background. Returns that task."""
    _controleer(door)
    vast = Bewaarlijst.objects.select_for_update().get(pk=lijst.pk)
    if vast.goedgekeurd_op is not None:
        raise Weigering(_("Deze lijst is al goedgekeurd."))
    vast.goedgekeurd_door, vast.goedgekeurd_op = door, timezone.now()
    vast.save(update_fields=["goedgekeurd_door", "goedgekeurd_op"])
    log(vast, _("goedgekeurd"), door=door)
    return start_uitvoering(vast)


def start_uitvoering(lijst: Bewaarlijst) -> Taak:
    """The task that carries this approved list out; there is one, whoever asks and however often."""
    taak = vraag_aan(
        TAAKSOORT,
        titel=_("Dossiers anonimiseren: lijst van %(dag)s") % {"dag": datumtekst(lijst.peildatum)},
        parameters={"lijst": lijst.pk},
        door=lijst.goedgekeurd_door,
        sleutel=f"{TAAKSOORT}:{lijst.pk}",
    )
    if taak.status == Taakstatus.MISLUKT:
        try:
            taak = probeer_opnieuw(taak, door=None)
        except Weigering:  # another sweep started it again a moment ago
            taak.refresh_from_db()
    return taak


def voer_uit(lijst: Bewaarlijst, *, voortgang: Callable[[int], object] = lambda _procent: None) -> int:
    """Make everything on an approved list anonymous, each file in a transaction of its own. Returns how many.

    Repeating does what was left. A file that is no longer due (a draft somebody went on with) is left alone. Raises
    Weigering before approval.
    """
    if lijst.goedgekeurd_op is None:
        raise Weigering(_("Een beheerder moet deze lijst eerst goedkeuren."))
    te_doen = list(
        lijst.voorstellen.filter(bewaren=False, uitgevoerd_op=None, initiatief__isnull=False).values_list(
            "pk", "initiatief"
        )
    )
    gedaan = 0
    for nummer, (voorstel, initiatief) in enumerate(te_doen, start=1):
        gedaan += _voer_een_uit(voorstel, initiatief)
        voortgang(nummer * 100 // len(te_doen))
    Bewaarlijst.objects.filter(pk=lijst.pk, uitgevoerd_op=None).update(uitgevoerd_op=timezone.now())
    return gedaan


def open_lijsten() -> list[Bewaarlijst]:
    """Approved and not carried out: for the sweep."""
    return list(
        Bewaarlijst.objects.filter(goedgekeurd_op__isnull=False, uitgevoerd_op=None).select_related("goedgekeurd_door")
    )


def te_keuren(gebruiker: Gebruiker) -> list[Werkpunt]:
    """For the work list of a beheerder: lists that wait for approval. One query."""
    if not rules.is_beheerder(gebruiker):
        return []
    return [
        Werkpunt(
            wat=_("Bewaarlijst nakijken en goedkeuren"),
            titel=datumtekst(lijst.peildatum),
            url=lijst.get_absolute_url(),
            sinds=lijst.peildatum,
        )
        for lijst in Bewaarlijst.objects.filter(goedgekeurd_op=None).order_by("peildatum", "pk")[:HOOGSTENS]
    ]


def lijsten() -> QuerySet[Bewaarlijst]:
    """Every list, newest first, with how many files are on it and how many are kept."""
    return (
        Bewaarlijst.objects.select_related("goedgekeurd_door")
        .annotate(aantal=Count("voorstellen"), bewaard=Count("voorstellen", filter=Q(voorstellen__bewaren=True)))
        .order_by("-peildatum", "-pk")
    )


def voorstellen(lijst: Bewaarlijst) -> QuerySet[Bewaarvoorstel]:
    """What is on a list, with the files."""
    return lijst.voorstellen.select_related("initiatief__gebied").only(
        "lijst",
        "kenmerk",
        "grond",
        "vernietigen_vanaf",
        "bewaren",
        "reden",
        "uitgevoerd_op",
        "initiatief__titel",
        "initiatief__status",
        "initiatief__geanonimiseerd_op",
        "initiatief__gebied__naam",
    )


@transaction.atomic
def _voer_een_uit(voorstel: int, initiatief: int) -> bool:
    rij = Bewaarvoorstel.objects.select_for_update(of=("self",)).get(pk=voorstel)
    try:
        vast = stappen.op_slot(Initiatief(pk=initiatief))
    except Weigering:  # its owner threw the draft away
        return False
    if vast.geanonimiseerd_op is not None or vast.status not in {S.CONCEPT, S.AFGESLOTEN}:
        return False
    tot, _regel = _termijn(_met_afsluiting(Initiatief.objects.filter(pk=vast.pk)).get())
    if tot > timezone.localdate():
        return False
    _anonimiseer(vast, grond=rij.grond)
    Bewaarvoorstel.objects.filter(pk=rij.pk).update(uitgevoerd_op=timezone.now())
    return True


def _anonimiseer(vast: Initiatief, *, grond: str) -> None:
    """Nothing of a person remains; title, area, amounts and dates do. A draft disappears whole."""
    _gooi_bestanden_weg(vast.bijlagen.all())
    _gooi_bestanden_weg(vast.brieven.all())
    if vast.status == S.CONCEPT:
        log(vast, _("concept vernietigd"), door=None, toelichting=grond)
        wis_teksten(vast, reden=grond)
        vast.bijlagen.all().delete()
        vast.delete()
        return
    Initiatief.objects.filter(pk=vast.pk).update(
        geanonimiseerd_op=timezone.now(),
        indiener=None,
        naam="",
        organisatie="",
        email="",
        telefoon="",
        adres="",
        adres_sleutel="",
        iban="",
        tenaamstelling="",
        samenvatting="",
        plan="",
        resultaat_voor_buurt="",
        resultaat="",
        plek_adres="",
        lengte=None,
        breedte=None,
        toon_naam=False,
        gepubliceerd_op=None,
        klad="",
    )
    _wis_omgeving(vast)
    _wis_woorden(vast)
    maak_begunstigde_anoniem(kenmerk(vast))
    wis_teksten(vast, reden=grond)
    log(vast, _("geanonimiseerd"), door=None, toelichting=grond)
    verhoog_na_commit("publiek")


def _wis_omgeving(vast: Initiatief) -> None:
    """Rows that are only about people, or say nothing without their words."""
    vast.bijlagen.all().delete()
    vast.brieven.all().delete()
    for verzameling in (
        vast.medeindieners,
        vast.steun,
        vast.volgers,
        vast.reacties,
        vast.berichten,
        vast.aantekeningen,
        vast.nieuws,
        vast.vinken,
    ):
        verzameling.all().delete()
    Bevestigingscode.objects.filter(initiatief=vast).delete()


def _wis_woorden(vast: Initiatief) -> None:
    """Rows that stay for their dates, amounts and outcomes lose what somebody wrote."""
    vast.wissels.exclude(toelichting="").update(toelichting="")
    vast.aanvullingen.update(vragen="", antwoord="")
    vast.kosten.update(omschrijving=_("kosten"))
    vast.dekking.update(omschrijving=_("andere dekking"))
    vast.besluiten.update(motivering="")
    vast.beoordelingen.update(toelichting="", concept={}, vervallen_reden="")
    vast.belangenverklaringen.exclude(toelichting="").update(toelichting="")
    Score.objects.filter(beoordeling__initiatief=vast).update(reden="–")
    vast.bezwaren.update(gronden="", te_laat_reden="", verslag="", motivering="")
    vast.ingebrekestellingen.update(tekst="")
    vast.wijzigingsverzoeken.update(wat="", motivering="")
    Verantwoordingsregel.objects.filter(verantwoording__initiatief=vast).update(toelichting="")
    Verantwoording.objects.filter(initiatief=vast).update(gedaan="", anders="", opmerking="")


def _gooi_bestanden_weg(rijen: Iterable[Bijlage] | Iterable[Brief]) -> None:
    """The files go when the transaction holds; a file without a row does no harm."""
    for rij in rijen:
        if rij.bestand.name:
            transaction.on_commit(partial(rij.bestand.storage.delete, rij.bestand.name))


def _controleer(door: Gebruiker | None) -> None:
    if door is not None and not rules.is_beheerder(door):
        raise GeenToestemming(_("Een beheerder gaat over het bewaren van dossiers."))


def _plus_jaren(dag: dt.date, jaren: int) -> dt.date:
    try:
        return dag.replace(year=dag.year + jaren)
    except ValueError:  # 29 February
        return dag.replace(year=dag.year + jaren, day=28)
