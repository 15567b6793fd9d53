"""Making, freezing and missing month reports. One per kind, scope, period and version, whoever asks and however often.

The order is: read under a lock (`rapportgegevens.verzamel`), make the files outside of it, freeze everything in one
INSERT. The unique constraint decides when two workers did the same; who comes second looks again whether there is
anything new to say.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from budgetten.domain import rapportmail
from budgetten.domain.rapportgegevens import verzamel
from budgetten.domain.rapportvorm import Rapportgegevens, Waarover, na_afloop
from budgetten.enums import Rapportsoort
from budgetten.models import Periode, Periodestand, Rapport, Rapportabonnement
from gebieden.enums import Gebiedssoort
from gebieden.models import Gebied
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import log
from kern.domain.taken import probeer_opnieuw, vraag_aan
from kern.enums import Taakstatus
from kern.models import Gebruiker, Taak
from partners.models import Partner

TAAKSOORT = "maandrapportage"
#: How far back the sweep makes reports that are missing.
TERUG = 366
#: A version that another worker froze first is looked at again this many times.
RONDEN = 3

Bestandmaker = Callable[..., bytes]


@dataclass(frozen=True)
class Ontbrekend:
    """A report that should be there and is not."""

    periode: Periode
    waarover: Waarover


def waarovers(periode: Periode) -> list[Waarover]:
    """What there is to report on: the programme, and each wijk and payer with money by then. Three queries.

    Nothing in the months before the first booking of a year: who starts in November gets no reports full of zeros.
    """
    standen = Periodestand.objects.filter(periode__begin__lte=periode.begin, rekening__boekjaar=periode.boekjaar_id)
    plekken = standen.filter(rekening__regel__isnull=False).values("rekening__regel__gebied")
    wijken = Gebied.objects.filter(
        Q(pk__in=plekken) | Q(pk__in=Gebied.objects.filter(pk__in=plekken).values("ouder")),
        soort=Gebiedssoort.WIJK,
    )
    betalers = Partner.objects.filter(pk__in=standen.values("rekening__partner"))
    onderdelen = [
        *(Waarover(gebied=gebied) for gebied in wijken.order_by("code")),
        *(Waarover(partner=partner) for partner in betalers),
    ]
    return [Waarover(), *onderdelen] if onderdelen else []


def ontbrekend(vandaag: dt.date | None = None) -> list[Ontbrekend]:
    """Reports of months that ended in the last TERUG days and were not made since, newest month first.

    A report made before its month was over does not count: it could not know the whole month.
    """
    dag = vandaag or timezone.localdate()
    perioden = Periode.objects.filter(eind__lt=dag, eind__gte=dag - dt.timedelta(days=TERUG)).select_related("boekjaar")
    gevonden = []
    for periode in perioden.order_by("-begin"):
        gemaakt = {
            (rij.gebied_id, rij.partner_id)
            for rij in Rapport.objects.filter(periode=periode, soort=Rapportsoort.MAAND).only(
                "gebied_id", "partner_id", "bekend_op"
            )
            if na_afloop(rij.bekend_op, periode)
        }
        gevonden += [
            Ontbrekend(periode, waarover)
            for waarover in waarovers(periode)
            if (_pk(waarover.gebied), _pk(waarover.partner)) not in gemaakt
        ]
    return gevonden


def vraag_ontbrekende_aan(vandaag: dt.date | None = None) -> int:
    """Ask for every missing report and start failed ones again. Returns how many were asked for.

    The key of the task makes this safe to run at once on any number of schedulers.
    """
    aantal = 0
    for gat in ontbrekend(vandaag):
        sleutel = f"{TAAKSOORT}:{gat.periode.begin:%Y-%m}:{gat.waarover.scope}:{_nummer(gat.waarover)}"
        taak = vraag_aan(
            TAAKSOORT,
            titel=_titel(gat.periode, gat.waarover),
            parameters=_parameters(gat.periode, gat.waarover, reden=""),
            door=None,
            sleutel=sleutel,
        )
        if taak.status == Taakstatus.MISLUKT:
            try:
                probeer_opnieuw(taak, door=None)
            except Weigering:  # another scheduler started it again a moment ago
                continue
        aantal += 1
    return aantal


def vraag_rapport_aan(periode: Periode, *, waarover: Waarover, reden: str, door: Gebruiker) -> Taak:
    """Ask for a report now. While the same one is under way, that task is returned."""
    if not door.has_perm("budgetten.rapport_maken"):
        raise GeenToestemming(_("U mag geen rapporten maken."))
    if periode.begin > timezone.localdate():
        raise Weigering(_("Deze maand is nog niet begonnen."), veld="periode")
    parameters = _parameters(periode, waarover, reden=reden.strip())
    bezig = lopende_taken().filter(
        status__in=[Taakstatus.WACHT, Taakstatus.BEZIG],
        parameters__contains={naam: parameters[naam] for naam in ("periode", "gebied", "partner")},
        aangevraagd_door=door,
    )
    return bezig.first() or vraag_aan(TAAKSOORT, titel=_titel(periode, waarover), parameters=parameters, door=door)


def lopende_taken() -> QuerySet[Taak]:
    """Reports under way or failed, newest first."""
    return Taak.objects.filter(soort=TAAKSOORT).exclude(status=Taakstatus.GEREED).order_by("-aangemaakt")


def uit_parameters(parameters: dict[str, Any]) -> tuple[Periode, Waarover]:
    """What a task is about. Raises Weigering when it does not exist any more."""
    periode = Periode.objects.select_related("boekjaar").filter(pk=parameters["periode"]).first()
    gebied = Gebied.objects.filter(pk=parameters["gebied"]).first()
    partner = Partner.objects.filter(pk=parameters["partner"]).first()
    if periode is None or (_pk(gebied), _pk(partner)) != (parameters["gebied"], parameters["partner"]):
        raise Weigering(_("De periode of het onderwerp van dit rapport bestaat niet meer."))
    return periode, Waarover(gebied=gebied, partner=partner)


def versies(periode: Periode, waarover: Waarover) -> QuerySet[Rapport]:
    """The versions of one report, newest first, without the figures."""
    return Rapport.objects.filter(soort=Rapportsoort.MAAND, periode=periode, **waarover.velden).order_by("-versie")


def maak(
    periode: Periode,
    *,
    waarover: Waarover,
    werkboek: Bestandmaker,
    pdf: Bestandmaker,
    reden: str = "",
    door: Gebruiker | None,
    voortgang: Callable[[int], object] = lambda _procent: None,
) -> Rapport | None:
    """Make the next version, or None when the newest one says the same already.

    `werkboek` and `pdf` turn Rapportgegevens into a file. Raises what they raise; then nothing is kept.
    """
    for _ronde in range(RONDEN):
        gegevens = verzamel(periode, waarover)
        voortgang(20)
        vorige = versies(periode, waarover).defer("data").first()
        waarom = _reden(vorige, gegevens, reden)
        if vorige is not None and not waarom:
            return None
        versie = vorige.versie + 1 if vorige is not None else 1
        xlsx = werkboek(gegevens, versie=versie, reden=waarom)
        voortgang(60)
        document = pdf(gegevens, versie=versie, reden=waarom)
        voortgang(90)
        rapport = _leg_vast(gegevens, versie, xlsx, document, reden=waarom, door=door)
        if rapport is not None:
            return rapport
    return None


def _reden(vorige: Rapport | None, gegevens: Rapportgegevens, gegeven: str) -> str:
    """Why there is a next version; empty for a first version, and when there is no reason for another."""
    if vorige is None:
        return ""
    if vorige.sha256 != gegevens.sha256:
        return gegeven or _("De cijfers zijn veranderd sinds versie %(versie)s.") % {"versie": vorige.versie}
    if not na_afloop(vorige.bekend_op, gegevens.periode) and na_afloop(gegevens.bekend_op, gegevens.periode):
        return _("De maand is voorbij.")
    return ""


def _leg_vast(
    gegevens: Rapportgegevens, versie: int, xlsx: bytes, pdf: bytes, *, reden: str, door: Gebruiker | None
) -> Rapport | None:
    """Freeze it, with the mails that go out for it; None when another worker was first with this version."""
    waarover, periode = gegevens.waarover, gegevens.periode
    rapport = Rapport(
        soort=Rapportsoort.MAAND,
        periode=periode,
        versie=versie,
        bekend_op=gegevens.bekend_op,
        parameters={
            "jaar": periode.boekjaar.jaar,
            "maand": periode.maand,
            "gebied": waarover.gebied.code if waarover.gebied else None,
            "partner": waarover.partner.slug if waarover.partner else None,
            "transacties": gegevens.detail,
        },
        data=gegevens.data,
        sha256=gegevens.sha256,
        xlsx_sha256=hashlib.sha256(xlsx).hexdigest(),
        pdf_sha256=hashlib.sha256(pdf).hexdigest(),
        reden=reden[:200],
        gemaakt_door=door,
        **waarover.velden,
    )
    rapport.xlsx.save(bestandsnaam(rapport, "xlsx"), ContentFile(xlsx), save=False)
    rapport.pdf.save(bestandsnaam(rapport, "pdf"), ContentFile(pdf), save=False)
    try:
        with transaction.atomic():
            rapport.save(force_insert=True)
            log(rapport, _("Rapport gemaakt"), door=door, toelichting=reden)
            rapportmail.plan(rapport)
    except IntegrityError as fout:
        _ruim_op(rapport)
        if "rapport_een_per_versie" not in str(fout):
            raise
        return None
    except Exception:
        _ruim_op(rapport)
        raise
    return rapport


def bestandsnaam(rapport: Rapport, soort: str) -> str:
    """The name a file is saved under by a reader."""
    onderwerp = waarover_van(rapport).slug
    return f"maandrapportage-{rapport.periode.begin:%Y-%m}-{onderwerp}-v{rapport.versie}.{soort}"


def _ruim_op(rapport: Rapport) -> None:
    for bestand in (rapport.xlsx, rapport.pdf):
        if bestand.name:
            bestand.storage.delete(bestand.name)


def abonneer(gebruiker: Gebruiker, *, waarover: Waarover) -> Rapportabonnement:
    """Mail this user when a report on this appears. Twice is once."""
    if not gebruiker.has_perm("budgetten.rapport_zien"):
        raise GeenToestemming(_("U mag geen rapporten zien."))
    abonnement, nieuw = Rapportabonnement.objects.get_or_create(gebruiker=gebruiker, **waarover.velden)
    if nieuw:
        log(abonnement, _("Abonnement op rapporten genomen"), door=gebruiker, toelichting=waarover.naam)
    return abonnement


def zeg_op(gebruiker: Gebruiker, *, waarover: Waarover) -> bool:
    """No more mails about this. Returns whether there was a subscription."""
    abonnement = Rapportabonnement.objects.filter(gebruiker=gebruiker, **waarover.velden).first()
    if abonnement is None:
        return False
    with transaction.atomic():
        log(abonnement, _("Abonnement op rapporten opgezegd"), door=gebruiker, toelichting=waarover.naam)
        abonnement.delete()
    return True


def vergeet(gebruiker: Gebruiker) -> None:
    """No more mails about reports to this user, whose account closes."""
    Rapportabonnement.objects.filter(gebruiker=gebruiker).delete()


def waarover_van(rapport: Rapport) -> Waarover:
    """What a report that exists is about."""
    return Waarover(gebied=rapport.gebied, partner=rapport.partner)


@dataclass(frozen=True)
class Verschil:
    """What a version says otherwise than the one before it."""

    vorige: Rapport
    maten: list[tuple[str, Decimal, Decimal]]
    erbij: list[dict[str, Any]]
    eraf: list[dict[str, Any]]


def verschil(rapport: Rapport) -> Verschil | None:
    """The difference with the version before; None for the first version."""
    vorige = versies(rapport.periode, waarover_van(rapport)).filter(versie__lt=rapport.versie).first()
    if vorige is None:
        return None
    nu, toen = rapport.data["overzicht"]["stand"], vorige.data["overzicht"]["stand"]
    maten = [(maat, Decimal(toen[maat]), Decimal(nu[maat])) for maat in waarover_van(rapport).maten]
    oude = {boeking["nummer"] for boeking in vorige.data["boekingen"]}
    nieuwe = {boeking["nummer"] for boeking in rapport.data["boekingen"]}
    return Verschil(
        vorige,
        [maat for maat in maten if maat[1] != maat[2]],
        [boeking for boeking in rapport.data["boekingen"] if boeking["nummer"] not in oude],
        [boeking for boeking in vorige.data["boekingen"] if boeking["nummer"] not in nieuwe],
    )


def _parameters(periode: Periode, waarover: Waarover, *, reden: str) -> dict[str, object]:
    return {
        "periode": periode.pk,
        "gebied": _pk(waarover.gebied),
        "partner": _pk(waarover.partner),
        "reden": reden,
    }


def _titel(periode: Periode, waarover: Waarover) -> str:
    with translation.override("nl"):
        return _("Maandrapportage %(periode)s: %(waarover)s") % {"periode": periode, "waarover": waarover.naam}


def _nummer(waarover: Waarover) -> int:
    return _pk(waarover.gebied) or _pk(waarover.partner) or 0


def _pk(rij: Gebied | Partner | None) -> int | None:
    return rij.pk if rij is not None else None
