"""The activity log: who may write what, when, and that nothing half is left."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from gebieden.models import Gebied
from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import logregels
from kern.domain.uploads import maak_foto_schoon
from kern.models import Gebruiker, Logregel
from partners.domain import activiteiten
from partners.enums import Activiteitstatus
from partners.models import Activiteit, Activiteittype, Partner
from partners.signals import activiteit_definitief
from tests.factories import ActiviteitFactory
from tests.partners.afbeeldingen import foto_bytes, upload


@pytest.fixture
def concept(
    actium: Partner, partnermedewerker: Gebruiker, buurtfeest: Activiteittype, wijken: dict[str, Gebied]
) -> Activiteit:
    return activiteiten.maak(
        actium,
        door=partnermedewerker,
        type=buurtfeest,
        titel="",
        datum=timezone.localdate(),
        gebied=wijken["Lariks"],
        straat="Lariksplein",
        uren=Decimal("1.50"),
        kosten=Decimal("87.50"),
        deelnemers=24,
        resultaat="Gezellig",
    )


def bestanden() -> list[Path]:
    return [pad for pad in Path(settings.MEDIA_ROOT).rglob("*") if pad.is_file()]


def test_new_activity_is_a_draft_named_after_its_type(concept: Activiteit, partnermedewerker: Gebruiker) -> None:
    assert (concept.status, concept.titel, concept.kosten) == ("concept", "Buurtfeest", Decimal("87.50"))
    assert [(regel.actie, regel.door) for regel in logregels(concept)] == [("ingevoerd", partnermedewerker)]


def test_own_costs_of_a_connected_party_are_refused(
    politie: Partner, wijkagent: Gebruiker, buurtfeest: Activiteittype, wijken: dict[str, Gebied]
) -> None:
    velden = {"type": buurtfeest, "titel": "Ronde", "datum": timezone.localdate(), "gebied": wijken["Peelo"]}
    with pytest.raises(Weigering, match="betaalt niet mee") as fout:
        activiteiten.maak(politie, door=wijkagent, kosten=Decimal("0.01"), **velden)
    assert fout.value.veld == "kosten"
    assert activiteiten.maak(politie, door=wijkagent, **velden).kosten == 0


def test_date_before_the_partner_took_part_is_refused(concept: Activiteit, partnermedewerker: Gebruiker) -> None:
    with pytest.raises(Weigering, match="deed op die dag niet mee") as fout:
        activiteiten.wijzig(concept, door=partnermedewerker, datum=dt.date(2010, 12, 31))
    assert fout.value.veld == "datum"
    concept.refresh_from_db()
    assert concept.datum == timezone.localdate()


@pytest.mark.parametrize("rol", ["collega_woonconcept", "bewoner", "medewerker_mogelijke_partner", "ex_medewerker"])
def test_nobody_writes_in_the_log_of_another_partner(
    rol: str, concept: Activiteit, actium: Partner, request: pytest.FixtureRequest
) -> None:
    door = request.getfixturevalue(rol)
    velden = {"type": concept.type, "titel": "x", "datum": concept.datum, "gebied": concept.gebied}
    for poging in (
        lambda: activiteiten.maak(actium, door=door, **velden),
        lambda: activiteiten.wijzig(concept, door=door, titel="x"),
        lambda: activiteiten.maak_definitief(concept, door=door),
        lambda: activiteiten.kopieer(concept, door=door),
        lambda: activiteiten.verwijder(concept, door=door),
        lambda: activiteiten.voeg_foto_toe(concept, bestand=maak_foto_schoon(upload(foto_bytes())), door=door),
    ):
        with pytest.raises(GeenToestemming):
            poging()
    assert list(Activiteit.objects.values_list("titel", "status")) == [("Buurtfeest", "concept")]
    assert bestanden() == []


def test_steering_group_member_reads_and_does_not_write(
    stuurgroeplid: Gebruiker, woonconcept: Partner, wijken: dict[str, Gebied]
) -> None:
    vreemd = ActiviteitFactory(partner=woonconcept, gebied=wijken["Peelo"])
    with pytest.raises(GeenToestemming):
        activiteiten.wijzig(vreemd, door=stuurgroeplid, titel="x")


def test_change_is_logged_with_old_and_new(concept: Activiteit, partnermedewerker: Gebruiker) -> None:
    activiteiten.wijzig(concept, door=partnermedewerker, deelnemers=30, straat="Lariksplein")
    regel = logregels(concept)[0]
    assert (regel.actie, regel.wijzigingen) == ("gewijzigd", {"deelnemers": ["24", "30"]})


def test_change_to_a_partner_one_does_not_work_for_is_refused(
    concept: Activiteit, partnermedewerker: Gebruiker, woonconcept: Partner
) -> None:
    with pytest.raises(GeenToestemming):
        activiteiten.wijzig(concept, door=partnermedewerker, partner=woonconcept)


def test_final_activity_never_changes(concept: Activiteit, partnermedewerker: Gebruiker) -> None:
    vast = activiteiten.maak_definitief(concept, door=partnermedewerker)
    assert vast.status == Activiteitstatus.DEFINITIEF
    for poging in (
        lambda: activiteiten.wijzig(concept, door=partnermedewerker, titel="x"),
        lambda: activiteiten.maak_definitief(concept, door=partnermedewerker),
        lambda: activiteiten.verwijder(concept, door=partnermedewerker),
        lambda: activiteiten.voeg_foto_toe(
            concept, bestand=maak_foto_schoon(upload(foto_bytes())), door=partnermedewerker
        ),
    ):
        with pytest.raises(Weigering, match="definitief"):
            poging()


def test_activity_of_tomorrow_stays_a_draft(concept: Activiteit, partnermedewerker: Gebruiker) -> None:
    activiteiten.wijzig(concept, door=partnermedewerker, datum=timezone.localdate() + dt.timedelta(days=1))
    with pytest.raises(Weigering, match="komt nog"):
        activiteiten.maak_definitief(concept, door=partnermedewerker)


def test_final_activity_is_announced_once_inside_the_transaction(
    concept: Activiteit, partnermedewerker: Gebruiker
) -> None:
    gehoord = []

    def luister(sender: type, activiteit: Activiteit, door: Gebruiker, **kwargs: object) -> None:
        gehoord.append((activiteit.pk, activiteit.kosten, door))

    activiteit_definitief.connect(luister)
    try:
        activiteiten.maak_definitief(concept, door=partnermedewerker)
    finally:
        activiteit_definitief.disconnect(luister)
    assert gehoord == [(concept.pk, Decimal("87.50"), partnermedewerker)]


def test_listener_that_refuses_leaves_a_draft_and_no_photo(
    concept: Activiteit, actium: Partner, partnermedewerker: Gebruiker
) -> None:
    def weiger(sender: type, **kwargs: object) -> None:
        raise Weigering("Geen begrotingsregel")

    activiteit_definitief.connect(weiger)
    try:
        with pytest.raises(Weigering, match="Geen begrotingsregel"):
            activiteiten.bewaar(
                concept,
                partner=actium,
                door=partnermedewerker,
                fotos=[maak_foto_schoon(upload(foto_bytes()))],
                definitief=True,
                titel="Anders",
            )
    finally:
        activiteit_definitief.disconnect(weiger)
    concept.refresh_from_db()
    assert (concept.status, concept.titel, concept.fotos.count()) == ("concept", "Buurtfeest", 0)
    assert bestanden() == []


def test_copy_repeats_what_and_where_but_not_result_costs_or_photos(
    concept: Activiteit, partnermedewerker: Gebruiker
) -> None:
    activiteiten.voeg_foto_toe(concept, bestand=maak_foto_schoon(upload(foto_bytes())), door=partnermedewerker)
    kopie = activiteiten.kopieer(activiteiten.maak_definitief(concept, door=partnermedewerker), door=partnermedewerker)
    kopie.refresh_from_db()
    assert kopie.pk != concept.pk
    assert (kopie.type, kopie.gebied, kopie.straat, kopie.uren, kopie.titel) == (
        concept.type,
        concept.gebied,
        "Lariksplein",
        Decimal("1.50"),
        "Buurtfeest",
    )
    assert (kopie.status, kopie.kosten, kopie.deelnemers, kopie.resultaat, kopie.fotos.count()) == (
        "concept",
        Decimal("0.00"),
        None,
        "",
        0,
    )


def test_twelve_photos_are_enough(concept: Activiteit, partnermedewerker: Gebruiker) -> None:
    foto = maak_foto_schoon(upload(foto_bytes()))
    for _ in range(12):
        activiteiten.voeg_foto_toe(concept, bestand=foto, door=partnermedewerker)
    with pytest.raises(Weigering, match="hoogstens 12"):
        activiteiten.voeg_foto_toe(concept, bestand=foto, door=partnermedewerker)


def test_removed_draft_takes_its_photos_along_and_leaves_its_log(
    concept: Activiteit, partnermedewerker: Gebruiker, django_capture_on_commit_callbacks: object
) -> None:
    activiteiten.voeg_foto_toe(concept, bestand=maak_foto_schoon(upload(foto_bytes())), door=partnermedewerker)
    assert len(bestanden()) == 1
    with django_capture_on_commit_callbacks(execute=True):
        activiteiten.verwijder(concept, door=partnermedewerker)
    assert bestanden() == []
    assert Logregel.objects.filter(object_id=concept.pk, actie="verwijderd").get().wijzigingen == {
        "titel": ["Buurtfeest", None]
    }


def test_stored_name_of_a_photo_says_nothing(concept: Activiteit, partnermedewerker: Gebruiker) -> None:
    foto = activiteiten.voeg_foto_toe(
        concept, bestand=maak_foto_schoon(upload(foto_bytes(), naam="Mevrouw Jansen.jpg")), door=partnermedewerker
    )
    assert "Jansen" not in foto.bestand.name
    assert (foto.breedte, foto.hoogte) == (64, 48)
