"""Handing a plan in: what is still missing, and the one act that makes an application of a draft."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from bewoners.domain import brieven, concepten, medeindieners, regelingkeuze, stappen, termijnen
from bewoners.domain.ontvangers import coordinatoren
from bewoners.enums import Aanvragersoort, Briefsoort, Initiatiefstatus, Termijnsoort
from bewoners.models import Initiatief
from kern.componenten.opmaak import euro
from kern.domain.fouten import Weigering
from kern.domain.meldingen import meld
from kern.models import Gebruiker

#: The steps in the order in which they are asked.
STAPPEN = ("idee", "plek", "kosten", "mensen", "bijlagen", "controleren")
_SALT = "bewoners.ingestuurd"


@dataclass(frozen=True, slots=True)
class Ontbrekend:
    """Something that must be there before a plan can be handed in: in which step and field, in a sentence."""

    stap: str
    veld: str
    tekst: str


def ontbreekt(initiatief: Initiatief, *, op: dt.date | None = None) -> list[Ontbrekend]:
    """Everything that keeps a draft from being handed in today, in the order of the steps."""
    vandaag = op or timezone.localdate()
    gevonden = [*_idee(initiatief), *_plek(initiatief), *_geld(initiatief, vandaag), *_mensen(initiatief)]
    return sorted(gevonden, key=lambda tekort: STAPPEN.index(tekort.stap))


@transaction.atomic
def dien_in(initiatief: Initiatief, *, door: Gebruiker, ontvangen: dt.date | None = None) -> Initiatief:
    """Hand a draft in: choose the scheme, check everything under lock, start the terms, confirm the receipt, tell the
    coordinators. Once: a second time raises Weigering.

    `ontvangen` is the day a paper application came in; then only what the law needs to call it one is asked, and the
    terms run from that day. Raises GeenToestemming for who is not its applicant (of paper: does not handle its area),
    Weigering with the first thing that is missing.
    """
    vast = stappen.op_slot(initiatief)
    stappen.controleer("dien_in", vast, door=door)
    dag = ontvangen or timezone.localdate()
    if dag > timezone.localdate():
        raise Weigering(_("Deze datum komt nog. Vul in wanneer de aanvraag binnenkwam."), veld="ontvangen")
    tekort = _op_papier(vast) if vast.papier else ontbreekt(vast, op=dag)
    if tekort:
        raise Weigering(tekort[0].tekst, veld=tekort[0].veld)
    versie = regelingkeuze.kies(vast, op=dag, streng=not vast.papier)
    _controleer_som(vast)
    if not vast.papier and vast.email_bevestigd_op is None:
        raise Weigering(_("Bevestig eerst uw e-mailadres."), veld="email")
    stappen.pas_toe(
        "dien_in",
        vast,
        door=door,
        regelingversie=versie,
        ingediend_op=timezone.now() if ontvangen is None else _midden_op(ontvangen),
        klad="",
    )
    termijnen.start_werkdagen(vast, Termijnsoort.VOLLEDIGHEID, begin=dag, werkdagen=versie.werkdagen_volledigheid)
    termijnen.start(vast, Termijnsoort.BESLISSING, begin=dag, dagen=versie.beslistermijn)
    medeindieners.vraag(vast)
    brieven.verstuur(vast, Briefsoort.ONTVANGST, door=None)
    for gebruiker in coordinatoren(vast):
        if gebruiker.pk != door.pk:
            _vertel(vast, gebruiker)
    return vast


@transaction.atomic
def koppel_en_dien_in(initiatief: Initiatief, *, door: Gebruiker) -> Initiatief:
    """Make the draft this person's when it is nobody's yet, and hand it in. Raises as `dien_in`."""
    vast = stappen.op_slot(initiatief)
    if vast.indiener_id is None and vast.status == Initiatiefstatus.CONCEPT:
        concepten.koppel(vast, gebruiker=door)
    return dien_in(vast, door=door)


def klaar_adres(initiatief: Initiatief) -> str:
    """The path of the page that says what happens now; it tells nothing private, so it needs no login."""
    return reverse("bewoners:ingestuurd", args=[signing.dumps(initiatief.pk, salt=_SALT)])


def van_klaar_adres(token: str) -> Initiatief | None:
    """The application that page is about."""
    try:
        pk = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return Initiatief.objects.ingediend().select_related("regelingversie__regeling").filter(pk=pk).first()


def _idee(initiatief: Initiatief) -> list[Ontbrekend]:
    gevraagd = [
        ("titel", _("Geef uw plan een naam.")),
        ("samenvatting", _("Vertel in het kort wat uw plan is.")),
        ("plan", _("Vertel wat u gaat doen.")),
        ("resultaat_voor_buurt", _("Vertel wat de buurt eraan heeft.")),
        ("thema", _("Kies een onderwerp.")),
        ("begindatum", _("Vul in wanneer uw plan begint.")),
        ("einddatum", _("Vul in wanneer uw plan klaar is.")),
        ("email", _("Vul uw e-mailadres in.")),
    ]
    return _leeg(initiatief, "idee", gevraagd)


def _plek(initiatief: Initiatief) -> list[Ontbrekend]:
    return _leeg(initiatief, "plek", [("gebied", _("Wijs aan in welke buurt uw plan is."))])


def _geld(initiatief: Initiatief, op: dt.date) -> list[Ontbrekend]:
    kosten = sum((post.bedrag for post in initiatief.kosten.all()), Decimal(0))
    if not kosten:
        return [Ontbrekend("kosten", "gevraagd", _("Vul in wat uw plan kost."))]
    if not initiatief.gevraagd:
        return [Ontbrekend("kosten", "gevraagd", _("Anderen betalen alles al. U vraagt ons dus geen geld."))]
    versies = regelingkeuze.geldige_versies(op)
    try:
        regelingkeuze.kies(initiatief, op=op, versies=versies)
    except Weigering as eerste:
        versie = regelingkeuze.versie_voor(initiatief.gevraagd, versies)
        fouten = regelingkeuze.bezwaren(initiatief, versie, op=op) if versie is not None else [eerste]
    else:
        fouten = []
    stappen_van = {"begindatum": "idee", "soort_aanvrager": "mensen", "oud_genoeg": "mensen"}
    return [Ontbrekend(stappen_van.get(f.veld or "", "kosten"), f.veld or "", f.bericht) for f in fouten]


def _mensen(initiatief: Initiatief) -> list[Ontbrekend]:
    gevraagd = [
        ("naam", _("Vul uw naam in.")),
        ("telefoon", _("Vul een telefoonnummer in waarop wij u kunnen bellen.")),
        ("adres", _("Vul uw adres in: straat, huisnummer en postcode.")),
    ]
    if initiatief.soort_aanvrager == Aanvragersoort.ORGANISATIE:
        gevraagd.insert(0, ("organisatie", _("Vul de naam van uw vereniging of stichting in.")))
    return _leeg(initiatief, "mensen", gevraagd)


def _op_papier(initiatief: Initiatief) -> list[Ontbrekend]:
    """What makes it an application: who, what, where and how much. The rest is asked for as a supplement (Awb 4:5)."""
    gevraagd = [
        ("titel", _("Geef het plan een naam.")),
        ("thema", _("Kies een onderwerp.")),
        ("gebied", _("Kies in welke wijk of buurt het plan is.")),
        ("naam", _("Vul in wie aanvraagt.")),
    ]
    tekort = _leeg(initiatief, "", gevraagd)
    if not initiatief.gevraagd:
        tekort.append(Ontbrekend("", "gevraagd", _("Vul in wat het plan kost en hoeveel geld wordt gevraagd.")))
    return tekort


def _leeg(initiatief: Initiatief, stap: str, gevraagd: list[tuple[str, str]]) -> list[Ontbrekend]:
    return [Ontbrekend(stap, veld, tekst) for veld, tekst in gevraagd if not getattr(initiatief, veld)]


def _controleer_som(initiatief: Initiatief) -> None:
    """Costs are what others pay and what is asked of us, to the cent."""
    kosten = sum((post.bedrag for post in initiatief.kosten.all()), Decimal(0))
    dekking = sum((post.bedrag for post in initiatief.dekking.all()), Decimal(0)) + initiatief.gevraagd
    if kosten != dekking:
        raise Weigering(
            _("De kosten zijn %(kosten)s, maar wie betaalt is samen %(dekking)s. Dat moet gelijk zijn.")
            % {"kosten": euro(kosten), "dekking": euro(dekking)},
            veld="gevraagd",
        )


def _midden_op(dag: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(dag, dt.time(12)))


@translation.override("nl")  # a mail is Dutch, whatever the language of the page
def _vertel(initiatief: Initiatief, gebruiker: Gebruiker) -> None:
    meld(
        gebruiker,
        soort="nieuw_initiatief",
        sleutel=f"nieuw:{initiatief.pk}",
        tekst=_("Nieuw plan in %(gebied)s: %(titel)s") % {"gebied": initiatief.gebied, "titel": initiatief.titel},
        url=reverse("bewoners:dossier", args=[initiatief.pk]),
        alineas=[
            _("Er is een nieuw plan ingediend in %(gebied)s: ‘%(titel)s’.")
            % {"gebied": initiatief.gebied, "titel": initiatief.titel},
            _("De aanvrager vraagt %(bedrag)s. Kijk of de aanvraag compleet is.")
            % {"bedrag": euro(initiatief.gevraagd)},
        ],
    )
