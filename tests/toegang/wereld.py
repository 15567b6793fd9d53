"""One of everything, so that every page has something to show: the world of the permission table."""

import hashlib
import io
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from budgetten.domain.rapporten import maak
from budgetten.domain.rapportgegevens import Waarover
from budgetten.enums import Uitgavestatus, Wijzigingstatus
from budgetten.models import (
    Begrotingsregel,
    Begrotingswijziging,
    Bijdrage,
    Boeking,
    Boekjaar,
    Periode,
    Rapport,
    Uitgave,
    UitgaveDocument,
    Verplichting,
)
from gebieden.models import Gebied
from kern import meldingsoorten
from kern.domain.logboek import log
from kern.domain.voorkeuren import afmeldadres
from kern.enums import Berichtstatus, Taakstatus
from kern.models import Gebruiker, Logregel, Melding, Taak, Uitgaandbericht
from partners.enums import Activiteitstatus, Functie
from partners.models import Activiteit, ActiviteitFoto, Deelname, Overeenkomst, Partner
from tests.factories import (
    ActiviteitFactory,
    BegrotingsregelFactory,
    BegrotingswijzigingFactory,
    GebruikerFactory,
    MedewerkerFactory,
    TaakFactory,
    UitgaveFactory,
    leg_verplichting_vast,
    zet_geld_op,
)
from tests.kern.berichthulp import NIEUWS, MeldingFactory, UitgaandberichtFactory


@dataclass
class Wereld:
    """What the rows of the table point at. All of it lies in Lariks, the area of `coordinator`."""

    lariks: Gebied
    actium: Partner
    overeenkomst: Overeenkomst
    deelname: Deelname
    boekjaar: Boekjaar
    periode: Periode
    regel: Begrotingsregel
    boeking: Boeking
    bijdrage: Bijdrage
    wijziging: Begrotingswijziging  # submitted by `coordinator`
    concept: Uitgave  # of `coordinator`, with a document
    document: UitgaveDocument
    ingediend: Uitgave  # of `coordinator`
    ter_goedkeuring: Uitgave  # of somebody else than any role
    te_betalen: Uitgave  # entered and approved by two others
    verplichting: Verplichting  # open, of € 100,00; decided by somebody else than any role
    openbare_activiteit: Activiteit
    concept_activiteit: Activiteit  # of Actium, partner of `partnermedewerker`
    openbare_foto: ActiviteitFoto
    concept_foto: ActiviteitFoto
    taak: Taak  # of `bewoner`, done, with a file
    mislukte_taak: Taak  # of `bewoner`
    logregel: Logregel
    melding: Melding  # of `bewoner`
    mislukt_bericht: Uitgaandbericht
    afmeldtoken: str

    @cached_property
    def rapport(self) -> Rapport:
        """A report on the whole programme in January. What is in the files does not matter here."""
        rapport = maak(
            self.periode,
            waarover=Waarover(None, None),
            werkboek=lambda gegevens, *, versie, reden: b"PK werkboek",
            pdf=lambda gegevens, *, versie, reden: b"%PDF-1.4",
            door=None,
        )
        assert rapport is not None
        return rapport


def jpeg() -> bytes:
    """A small green picture."""
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(buffer, "JPEG")
    return buffer.getvalue()


def _foto(activiteit: Activiteit) -> ActiviteitFoto:
    return ActiviteitFoto.objects.create(activiteit=activiteit, bestand=ContentFile(jpeg(), name="foto.jpg"))


def _document(uitgave: Uitgave, door: Gebruiker) -> UitgaveDocument:
    inhoud = b"%PDF-1.4\n%%EOF\n"
    document = UitgaveDocument(
        uitgave=uitgave,
        naam="bon.pdf",
        mimetype="application/pdf",
        grootte=len(inhoud),
        sha256=hashlib.sha256(inhoud).hexdigest(),
        toegevoegd_door=door,
    )
    document.bestand.save("bon.pdf", ContentFile(inhoud))
    return document


@pytest.fixture
def wereld(
    wijken: dict[str, Gebied],
    themas,
    gemeente: Partner,
    actium: Partner,
    boekjaar: Boekjaar,
    overeenkomst: Overeenkomst,
    coordinator: Gebruiker,
    partnermedewerker: Gebruiker,
    bewoner: Gebruiker,
    monkeypatch: pytest.MonkeyPatch,
) -> Wereld:
    """Build it through the models, so that no domain function has to be right for a permission to be tested."""
    monkeypatch.setitem(meldingsoorten._soorten, NIEUWS.code, NIEUWS)
    lariks = wijken["Lariks"]
    invoerder, beoordelaar = GebruikerFactory(naam="Ina Invoer"), GebruikerFactory(naam="Otto Oordeel")
    for gebruiker in (invoerder, beoordelaar):
        MedewerkerFactory(gebruiker=gebruiker, partner=gemeente, functie=Functie.GEBIEDSCOORDINATOR, gebieden=[lariks])
    regel = BegrotingsregelFactory(boekjaar=boekjaar, gebied=lariks, thema=themas["Jeugd"])
    andere = BegrotingsregelFactory(boekjaar=boekjaar, gebied=wijken["Peelo"], thema=themas["Jeugd"])
    toezegging, toedeling = zet_geld_op(regel, {gemeente: Decimal("10000.00")}, door=invoerder)
    concept = UitgaveFactory(regel=regel, ingevoerd_door=coordinator)
    concept_activiteit = ActiviteitFactory(partner=actium, gebied=lariks, ingevoerd_door=partnermedewerker)
    openbare_activiteit = ActiviteitFactory(
        partner=actium, gebied=lariks, ingevoerd_door=partnermedewerker, status=Activiteitstatus.DEFINITIEF
    )
    taak = TaakFactory(aangevraagd_door=bewoner, status=Taakstatus.GEREED, voortgang=100)
    taak.bestand.save("uitkomst.txt", ContentFile(b"klaar"))
    return Wereld(
        lariks=lariks,
        actium=actium,
        overeenkomst=overeenkomst,
        deelname=Deelname.objects.get(partner=actium),
        boekjaar=boekjaar,
        periode=boekjaar.perioden.get(maand=1),
        regel=regel,
        boeking=toezegging,
        bijdrage=Bijdrage.objects.create(
            partner=gemeente, boekjaar=boekjaar, bedrag=Decimal("10000.00"), boeking=toezegging
        ),
        wijziging=BegrotingswijzigingFactory(
            van=regel, naar=andere, ingediend_door=coordinator, status=Wijzigingstatus.INGEDIEND
        ),
        concept=concept,
        document=_document(concept, coordinator),
        ingediend=UitgaveFactory(regel=regel, ingevoerd_door=coordinator, status=Uitgavestatus.INGEDIEND),
        ter_goedkeuring=UitgaveFactory(regel=regel, ingevoerd_door=invoerder, status=Uitgavestatus.INGEDIEND),
        te_betalen=UitgaveFactory(
            regel=regel,
            ingevoerd_door=invoerder,
            beoordeeld_door=beoordelaar,
            beoordeeld_op=timezone.now(),
            status=Uitgavestatus.GOEDGEKEURD,
            boeking=toedeling,
        ),
        verplichting=leg_verplichting_vast(regel, {gemeente: Decimal("100.00")}, door=beoordelaar),
        openbare_activiteit=openbare_activiteit,
        concept_activiteit=concept_activiteit,
        openbare_foto=_foto(openbare_activiteit),
        concept_foto=_foto(concept_activiteit),
        taak=taak,
        mislukte_taak=TaakFactory(aangevraagd_door=bewoner, status=Taakstatus.MISLUKT, melding="Stuk"),
        logregel=log(regel, "aangemaakt", door=invoerder),
        melding=MeldingFactory(gebruiker=bewoner),
        mislukt_bericht=UitgaandberichtFactory(status=Berichtstatus.MISLUKT),
        afmeldtoken=afmeldadres(bewoner.pk, NIEUWS.code).rstrip("/").rpartition("/")[2],
    )
