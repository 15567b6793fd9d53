"""Files with an initiative: cleaned before they come here, counted under lock, kept out of reach of the web server."""

from __future__ import annotations

import io

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from PIL import Image

from bewoners import rules
from bewoners.domain import stappen
from bewoners.enums import Bijlagesoort, Initiatiefstatus, Verantwoordingstatus
from bewoners.models import Bijlage, Draadbericht, Initiatief, Kostenpost, Verantwoording, Voortgangsbericht
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import log
from kern.domain.uploads import JPEG, SchoonBestand
from kern.domain.versie import verhoog_na_commit
from kern.models import Gebruiker

#: Photos and documents of one application together.
MAX_AANVRAAG = 12
#: Files of each kind with one initiative; photos and documents of the application are counted together.
HOOGSTENS: dict[str, int] = {
    Bijlagesoort.FOTO: MAX_AANVRAAG,
    Bijlagesoort.DOCUMENT: MAX_AANVRAAG,
    Bijlagesoort.BON: 60,
    Bijlagesoort.RESULTAAT: 36,
    Bijlagesoort.GESPREK: 60,
}
_AANVRAAG = (Bijlagesoort.FOTO, Bijlagesoort.DOCUMENT)
_FOTOSOORTEN = (Bijlagesoort.FOTO, Bijlagesoort.RESULTAAT)


def voeg_bijlage_toe(
    initiatief: Initiatief,
    *,
    soort: str,
    bestand: SchoonBestand,
    door: Gebruiker | None,
    openbaar: bool = False,
    alt: str = "",
    kostenpost: Kostenpost | None = None,
    bericht: Draadbericht | None = None,
    nieuws: Voortgangsbericht | None = None,
) -> Bijlage:
    """Keep a cleaned file with an initiative. `door` is None only for a draft that has no owner yet.

    Whether this kind of file is asked for now is up to the caller. The same file of the same kind twice is kept once.
    Raises GeenToestemming for who has nothing to do with it; Weigering (veld="bestand") when there are enough files,
    or a file of the wrong kind. When it raises, no file is left behind.
    """
    if soort in _FOTOSOORTEN and bestand.mimetype != JPEG:
        raise Weigering(_("Dit is geen foto. Kies een foto in jpg, png of webp."), veld="bestand")
    bijlage = Bijlage(
        soort=soort,
        naam=bestand.naam,
        mimetype=bestand.mimetype,
        grootte=len(bestand.inhoud),
        sha256=bestand.sha256,
        alt=" ".join(alt.split())[:200],
        openbaar=openbaar and soort in _FOTOSOORTEN,
        kostenpost=kostenpost,
        bericht=bericht,
        nieuws=nieuws,
        toegevoegd_door=door,
    )
    if bestand.mimetype == JPEG:
        with Image.open(io.BytesIO(bestand.inhoud)) as beeld:
            bijlage.breedte, bijlage.hoogte = beeld.size
    try:
        with transaction.atomic():
            vast = stappen.op_slot(initiatief)
            _controleer_recht(vast, door)
            dubbel = vast.bijlagen.filter(
                soort=soort, sha256=bestand.sha256, kostenpost=kostenpost, bericht=bericht, nieuws=nieuws
            ).first()
            if dubbel is not None:
                return dubbel
            _controleer_aantal(vast, soort)
            bijlage.initiatief = vast
            bijlage.bestand.save(bestand.naam, bestand.bestand, save=False)
            bijlage.save()
            if vast.status != Initiatiefstatus.CONCEPT:
                log(vast, _("bestand toegevoegd"), door=door, wijzigingen={"bestand": (None, bijlage.naam)})
                _vernieuw_publiek(bijlage)
            return bijlage
    except Exception:
        if bijlage.bestand:
            bijlage.bestand.storage.delete(bijlage.bestand.name or "")
        raise


def van_aanvraag(initiatief: Initiatief, *, met_persoonsgegevens: bool) -> QuerySet[Bijlage]:
    """Photos and documents of an application; of one on paper the documents are the paper itself, with name, address
    and account number on it: those are only for who may see them. `rules.mag_bijlage_zien` says the same of one file.
    """
    scan = initiatief.papier and not met_persoonsgegevens
    return initiatief.bijlagen.filter(soort__in=[Bijlagesoort.FOTO] if scan else _AANVRAAG)


@transaction.atomic
def beschrijf(bijlage: Bijlage, *, alt: str, openbaar: bool, door: Gebruiker | None) -> Bijlage:
    """Say what is to be seen on a photo and whether it may be on the website. Raises as `voeg_bijlage_toe`."""
    vast = stappen.op_slot(bijlage.initiatief)
    _controleer_recht(vast, door)
    bijlage.alt = " ".join(alt.split())[:200]
    bijlage.openbaar = openbaar and bijlage.soort in _FOTOSOORTEN
    bijlage.save(update_fields=["alt", "openbaar"])
    verhoog_na_commit("publiek")
    return bijlage


@transaction.atomic
def verwijder_bijlage(bijlage: Bijlage, *, door: Gebruiker | None) -> None:
    """Take a file away: from a draft by who writes it, later by who added it; the log keeps that it was there.

    Raises GeenToestemming for anybody else. A file of the application stays once it was decided on, a receipt once the
    account was handed in.
    """
    vast = stappen.op_slot(bijlage.initiatief)
    _controleer_recht(vast, door)
    if vast.status != Initiatiefstatus.CONCEPT:
        if door is None or not (bijlage.toegevoegd_door_id == door.pk or rules.behandelt(door, vast)):
            raise GeenToestemming(_("U kunt alleen uw eigen bestanden weghalen."))
        if bijlage.soort in _AANVRAAG and vast.besloten_op is not None:
            raise Weigering(_("Er is al een besluit genomen. Dit bestand hoort daarbij en blijft staan."))
        ingediend = Verantwoording.objects.filter(initiatief=vast).exclude(status=Verantwoordingstatus.CONCEPT)
        if bijlage.soort == Bijlagesoort.BON and ingediend.exists():
            raise Weigering(_("Deze verantwoording is al ingediend."))
        log(vast, _("bestand verwijderd"), door=door, wijzigingen={"bestand": (bijlage.naam, None)})
        _vernieuw_publiek(bijlage)
    wis_bestand_na_commit(bijlage)
    bijlage.delete()


def wis_bestand_na_commit(bijlage: Bijlage) -> None:
    """The file goes when the transaction holds; a file without a row does no harm."""
    opslag, naam = bijlage.bestand.storage, bijlage.bestand.name
    if naam:
        transaction.on_commit(lambda: opslag.delete(naam))


def _controleer_recht(initiatief: Initiatief, door: Gebruiker | None) -> None:
    """The applicant, who handles it, who types a paper one; nobody in particular for a draft without an owner."""
    if door is None:
        mag = initiatief.status == Initiatiefstatus.CONCEPT and initiatief.indiener_id is None and not initiatief.papier
    else:
        mag = (
            rules.is_indiener(door, initiatief)
            or rules.behandelt(door, initiatief)
            or (initiatief.ingevoerd_door_id is not None and initiatief.ingevoerd_door_id == door.pk)
        )
    if not mag:
        raise GeenToestemming(_("U kunt geen bestanden bij dit plan zetten of weghalen."))


def _controleer_aantal(initiatief: Initiatief, soort: str) -> None:
    soorten = _AANVRAAG if soort in _AANVRAAG else (soort,)
    if initiatief.bijlagen.filter(soort__in=soorten).count() >= HOOGSTENS[soort]:
        raise Weigering(
            _("Er zijn al %(aantal)s bestanden. Meer kan niet; haal er eerst een weg.") % {"aantal": HOOGSTENS[soort]},
            veld="bestand",
        )


def _vernieuw_publiek(bijlage: Bijlage) -> None:
    if bijlage.openbaar:
        verhoog_na_commit("publiek")
