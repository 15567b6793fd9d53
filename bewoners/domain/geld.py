"""The money of an initiative: all of it read from the ledger, and paid through the expenses of budgetten."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from bewoners import rules
from bewoners.domain import stappen
from bewoners.domain.ontvangers import behandelaars
from bewoners.enums import Initiatiefstatus
from bewoners.models import Initiatief
from budgetten.domain import verplichtingen
from budgetten.domain.verplichtingen import Verplichtingstand
from budgetten.models import Terugontvangst, Uitgave, Verplichting
from kern.componenten.opmaak import euro
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.iban import masker_iban, schoon_iban
from kern.domain.logboek import log
from kern.domain.meldingen import meld
from kern.models import Gebruiker

S = Initiatiefstatus
NUL = Decimal("0.00")
#: Statuses in which money may still be paid.
BETAALBAAR = (S.VERLEEND, S.DIRECT_VASTGESTELD, S.IN_UITVOERING, S.VERANTWOORDING_INGEDIEND, S.VASTGESTELD)


@dataclass(frozen=True, slots=True)
class Geldstand:
    """Where the money of an initiative stands, in euro. `stand` is what the ledger says of its commitment."""

    initiatief: Initiatief
    stand: Verplichtingstand

    @property
    def hoogste(self) -> Decimal:
        """The most that may be paid: what was settled, before that what was awarded."""
        vast = self.initiatief.vastgesteld
        return vast if vast is not None else self.initiatief.toegekend or NUL

    @property
    def te_vragen(self) -> Decimal:
        """What may still be asked to be paid."""
        al = self.stand.besteed + self.stand.gevraagd
        return max(NUL, min(self.hoogste - al, self.stand.te_vragen))

    @property
    def te_veel(self) -> Decimal:
        """What was paid above what was settled and did not come back yet."""
        if self.initiatief.vastgesteld is None and self.initiatief.status != S.VERLENING_INGETROKKEN:
            return NUL
        hoogste = self.initiatief.vastgesteld or NUL
        return max(NUL, self.stand.netto_besteed - hoogste)

    @property
    def voorschot(self) -> Decimal:
        """The advance the scheme allows, less what was paid or asked already."""
        toegekend, versie = self.initiatief.toegekend or NUL, self.initiatief.regelingversie
        if versie is None:
            return NUL
        deel = (toegekend * versie.voorschotpercentage / 100).quantize(Decimal("0.01"))
        return max(NUL, deel - self.stand.besteed - self.stand.gevraagd)


def kenmerk(initiatief: Initiatief) -> str:
    """The name of its commitment in the ledger."""
    return f"initiatief-{initiatief.pk}"


def stand_van(initiatief: Initiatief) -> Geldstand | None:
    """Where its money stands; None while nothing was awarded."""
    return standen_van([initiatief]).get(initiatief.pk)


def standen_van(initiatieven: Collection[Initiatief]) -> dict[int, Geldstand]:
    """The same of many, in a constant number of queries; those without an award are left out."""
    per_kenmerk = {kenmerk(i): i for i in initiatieven if i.verplichting_id is not None}
    gevonden = verplichtingen.standen(list(per_kenmerk)) if per_kenmerk else {}
    return {per_kenmerk[naam].pk: Geldstand(per_kenmerk[naam], stand) for naam, stand in gevonden.items()}


def betalingen(initiatief: Initiatief) -> QuerySet[Uitgave]:
    """The payments asked for it, oldest first, whatever year they fall in."""
    return (
        Uitgave.objects.filter(verplichting__in=_verplichtingen(initiatief))
        .select_related("ingevoerd_door", "beoordeeld_door", "betaald_door")
        .order_by("ingevoerd_op", "pk")
    )


def terugbetalingen(initiatief: Initiatief) -> QuerySet[Terugontvangst]:
    """What came back, oldest first."""
    return Terugontvangst.objects.filter(verplichting__in=_verplichtingen(initiatief)).order_by("datum", "pk")


def verplichting_van(initiatief: Initiatief) -> Verplichting:
    """The commitment that counts now, also after it was carried over to a next year. Raises Weigering without one."""
    verplichting = verplichtingen.huidige(kenmerk(initiatief))
    if verplichting is None:
        raise Weigering(_("Voor dit initiatief is nog geen geld toegekend."))
    return verplichting


@transaction.atomic
def zet_rekening(initiatief: Initiatief, *, iban: str, tenaamstelling: str, door: Gebruiker) -> Initiatief:
    """Where the money goes: by the applicant, or by the coordinator for who applied on paper.

    Raises GeenToestemming for anybody else, Weigering for what is no IBAN. The log says that it changed, not to what.
    The applicant hears of another number than before, in a mail that cannot be switched off; so does who handles the
    plan, before paying to it.
    """
    vast = stappen.op_slot(initiatief)
    if not rules.is_indiener_of_papier(door, vast):
        raise GeenToestemming(_("Alleen de aanvrager geeft het rekeningnummer door."))
    if not tenaamstelling.strip():
        raise Weigering(_("Vul in op welke naam de rekening staat."), veld="tenaamstelling")
    vorige, vast.iban = vast.iban, schoon_iban(iban)
    vast.tenaamstelling = " ".join(tenaamstelling.split())[:70]
    vast.save(update_fields=["iban", "tenaamstelling", "gewijzigd"])
    regel = log(vast, _("rekeningnummer doorgegeven"), door=door)
    if vast.iban != vorige:
        _vertel_rekening(vast, sleutel=f"rekening-{regel.pk}", veranderd=bool(vorige))
    return vast


def _vertel_rekening(initiatief: Initiatief, *, sleutel: str, veranderd: bool) -> None:
    """That the money goes to another account: whoever sits in an applicant's session should not go unnoticed."""
    with translation.override("nl"):
        waarden = {"titel": initiatief.titel, "nummer": masker_iban(initiatief.iban)}
        if initiatief.indiener is not None:
            zin = _("Het geld voor uw plan ‘%(titel)s’ gaat naar rekening %(nummer)s.") % waarden
            meld(
                initiatief.indiener,
                soort="rekening",
                sleutel=sleutel,
                tekst=zin,
                url=initiatief.get_absolute_url(),
                onderwerp=_("Het rekeningnummer bij uw plan is veranderd")
                if veranderd
                else _("Wij hebben uw rekeningnummer"),
                alineas=[zin, _("Hebt u dit niet zelf doorgegeven? Laat het ons dan meteen weten.")],
            )
        if veranderd:
            for behandelaar in behandelaars(initiatief):
                meld(
                    behandelaar,
                    soort="dossier",
                    sleutel=sleutel,
                    tekst=_("Het rekeningnummer van ‘%(titel)s’ is veranderd in %(nummer)s.") % waarden,
                    url=reverse("bewoners:dossier", args=[initiatief.pk]),
                )


@transaction.atomic
def vraag_betaling(initiatief: Initiatief, *, bedrag: Decimal, omschrijving: str, door: Gebruiker) -> Uitgave:
    """Ask that so much (euro) is paid to the applicant: an expense on its commitment, approved and paid by others.

    Raises Weigering without an account number, in a status without payments, and above what was awarded or settled.
    """
    vast = stappen.op_slot(initiatief)
    if not rules.behandelt(door, vast):
        raise GeenToestemming(_("De gebiedscoördinator vraagt betalingen aan."))
    if rules.is_indiener(door, vast):
        raise Weigering(_("Dit is uw eigen plan. Iemand anders behandelt het."))
    if vast.status not in BETAALBAAR:
        raise Weigering(_("In deze status wordt niets betaald."))
    if not vast.iban:
        raise Weigering(_("De aanvrager heeft nog geen rekeningnummer doorgegeven."))
    verplichting = verplichting_van(vast)
    stand = stand_van(vast)
    if stand is not None and bedrag > stand.te_vragen:
        raise Weigering(
            _("Er kan nog hoogstens %(rest)s worden betaald.") % {"rest": euro(stand.te_vragen)}, veld="bedrag"
        )
    uitgave = verplichtingen.vraag_betaling(
        verplichting,
        bedrag=bedrag,
        omschrijving=f"{vast.kenmerk} {omschrijving}".strip()[:200],
        datum=timezone.localdate(),
        iban=vast.iban,
        begunstigde=vast.tenaamstelling,
        door=door,
    )
    log(vast, _("betaling aangevraagd"), door=door, wijzigingen={"bedrag": (None, bedrag)}, toelichting=omschrijving)
    return uitgave


def laat_rest_vrij(initiatief: Initiatief, *, houden: Decimal, reden: str, door: Gebruiker) -> Decimal:
    """Release what stays open above `houden` (euro that must remain payable). Returns what was released.

    Raises Weigering while a payment waits to be judged.
    """
    stand = stand_van(initiatief)
    if stand is None:
        return NUL
    open_ = stand.stand.open
    vrij = open_ - min(open_, max(NUL, houden))
    if vrij > 0:
        verplichtingen.laat_vrijvallen(
            verplichting_van(initiatief),
            bedrag=None if vrij == open_ else vrij,
            reden=reden,
            boekdatum=timezone.localdate(),
            door=door,
        )
    return vrij


def _verplichtingen(initiatief: Initiatief) -> QuerySet[Verplichting]:
    return Verplichting.objects.met_kenmerk([kenmerk(initiatief)])
