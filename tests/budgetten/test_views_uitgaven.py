"""The pages of expenses: who may do what, what is shown when it may not, and that twice is once."""

import datetime as dt
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from budgetten.domain import uitgaven
from budgetten.domain.queries import totaal
from budgetten.domain.regels import besteed_direct
from budgetten.enums import Uitgavestatus
from budgetten.forms.velden import lees_bedrag
from budgetten.models import Uitgave, UitgaveDocument
from tests.budgetten.test_uitgaven_documenten import PDF, foto, pdf
from tests.budgetten.test_views_matrix import WIE
from tests.factories import MandaatFactory

NIEUW = "/budget/uitgaven/nieuw/"
LIJST = "/budget/uitgaven/"


def adres(naam: str, uitgave: Uitgave) -> str:
    return reverse(f"budgetten:{naam}", args=[uitgave.pk])


def berichten(antwoord) -> list[str]:
    return [str(bericht) for bericht in get_messages(antwoord.wsgi_request)]


def tekst(antwoord) -> str:
    return antwoord.content.decode().replace("\u00a0", " ")


@pytest.fixture
def invoer(lariks) -> dict[str, str]:
    """A filled-in form: € 1.210,00 with VAT."""
    return {
        "regel": str(lariks.pk),
        "datum": "2011-05-21",
        "omschrijving": "Speelplek schilderen",
        "leverancier": "Verfhuis",
        "factuurnummer": "V-7",
        "netto": "1.000,00",
        "btw": "210",
        "btw_behandeling": "kosten",
        "eenmalig": "a" * 32,
    }


@pytest.mark.parametrize(
    ("geschreven", "bedrag"),
    [
        ("1.234,56", "1234.56"),
        ("1234,56", "1234.56"),
        ("1234.56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("€ 1.234", "1234"),
        ("12.5", "12.5"),
        ("12,-", "12"),
        ("1.234.567,8", "1234567.8"),
        (" 0,01 ", "0.01"),
    ],
)
def test_amounts_are_read_the_dutch_way(geschreven, bedrag):
    assert lees_bedrag(geschreven) == Decimal(bedrag)


@pytest.mark.parametrize("onzin", ["veel", "1,2,3", "1.23,45", "12e3", "--1", "NaN", "Infinity", "1.2.3"])
def test_nonsense_is_no_amount(onzin):
    with pytest.raises(Exception, match="Vul een bedrag in"):
        lees_bedrag(onzin)


def test_entering_hands_in_and_shows_the_expense(als, coordinator, invoer):
    antwoord = als(coordinator).post(NIEUW, invoer | {"indienen": "ja"})
    uitgave = Uitgave.objects.get()
    assert (antwoord.status_code, antwoord.url) == (302, uitgave.get_absolute_url())
    assert (uitgave.bedrag, uitgave.status) == (Decimal("1210.00"), Uitgavestatus.INGEDIEND)
    assert (str(uitgave.leverancier), uitgave.ingevoerd_door) == ("Verfhuis", coordinator)


def test_entering_can_stay_a_draft_with_a_document(als, coordinator, invoer):
    als(coordinator).post(NIEUW, invoer | {"concept": "ja", "document": pdf()})
    assert Uitgave.objects.get().status == Uitgavestatus.CONCEPT
    assert UitgaveDocument.objects.get().naam == "factuur.pdf"


def test_second_click_enters_nothing_twice(als, coordinator, invoer):
    client = als(coordinator)
    zonder_factuur = invoer | {"factuurnummer": "", "indienen": "ja"}
    eerste = client.post(NIEUW, zonder_factuur)
    tweede = client.post(NIEUW, zonder_factuur)
    assert (eerste.url, tweede.url) == (Uitgave.objects.get().get_absolute_url(),) * 2
    assert berichten(tweede)[-1] == "Dit was al opgeslagen. Het is niet nog een keer gedaan."


def test_refusal_keeps_everything_that_was_filled_in(als, coordinator, voer_in, invoer):
    voer_in(leverancier="Verfhuis", factuurnummer="V-7", omschrijving="Eerder")
    client = als(coordinator)
    antwoord = client.post(NIEUW, invoer | {"indienen": "ja", "document": pdf()})
    assert antwoord.status_code == 200
    assert "Factuur V-7 van Verfhuis staat al bij uitgave “Eerder” van 21 mei 2011." in tekst(antwoord)
    for waarde in ('value="Speelplek schilderen"', 'value="1.000,00"', "€ 60.000,00", "Wij bewaren factuur.pdf voor u"):
        assert waarde in tekst(antwoord)
    wacht = antwoord.context["form"]["wacht"].value()
    opnieuw = client.post(NIEUW, invoer | {"factuurnummer": "V-8", "wacht": wacht, "indienen": "ja"})
    assert opnieuw.status_code == 302
    uitgave = Uitgave.objects.get(factuurnummer="V-8")
    with uitgave.documenten.get().bestand.open("rb") as inhoud:
        assert inhoud.read() == PDF


def test_hostile_upload_says_why_and_stores_nothing(als, coordinator, invoer):
    antwoord = als(coordinator).post(NIEUW, invoer | {"indienen": "ja", "document": pdf(inhoud=b"MZ\x90 program")})
    assert antwoord.status_code == 200
    assert "Dit bestand is geen pdf en geen foto." in tekst(antwoord)
    assert (Uitgave.objects.count(), UitgaveDocument.objects.count()) == (0, 0)


def test_line_of_another_area_cannot_be_chosen(als, coordinator_elders, invoer):
    antwoord = als(coordinator_elders).post(NIEUW, invoer | {"indienen": "ja"})
    assert antwoord.status_code == 200
    assert antwoord.context["form"].errors
    assert not Uitgave.objects.exists()


def test_future_date_is_refused(als, coordinator, invoer):
    morgen = timezone.localdate() + dt.timedelta(days=1)
    antwoord = als(coordinator).post(NIEUW, invoer | {"datum": morgen.isoformat()})
    assert "Deze datum ligt in de toekomst." in tekst(antwoord)


def test_explicit_cover_is_taken_from_the_form(als, coordinator, invoer, gemeente, actium):
    verdeeld = {f"dekking_{gemeente.pk}": "1.000,00", f"dekking_{actium.pk}": "210,00"}
    als(coordinator).post(NIEUW, invoer | verdeeld)
    dekking = dict(Uitgave.objects.get().dekking.values_list("partner", "bedrag"))
    assert dekking == {gemeente.pk: Decimal("1000.00"), actium.pk: Decimal("210.00")}


def test_free_money_is_shown_after_choosing_a_line(als, coordinator, coordinator_elders, lariks):
    vraag = {"regel": lariks.pk}
    assert "€ 60.000,00" in tekst(als(coordinator).get("/budget/uitgaven/vrij/", vraag))
    assert tekst(als(coordinator_elders).get("/budget/uitgaven/vrij/", vraag)).strip() == ""
    assert als(coordinator).get("/budget/uitgaven/vrij/", {"regel": "9" * 30}).status_code == 200


@pytest.mark.parametrize(
    ("rol", "status"),
    [
        ("bezoeker", 302),
        ("bewoner", 403),
        ("partnermedewerker", 403),
        ("stuurgroeplid", 403),
        ("beheerder", 403),
        ("coordinator", 200),
        ("controller", 200),
    ],
)
def test_entering_is_for_coordinators_and_controllers(als, lariks, rol, status):
    assert als(rol).get(NIEUW).status_code == status


def test_edit_shows_the_draft_and_keeps_changes(als, coordinator, voer_in, goedkeurder):
    uitgave = voer_in(netto=Decimal("12.50"), omschrijving="Oud")
    client = als(coordinator)
    pagina = client.get(adres("uitgave_wijzig", uitgave))
    assert 'value="12,50"' in tekst(pagina)
    velden = {naam: pagina.context["form"][naam].value() or "" for naam in ("datum", "leverancier", "btw_behandeling")}
    antwoord = client.post(
        adres("uitgave_wijzig", uitgave),
        velden | {"regel": uitgave.regel_id, "omschrijving": "Nieuw", "netto": "13", "concept": "ja"},
    )
    assert antwoord.status_code == 302
    uitgave.refresh_from_db()
    assert (uitgave.omschrijving, uitgave.bedrag) == ("Nieuw", Decimal("13.00"))
    assert als(goedkeurder).get(adres("uitgave_wijzig", uitgave)).status_code == 403


def test_approving_posts_once(als, goedkeurder, ingediend, lariks):
    client = als(goedkeurder)
    pagina = tekst(client.get(ingediend.get_absolute_url()))
    for deel in ("€ 30.000,00", "€ 500,01", "€ 29.499,99", "Goedkeuren en boeken"):
        assert deel in pagina
    eerste = client.post(adres("uitgave_goedkeuren", ingediend))
    assert (eerste.status_code, berichten(eerste)) == (302, ["De uitgave is goedgekeurd en geboekt."])
    tweede = client.post(adres("uitgave_goedkeuren", ingediend))
    assert berichten(tweede)[-1] == "Dit is al gedaan: de uitgave is goedgekeurd."
    assert totaal(lariks.boekjaar).besteed == Decimal("1000.01")


ACTIES = ["uitgave_indienen", "uitgave_goedkeuren", "uitgave_afkeuren", "uitgave_terughalen", "uitgave_betaald"]


@pytest.mark.parametrize("actie", [*ACTIES, "document_toevoegen"])
def test_acts_are_not_done_by_get(als, goedkeurder, ingediend, actie):
    assert als(goedkeurder).get(adres(actie, ingediend)).status_code == 405


@pytest.mark.parametrize("actie", ["uitgave_goedkeuren", "uitgave_afkeuren", "uitgave_betaald"])
@pytest.mark.parametrize("rol", ["bezoeker", "bewoner", "partnermedewerker", "stuurgroeplid", "coordinator_elders"])
def test_acts_are_refused_to_others(als, ingediend, actie, rol):
    gegevens = {"reden": "x", "datum": "2011-06-01", "kenmerk": "B"}
    assert als(rol).post(adres(actie, ingediend), gegevens).status_code == 403
    ingediend.refresh_from_db()
    assert ingediend.status == Uitgavestatus.INGEDIEND


def test_acts_need_the_csrf_token(goedkeurder, ingediend):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(goedkeurder)
    assert client.post(adres("uitgave_goedkeuren", ingediend)).status_code == 403


def test_own_expense_is_not_approved(als, coordinator, ingediend):
    MandaatFactory(medewerker=coordinator.posten.get())
    assert "Goedkeuren en boeken" not in tekst(als(coordinator).get(ingediend.get_absolute_url()))
    antwoord = als(coordinator).post(adres("uitgave_goedkeuren", ingediend))
    assert berichten(antwoord) == ["U hebt deze uitgave zelf ingevoerd. Iemand anders beoordeelt haar."]
    ingediend.refresh_from_db()
    assert ingediend.status == Uitgavestatus.INGEDIEND


def test_too_small_a_mandate_is_said(als, controller, ingediend):
    MandaatFactory(medewerker=controller.posten.get(), tot_bedrag=Decimal(1000))
    antwoord = als(controller).post(adres("uitgave_goedkeuren", ingediend))
    assert berichten(antwoord)[0].replace("\u00a0", " ") == (
        "Uw mandaat gaat tot en met € 1.000,00. Voor deze uitgave is € 1.000,01 nodig."
    )


def test_page_warns_when_the_line_has_too_little(als, goedkeurder, ingediend, lariks):
    besteed_direct(lariks, bedrag=Decimal("59500.01"), boekdatum=ingediend.datum, omschrijving="Groot", door=None)
    assert "Onvoldoende vrij besteedbaar: € 499,99 op Lariks/sociaal 2011" in tekst(
        als(goedkeurder).get(ingediend.get_absolute_url())
    )


def test_refusing_needs_a_reason_and_goes_back(als, goedkeurder, coordinator, ingediend):
    client = als(goedkeurder)
    leeg = client.post(adres("uitgave_afkeuren", ingediend), {"reden": ""})
    assert (leeg.status_code, bool(leeg.context["afkeurform"].errors)) == (200, True)
    assert client.post(adres("uitgave_afkeuren", ingediend), {"reden": "Bon ontbreekt"}).status_code == 302
    maker = als(coordinator)
    assert "Bon ontbreekt" in tekst(maker.get(ingediend.get_absolute_url()))
    antwoord = maker.post(adres("uitgave_terughalen", ingediend))
    assert antwoord.url == adres("uitgave_wijzig", ingediend)
    assert maker.post(adres("uitgave_indienen", ingediend)).status_code == 302
    ingediend.refresh_from_db()
    assert ingediend.status == Uitgavestatus.INGEDIEND


def test_refusing_twice_keeps_the_reason_on_the_page(als, goedkeurder, goedgekeurd):
    antwoord = als(goedkeurder).post(adres("uitgave_afkeuren", goedgekeurd), {"reden": "Te laat bedacht"})
    assert antwoord.status_code == 200
    assert "Dit kan nu niet: de uitgave is goedgekeurd." in tekst(antwoord)


def test_payment_is_recorded_by_a_third(als, controller, goedkeurder, goedgekeurd):
    gegevens = {"datum": "2011-06-01", "kenmerk": "BANK-7"}
    assert als(goedkeurder).post(adres("uitgave_betaald", goedgekeurd), gegevens).status_code == 403
    client = als(controller)
    assert "Als betaald markeren" in tekst(client.get(goedgekeurd.get_absolute_url()))
    fout = client.post(adres("uitgave_betaald", goedgekeurd), {"datum": "2999-01-01", "kenmerk": "BANK-7"})
    assert "De dag van betaling ligt in de toekomst." in tekst(fout)
    assert 'value="BANK-7"' not in tekst(als(controller).get(goedgekeurd.get_absolute_url()))
    assert client.post(adres("uitgave_betaald", goedgekeurd), gegevens).status_code == 302
    goedgekeurd.refresh_from_db()
    assert (goedgekeurd.status, goedgekeurd.betaald_door) == (Uitgavestatus.BETAALD, controller)


def test_documents_can_be_added_on_the_page(als, coordinator, voer_in):
    uitgave = voer_in()
    client = als(coordinator)
    assert client.post(adres("document_toevoegen", uitgave), {"document": foto()}).status_code == 302
    fout = client.post(adres("document_toevoegen", uitgave), {"document": pdf(inhoud=b"niets")})
    assert "Dit bestand is geen pdf en geen foto." in tekst(fout)
    document = UitgaveDocument.objects.get()
    assert "bon.jpg" in tekst(client.get(uitgave.get_absolute_url()))
    assert client.post(reverse("budgetten:document_weghalen", args=[document.pk])).status_code == 302
    assert not UitgaveDocument.objects.exists()


def test_work_lists_hold_what_waits_for_this_person(als, voer_in, ingediend, coordinator, goedkeurder, controller):
    concept = voer_in(omschrijving="Nog niet klaar")
    te_betalen = uitgaven.keur_goed(uitgaven.dien_in(voer_in(netto=Decimal(5)), door=coordinator), door=goedkeurder)

    def lijst(client, tab):
        antwoord = client.get(LIJST, {"tab": tab})
        return [uitgave.pk for uitgave in antwoord.context["page_obj"]]

    van_goedkeurder, van_maker, van_controller = als(goedkeurder), als(coordinator), als(controller)
    assert lijst(van_goedkeurder, "beoordelen") == [ingediend.pk]
    assert lijst(van_maker, "beoordelen") == []
    assert lijst(van_maker, "concepten") == [concept.pk]
    assert lijst(van_controller, "betalen") == [te_betalen.pk]
    assert lijst(van_goedkeurder, "betalen") == []
    assert len(lijst(van_maker, "alle")) == 3
    assert van_goedkeurder.get(LIJST).context["tab"] == "beoordelen"
    assert als("coordinator_elders").get(LIJST).context["tab"] == "alle"


def test_list_filters(als, voer_in, controller):
    voer_in(omschrijving="Boom planten", leverancier="Hovenier")
    voer_in(omschrijving="Koffie", leverancier="Slagerij Smit")
    client = als(controller)

    def namen(**vraag):
        antwoord = client.get(LIJST, {"tab": "alle", **vraag})
        return sorted(uitgave.omschrijving for uitgave in antwoord.context["page_obj"])

    assert namen(zoek="hovenier") == ["Boom planten"]
    assert namen(zoek="koff", jaar="2011", gebied="lariks") == ["Koffie"]
    assert namen(gebied="peelo") == []
    assert namen(status="ingediend") == []
    assert namen(status="onzin", page="x") == ["Boom planten", "Koffie"]


def test_list_queries_do_not_grow(als, voer_in, controller, django_assert_max_num_queries):
    client = als(controller)
    voer_in()
    with django_assert_max_num_queries(WIE + 5):
        client.get(LIJST, {"tab": "alle"})
    for nummer in range(20):
        voer_in(omschrijving=f"Uitgave {nummer}", leverancier=f"Winkel {nummer}")
    with django_assert_max_num_queries(WIE + 5):
        client.get(LIJST, {"tab": "alle"})


def test_expense_is_hidden_from_residents(als, ingediend):
    assert als("bewoner").get(ingediend.get_absolute_url()).status_code == 403
    assert als("bezoeker").get(ingediend.get_absolute_url()).status_code == 302
    assert als("stuurgroeplid").get(ingediend.get_absolute_url()).status_code == 200
