"""The admin: only for beheerders, in Dutch, logged, and unable to touch what domain functions guard."""

import datetime as dt
from decimal import Decimal

import pytest
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from budgetten.models import (
    Begrotingsregel,
    Begrotingswijziging,
    Bijdrage,
    Boeking,
    Boekjaar,
    Mutatie,
    Periodestand,
    Rapport,
    Rekening,
    Uitgave,
)
from gebieden.models import Gebied, Thema
from kern.domain.logboek import log, logregels
from kern.models import Gebruiker, Logregel
from partners.enums import Functie
from partners.models import Activiteit, Medewerker, Partner
from tests.factories import (
    BegrotingsregelFactory,
    BegrotingswijzigingFactory,
    GebruikerFactory,
    MedewerkerFactory,
    UitgaveFactory,
    zet_geld_op,
)
from tests.kern.beheerhulp import pad

pytestmark = pytest.mark.django_db

ALLE = sorted(admin.site._registry, key=lambda model: model._meta.label)
#: What the admin may only show.
ALLEEN_LEZEN = [
    Activiteit,
    Begrotingsregel,
    Begrotingswijziging,
    Bijdrage,
    Boeking,
    Boekjaar,
    Gebied,
    Logregel,
    Mutatie,
    Periodestand,
    Rapport,
    Rekening,
    Uitgave,
]


@pytest.mark.parametrize("model", ALLE, ids=lambda model: model._meta.label)
def test_every_list_and_row_opens_for_a_beheerder(model, als, beheerder, gevuld):
    client = als(beheerder)

    assert client.get(pad(model, "changelist"), {"q": "a"} if admin.site._registry[model].search_fields else {})
    assert client.get(pad(model, "changelist")).status_code == 200
    rij = model._base_manager.first()
    if rij is not None:
        assert client.get(pad(model, "change", rij.pk)).status_code == 200


@pytest.mark.parametrize("rol", ["controller", "coordinator", "partnermedewerker", "stuurgroeplid", "bewoner"])
@pytest.mark.parametrize(
    "pad", ["", "kern/gebruiker/", "partners/medewerker/add/", "login/", "jsi18n/", "autocomplete/"]
)
def test_others_get_403(rol, pad, als):
    assert als(rol).get(f"/beheer/{pad}").status_code == 403


def test_stranger_goes_to_the_login_page_of_the_site(client):
    antwoord = client.get("/beheer/kern/gebruiker/", follow=True)

    assert [pad for pad, _ in antwoord.redirect_chain] == [
        "/beheer/login/?next=/beheer/kern/gebruiker/",
        "/account/login/?next=/beheer/kern/gebruiker/",
    ]


def test_admin_has_no_login_of_its_own(client, beheerder):
    antwoord = client.post("/beheer/login/", {"username": beheerder.email, "password": "lariks-bloeit-2011"})

    assert antwoord.status_code == 302
    assert "sessionid" not in client.cookies


@pytest.mark.parametrize("model", ALLEEN_LEZEN, ids=lambda model: model._meta.label)
def test_attack_on_read_only_rows_is_refused_and_changes_nothing(model, als, beheerder, gevuld):
    client = als(beheerder)
    vooraf = list(model._base_manager.order_by("pk").values())
    doel = model._base_manager.first()
    pk = doel.pk if doel else 1
    velden = {field.name: "1" for field in model._meta.concrete_fields}

    antwoorden = {
        "add": client.post(pad(model, "add"), velden).status_code,
        "delete_selected": client.post(
            pad(model, "changelist"), {"action": "delete_selected", "_selected_action": [pk], "post": "yes"}
        ).status_code,
    }
    if doel:
        antwoorden["change"] = client.post(pad(model, "change", pk), velden).status_code
        antwoorden["delete"] = client.post(pad(model, "delete", pk), {"post": "yes"}).status_code

    assert antwoorden.pop("delete_selected") in {200, 302, 403}
    assert set(antwoorden.values()) == {403}
    assert list(model._base_manager.order_by("pk").values()) == vooraf


def test_every_money_model_in_the_admin_is_read_only():
    bewerkbaar = {
        model.__name__
        for model, beheer in admin.site._registry.items()
        if model._meta.app_label == "budgetten"
        and "AlleenLezen" not in {klas.__name__ for klas in type(beheer).__mro__}
    }

    assert bewerkbaar == {"Leverancier"}


def test_third_party_pages_that_hold_secrets_are_not_there():
    namen = {model._meta.label for model in admin.site._registry}

    assert not namen & {"mfa.Authenticator", "account.EmailAddress", "auth.Group", "django_celery_beat.ClockedSchedule"}


def test_beheerder_cannot_become_superuser(als, beheerder):
    client = als(beheerder)
    adres = pad(Gebruiker, "change", beheerder.pk)

    formulier = client.get(adres).context["adminform"].form
    assert set(formulier.fields) == {"email", "naam", "is_active"}
    client.post(
        adres,
        {
            "email": beheerder.email,
            "naam": "Bob",
            "is_active": "on",
            "is_superuser": "on",
            "groups": ["1"],
            "user_permissions": ["1"],
            "password": "x",
        },
    )

    beheerder.refresh_from_db()
    assert (beheerder.naam, beheerder.is_superuser, beheerder.user_permissions.count()) == ("Bob", False, 0)
    assert beheerder.check_password("lariks-bloeit-2011")


def test_users_cannot_be_deleted(als, beheerder, bewoner):
    assert als(beheerder).post(pad(Gebruiker, "delete", bewoner.pk), {"post": "yes"}).status_code == 403
    assert Gebruiker.objects.filter(pk=bewoner.pk).exists()


def test_new_user_logs_in_with_a_code(als, beheerder):
    als(beheerder).post(pad(Gebruiker, "add"), {"email": "Anna@Example.nl", "naam": "Anna", "is_active": "on"})
    anna = Gebruiker.objects.get(email="anna@example.nl")
    assert not anna.has_usable_password()

    client = Client()
    client.post("/account/login/code/", {"email": "anna@example.nl"})
    code = mail.outbox[-1].body.split("\n\n")[2].strip()
    client.post("/account/login/code/confirm/", {"code": code})

    assert client.session["_auth_user_id"] == str(anna.pk)


def test_changed_address_replaces_the_old_one_for_login(als, beheerder, bewoner):
    als(beheerder).post(
        pad(Gebruiker, "change", bewoner.pk), {"email": "nieuw@example.nl", "naam": "Bea", "is_active": "on"}
    )

    assert list(EmailAddress.objects.filter(user=bewoner).values_list("email", "verified", "primary")) == [
        ("nieuw@example.nl", False, True)
    ]


def test_switched_off_user_is_out_at_once(als, beheerder, bewoner):
    client = als(bewoner)
    assert client.get("/taken/").status_code == 200

    als(beheerder).post(pad(Gebruiker, "change", bewoner.pk), {"email": bewoner.email, "naam": "Bea"})

    assert client.get("/taken/").status_code == 302


def _mandaat_formset(**rest) -> dict[str, str]:
    return {"mandaten-TOTAL_FORMS": "0", "mandaten-INITIAL_FORMS": "0"} | rest


def test_new_post_is_logged_with_everything_in_words(als, beheerder, bewoner, actium, wijken):
    als(beheerder).post(
        pad(Medewerker, "add"),
        _mandaat_formset(
            gebruiker=bewoner.pk,
            partner=actium.pk,
            functie=Functie.GEBIEDSCOORDINATOR,
            gebieden=[wijken["Lariks"].pk, wijken["Peelo"].pk],
            vanaf="2026-01-01",
            tot="",
        ),
    )

    post = Medewerker.objects.get(gebruiker=bewoner)
    regel = logregels(post).get()
    assert (regel.door, regel.actie) == (beheerder, "toegevoegd")
    assert regel.wijzigingen == {
        "gebruiker": [None, "Bea Bewoner"],
        "partner": [None, "Actium"],
        "functie": [None, "Gebiedscoördinator"],
        "gebieden": [None, "Lariks, Peelo"],
        "vanaf": [None, "2026-01-01"],
    }


def test_changed_post_is_logged_old_to_new(als, beheerder, bewoner, actium, wijken):
    post = MedewerkerFactory(gebruiker=bewoner, partner=actium, gebieden=[wijken["Lariks"]])

    antwoord = als(beheerder).post(
        pad(Medewerker, "change", post.pk),
        _mandaat_formset(
            gebruiker=bewoner.pk,
            partner=actium.pk,
            functie=post.functie,
            gebieden=[wijken["Peelo"].pk],
            vanaf="2011-01-01",
            tot="2026-12-31",
        )
        | {
            "mandaten-TOTAL_FORMS": "1",
            "mandaten-0-medewerker": post.pk,
            "mandaten-0-tot_bedrag": "2500",
            "mandaten-0-vanaf": "2026-01-01",
        },
    )

    assert antwoord.status_code == 302
    regels = {regel.actie: regel for regel in logregels(post)}
    assert regels["gewijzigd"].wijzigingen == {"gebieden": ["Lariks", "Peelo"], "tot en met": [None, "2026-12-31"]}
    assert regels["mandaat toegevoegd"].toelichting.endswith("t/m 2500")


def test_saving_without_a_change_logs_nothing(als, beheerder, themas):
    thema = themas["Groen"]

    als(beheerder).post(
        pad(Thema, "change", thema.pk),
        {"naam": thema.naam, "slug": thema.slug, "domein": thema.domein, "volgorde": thema.volgorde, "actief": "on"},
    )

    assert not logregels(thema).exists()


def test_removed_theme_leaves_its_log(als, beheerder, themas):
    thema = themas["Groen"]

    als(beheerder).post(pad(Thema, "delete", thema.pk), {"post": "yes"})

    assert not Thema.objects.filter(pk=thema.pk).exists()
    regel = Logregel.objects.get(soort__model="thema", object_id=thema.pk)
    assert (regel.actie, regel.toelichting, regel.door) == ("verwijderd", "Groen", beheerder)


def test_theme_in_use_is_not_removed(als, beheerder, gevuld, themas):
    antwoord = als(beheerder).post(pad(Thema, "delete", themas["Jeugd"].pk), {"post": "yes"})

    assert antwoord.status_code == 200
    assert Thema.objects.filter(pk=themas["Jeugd"].pk).exists()


def test_schedule_can_be_switched_off_but_not_pointed_elsewhere(als, beheerder):
    tussentijd = IntervalSchedule.objects.create(every=1, period="minutes")
    gepland = PeriodicTask.objects.create(name="taken-vegen", task="kern.tasks.veeg_taken", interval=tussentijd)

    als(beheerder).post(
        pad(PeriodicTask, "change", gepland.pk),
        {"interval": tussentijd.pk, "task": "os.system", "args": '["rm"]', "name": "x"},
    )

    gepland.refresh_from_db()
    assert (gepland.enabled, gepland.task, gepland.args, gepland.name) == (
        False,
        "kern.tasks.veeg_taken",
        "[]",
        "taken-vegen",
    )


@pytest.mark.parametrize("model", [Medewerker, Partner, Boeking, Rekening, Uitgave, Begrotingswijziging, Logregel])
def test_list_asks_the_same_number_of_queries_for_one_row_and_many(model, als, beheerder, gevuld, themas, wijken):
    client = als(beheerder)
    client.get(pad(model, "changelist"))

    def aantal() -> int:
        with CaptureQueriesContext(
            connection,
        ) as vragen:
            client.get(pad(model, "changelist"))
        return len(vragen)

    weinig = aantal()
    for naam in ("Peelo", "Marsdijk", "Pittelo"):
        regel = BegrotingsregelFactory(boekjaar=gevuld.boekjaar, gebied=wijken[naam], thema=themas["Groen"])
        post = MedewerkerFactory(gebruiker=GebruikerFactory(), vanaf=dt.date(2020, 1, 1))
        zet_geld_op(regel, {Partner.objects.get(naam="Actium"): Decimal("5.00")}, door=beheerder)
        UitgaveFactory(regel=regel)
        BegrotingswijzigingFactory(van=regel, naar=gevuld, ingediend_door=beheerder)
        log(post, "proef", door=post.gebruiker)

    assert aantal() == weinig


@pytest.mark.parametrize("aan", [True, False])
def test_admin_says_when_the_figures_are_examples(als, beheerder, settings, aan):
    settings.VOORBEELDGEGEVENS = aan
    assert ("Voorbeeldgegevens: deze cijfers zijn niet echt." in als(beheerder).get("/beheer/").text) is aan
