"""Letters: made from the text of the scheme version, frozen as PDF/A-2a + PDF/UA-1, sent by e-mail or by post.

What the municipality decides carries the objection clause (`briefrecht`); what a corporation promises never does.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from bewoners import rules
from bewoners.domain import briefopmaak, termijnen
from bewoners.domain.briefrecht import BESLUITBRIEVEN, PARTNERBRIEVEN, rechtsmiddel
from bewoners.domain.brieftekst import SJABLONEN
from bewoners.domain.briefwaarden import Briefgegevens, Inhoud, aanvrager, verzamel
from bewoners.enums import Aanvragersoort, Briefsoort, Termijnsoort
from bewoners.models import Besluit, Brief, Initiatief, Termijn
from kern.componenten.opmaak import datumtekst, euro
from kern.domain import postvak
from kern.domain.fouten import GeenToestemming
from kern.domain.logboek import log
from kern.domain.meldingen import meld
from kern.domain.pdf import zet
from kern.models import Gebruiker
from partners.enums import Functie, Partnersoort
from partners.models import Medewerker, Partner
from partners.posten import geldig_op

__all__ = ["Briefgegevens", "gepost", "op_papier", "te_posten", "verstuur", "vind", "voorbeeld"]

SJABLOON = settings.BASE_DIR / "bewoners" / "typst" / "brief.typ"
#: Days in which the link of the e-mail opens the letter without logging in.
LINK_DAGEN = 90
#: Letters with a table of who pays what.
_MET_TABEL = (Briefsoort.BESLUIT, Briefsoort.VASTSTELLING)


@transaction.atomic
def verstuur(
    initiatief: Initiatief,
    soort: Briefsoort,
    *,
    door: Gebruiker | None,
    besluit: Besluit | None = None,
    partner: Partner | None = None,
    extra: Mapping[str, str] | None = None,
) -> Brief:
    """Make, freeze and send one letter; call it in the transaction of what it tells about. The same call again gives
    the same letter.

    `partner` is whose letter it is: needed for TOEZEGGING and AFREKENING, absent otherwise. `extra` fills or replaces
    placeholders ("uiterlijk", "vragen", "reden"), names the outcome ("uitkomst": gegrond, ongegrond, toegewezen …) or
    tells a letter apart ("volgnummer"); what it does not name comes from the file itself. A kind that may come more
    often (AANVULLING, VERDAGING, WIJZIGING, BEZWAAR, DWANGSOM) is told apart by what it is about.
    A decision that goes out by e-mail gets today as `bekendgemaakt_op`; one on paper when it is posted (Awb 3:41).
    Raises ValueError for a partner that does not go with the kind and for an unknown name in `extra`.
    """
    _controleer_partner(soort, partner)
    papier, nu = op_papier(initiatief), timezone.now()
    gegevens = Briefgegevens.van(besluit) if besluit is not None else Briefgegevens()
    with translation.override("nl"):
        inhoud = verzamel(
            initiatief,
            soort,
            gegevens=gegevens,
            partner=partner,
            extra=extra or {},
            dag=timezone.localdate(),
            papier=papier,
        )
        kenmerken: dict[str, Any] = {
            "initiatief": initiatief,
            "soort": soort,
            "besluit": besluit,
            "partner": partner,
            "herhaling": inhoud.herhaling,
        }
        if bestaand := Brief.objects.filter(**kenmerken).first():
            return bestaand
        pdf, onderwerp = _maak(initiatief, soort, inhoud, gegevens, partner=partner, door=door, papier=papier)
    brief = Brief(
        **kenmerken,
        onderwerp=onderwerp,
        sha256=hashlib.sha256(pdf).hexdigest(),
        sleutel=f"{initiatief.pk}-{secrets.token_urlsafe(32)}",
        op_papier=papier,
        verzonden_op=nu,
        verzonden_door=door,
    )
    brief.bestand.save("brief.pdf", ContentFile(pdf), save=False)
    try:
        brief.save()
    except IntegrityError:
        brief.bestand.storage.delete(brief.bestand.name or "")
        raise
    if besluit is not None and soort in BESLUITBRIEVEN and not papier:
        _maak_bekend(besluit)
    log(
        initiatief,
        _("brief gemaakt voor de post") if papier else _("brief verstuurd"),
        door=door,
        toelichting=onderwerp,
    )
    if not papier:
        _meld(brief)
    return brief


def voorbeeld(
    initiatief: Initiatief,
    soort: Briefsoort,
    *,
    gegevens: Briefgegevens | None = None,
    partner: Partner | None = None,
    extra: Mapping[str, str] | None = None,
) -> bytes:
    """The letter as PDF with a mark that it is a preview. Nothing is stored or sent."""
    _controleer_partner(soort, partner)
    gegevens, papier = gegevens or Briefgegevens(), op_papier(initiatief)
    with translation.override("nl"):
        inhoud = verzamel(
            initiatief,
            soort,
            gegevens=gegevens,
            partner=partner,
            extra=extra or {},
            dag=timezone.localdate(),
            papier=papier,
        )
        pdf, _onderwerp = _maak(
            initiatief, soort, inhoud, gegevens, partner=partner, door=gegevens.door, papier=papier, is_voorbeeld=True
        )
    return pdf


def op_papier(initiatief: Initiatief) -> bool:
    """Whether letters to this applicant go by post: there is no account that is open and no e-mail address."""
    return _account(initiatief) is None and not initiatief.email


def vind(sleutel: str) -> Brief | None:
    """The letter with this secret; how long it takes says nothing about the secret."""
    nummer, _streep, _geheim = sleutel.partition("-")
    if not (nummer.isascii() and nummer.isdigit() and len(nummer) < 19):
        return None
    gevonden = None
    for brief in Brief.objects.filter(initiatief=int(nummer)).select_related("initiatief__gebied__ouder__ouder"):
        if secrets.compare_digest(brief.sleutel.encode(), sleutel.encode()):
            gevonden = brief
    return gevonden


def link_open(brief: Brief) -> bool:
    """Whether the secret link still opens it without logging in."""
    return timezone.now() < brief.verzonden_op + dt.timedelta(days=LINK_DAGEN)


def te_posten(user: Any) -> QuerySet[Brief]:
    """Letters that wait for a stamp, of the areas this user coordinates; oldest first."""
    eigen = Initiatief.objects.all().van_coordinator(user)
    return (
        Brief.objects.filter(op_papier=True, gepost_op=None, initiatief__in=eigen)
        .select_related("initiatief__gebied", "partner")
        .order_by("verzonden_op", "pk")
    )


@transaction.atomic
def gepost(brief: Brief, *, door: Gebruiker, op: dt.date | None = None) -> Brief:
    """Printed and posted: that is when a decision is announced, and when the term to object starts (Awb 3:41, 6:8).

    Marking it twice changes nothing. Raises GeenToestemming for who does not handle the initiative.
    """
    vast = (
        Brief.objects.select_for_update(of=("self",))
        .select_related("initiatief__gebied__ouder__ouder", "besluit")
        .get(pk=brief.pk)
    )
    if not rules.behandelt(door, vast.initiatief):
        raise GeenToestemming(_("Alleen de gebiedscoördinator houdt bij welke brieven op de post zijn."))
    if not vast.op_papier or vast.gepost_op is not None:
        return vast
    vast.gepost_op, vast.gepost_door = op or timezone.localdate(), door
    vast.save(update_fields=["gepost_op", "gepost_door"])
    log(vast.initiatief, _("brief op de post gedaan"), door=door, toelichting=vast.onderwerp)
    if vast.besluit is not None and vast.soort in BESLUITBRIEVEN:
        _maak_bekend(vast.besluit, op=vast.gepost_op)
        termijn = termijnen.lopende(vast.initiatief, Termijnsoort.BEZWAAR)
        if termijn is not None and termijn.begin < vast.gepost_op:
            Termijn.objects.filter(pk=termijn.pk).update(begin=vast.gepost_op, eind=vast.gepost_op)
            termijn.refresh_from_db()
            termijnen.herbereken(termijn)
    return vast


def _controleer_partner(soort: Briefsoort, partner: Partner | None) -> None:
    if (soort in PARTNERBRIEVEN) != (partner is not None):
        raise ValueError(f"{soort}: a private letter has a partner, a letter of the municipality has none")
    if partner is not None and partner.soort == Partnersoort.GEMEENTE:
        raise ValueError("the municipality decides; it does not promise")


def _maak(
    initiatief: Initiatief,
    soort: Briefsoort,
    inhoud: Inhoud,
    gegevens: Briefgegevens,
    *,
    partner: Partner | None,
    door: Gebruiker | None,
    papier: bool,
    is_voorbeeld: bool = False,
) -> tuple[bytes, str]:
    """The PDF and its subject."""
    nu = timezone.now()
    vandaag = timezone.localdate(nu)
    onderwerp, tekst = _sjabloon(initiatief, soort)
    onderwerp = briefopmaak.vul(onderwerp, inhoud.waarden)[:150]
    besluitdatum = gegevens.datum or vandaag
    kenmerken = [
        (_("Datum"), datumtekst(vandaag)),
        (_("Ons kenmerk"), initiatief.kenmerk),
        (_("Uw plan"), str(initiatief)),
    ]
    if soort in BESLUITBRIEVEN and besluitdatum != vandaag:
        kenmerken.insert(1, (_("Datum van het besluit"), datumtekst(besluitdatum)))
    waarschuwingen = [_("Dit is een voorbeeld. Deze brief is niet verstuurd.")] if is_voorbeeld else []
    if settings.VOORBEELDGEGEVENS:
        waarschuwingen.append(_("Voorbeeldgegevens: deze brief is niet echt."))
    afzender = str(partner) if partner else _("Gemeente %(naam)s") % {"naam": settings.GEMEENTE_NAAM}
    data = {
        "titel": f"{onderwerp} – {initiatief.kenmerk}",
        "onderwerp": onderwerp,
        "afzender": afzender,
        "onder_afzender": settings.SITE_NAAM if partner is None else partner.website,
        "ontvanger": _ontvanger(initiatief),
        "kenmerken": [list(rij) for rij in kenmerken],
        "waarschuwing": " ".join(waarschuwingen),
        "voorbeeld": _("VOORBEELD") if is_voorbeeld else "",
        "blokken": briefopmaak.blokken(tekst, inhoud.waarden, inhoud.voorwaarden, _tabel(soort, gegevens)),
        "ondertekening": _ondertekening(soort, gegevens.door or door, partner),
        "rechtsmiddel": rechtsmiddel(
            soort, kenmerk=initiatief.kenmerk, besluitdatum=besluitdatum, verzonden=None if papier else vandaag
        ),
        "voetregel": f"{afzender} · {_('kenmerk')} {initiatief.kenmerk}",
        "woorden": {"pagina": _("pagina"), "van": _("van")},
    }
    return zet(SJABLOON, data, moment=nu), onderwerp


def _sjabloon(initiatief: Initiatief, soort: Briefsoort) -> tuple[str, str]:
    """The text of the scheme version; a version that has none of this kind takes the one everything started from."""
    if initiatief.regelingversie_id is not None:
        eigen = initiatief.regelingversie.briefsjablonen.filter(soort=soort).first()  # type: ignore[union-attr]
        if eigen is not None:
            return eigen.onderwerp, eigen.tekst
    return SJABLONEN[soort]


def _ontvanger(initiatief: Initiatief) -> list[str]:
    """Name and address as on an envelope."""
    regels = [aanvrager(initiatief)]
    if initiatief.soort_aanvrager == Aanvragersoort.ORGANISATIE and initiatief.organisatie:
        regels = [initiatief.organisatie, _("t.a.v. %(naam)s") % {"naam": regels[0]}] if initiatief.naam else regels
    adres = [regel.strip() for regel in initiatief.adres.replace("\n", ",").split(",")]
    return [regel for regel in [*regels, *adres] if regel][:6]


def _tabel(soort: Briefsoort, gegevens: Briefgegevens) -> dict[str, Any] | None:
    if soort not in _MET_TABEL or not gegevens.dekking:
        return None
    return {
        "bijschrift": _("Wie betaalt wat, in euro"),
        "koppen": [_("Betaler"), _("Bedrag")],
        "rijen": [[str(partner), euro(bedrag)] for partner, bedrag in gegevens.dekking],
        "totaal": [_("Samen"), euro(gegevens.bedrag)],
    }


def _ondertekening(soort: Briefsoort, wie: Gebruiker | None, partner: Partner | None) -> list[str]:
    """Who decides by mandate says for whom (Awb 10:10)."""
    regels = [_("Met vriendelijke groet,")]
    if partner is not None:
        regels.append(_("namens %(partner)s,") % {"partner": partner})
    elif soort in BESLUITBRIEVEN:
        regels.append(
            _("namens het college van burgemeester en wethouders van %(gemeente)s,")
            % {"gemeente": settings.GEMEENTE_NAAM}
        )
    if wie is None:
        return [*regels, settings.SITE_NAAM]
    functie = _functie(wie)
    return [*regels, str(wie), functie] if functie else [*regels, str(wie)]


def _functie(wie: Gebruiker) -> str:
    """The post in which somebody signs: the one that decides, if they have several."""
    posten = list(Medewerker.objects.filter(geldig_op(), gebruiker=wie).order_by("pk"))
    posten.sort(key=lambda post: post.functie not in {Functie.GEBIEDSCOORDINATOR, Functie.CONTROLLER})
    return str(posten[0].get_functie_display()) if posten else ""


def _account(initiatief: Initiatief) -> Gebruiker | None:
    """The applicant's account, while it is open."""
    indiener = initiatief.indiener
    return indiener if indiener is not None and indiener.is_active else None


def _maak_bekend(besluit: Besluit, op: dt.date | None = None) -> None:
    if besluit.bekendgemaakt_op is None:
        besluit.bekendgemaakt_op = op or timezone.localdate()
        besluit.save(update_fields=["bekendgemaakt_op"])


def _meld(brief: Brief) -> None:
    """That a letter is there: no amount and no outcome in the mail."""
    initiatief = brief.initiatief
    url = reverse("bewoners:brief", args=[brief.sleutel])
    with translation.override("nl"):
        tekst = _("Er staat een brief voor u klaar over uw plan ‘%(titel)s’.") % {"titel": initiatief}
        alineas = [
            tekst,
            _("U kunt de brief 90 dagen lang met deze link openen. Stuur de link niet door. Daarna logt u eerst in."),
        ]
        onderwerp = _("Een brief over uw plan, kenmerk %(kenmerk)s") % {"kenmerk": initiatief.kenmerk}
        if indiener := _account(initiatief):
            meld(
                indiener,
                soort="brief",
                sleutel=f"brief-{brief.pk}",
                tekst=tekst,
                url=url,
                onderwerp=onderwerp,
                alineas=alineas,
            )
            return
        postvak.stuur(
            sleutel=f"brief-{brief.pk}",
            aan=initiatief.email,
            onderwerp=onderwerp,
            tekst=postvak.brieftekst(
                aanvrager(initiatief), alineas, link=settings.SITE_URL + url, linktekst=_("Open de brief")
            ),
            soort="brief",
        )
