"""The order of the list of files, page by page: running terms first, then what was handed in last."""

import datetime as dt

import pytest
from django.core.paginator import Paginator
from django.utils import timezone

from bewoners.domain import dossier
from bewoners.enums import Initiatiefstatus, Termijnsoort
from bewoners.models import Initiatief, Termijn
from tests.bewoners.fabriek import maak_initiatief

pytestmark = pytest.mark.django_db

S = Initiatiefstatus


def _plan(wijken, themas, bewoner, titel: str, *, dagen: int, termijnen: dict[str, int | None] | None = None) -> None:
    """Handed in so many days ago; running terms end in so many days, None: fulfilled."""
    vandaag = timezone.localdate()
    plan = maak_initiatief(
        gebied=wijken["Lariks"],
        thema=themas["Groen"],
        indiener=bewoner,
        titel=titel,
        ingediend_op=timezone.now() - dt.timedelta(days=dagen),
    )
    for soort, over in (termijnen or {}).items():
        Termijn.objects.create(
            initiatief=plan,
            soort=soort,
            begin=vandaag - dt.timedelta(days=90),
            dagen=56,
            eind=vandaag + dt.timedelta(days=over or 0),
            voldaan_op=None if over is not None else vandaag,
        )


@pytest.mark.parametrize("per", [1, 2, 3, 4, 25])
def test_pages_together_are_the_whole_list_in_order(wijken, themas, bewoner, per):
    T = Termijnsoort  # noqa: N806 - as in the code
    for titel, dagen, termijnen in (
        ("stil oud", 9, {T.BEZWAAR: 1}),
        ("laat", 5, {T.BESLISSING: -3, T.VOLLEDIGHEID: None}),
        ("klaar nieuw", 1, {T.BESLISSING: None}),
        ("straks", 2, {T.BESLISSING: 30, T.VOLLEDIGHEID: 7}),
        ("zonder", 4, None),
        ("later", 3, {T.BESLISSING: 20}),
    ):
        _plan(wijken, themas, bewoner, titel, dagen=dagen, termijnen=termijnen)

    bladen = Paginator(dossier.lijst(Initiatief.objects.ingediend()), per)

    gelezen = [rij.titel for nummer in bladen.page_range for rij in bladen.page(nummer).object_list]
    assert gelezen == ["laat", "straks", "later", "klaar nieuw", "zonder", "stil oud"]
    assert bladen.count == 6


def test_a_row_says_the_soonest_day_and_none_without_one(wijken, themas, bewoner):
    _plan(wijken, themas, bewoner, "loopt", dagen=2, termijnen={Termijnsoort.BESLISSING: 12})
    _plan(wijken, themas, bewoner, "klaar", dagen=1)

    rijen = dossier.met_dagen(Paginator(dossier.lijst(Initiatief.objects.ingediend()), 25).page(1).object_list)

    assert [(rij.initiatief.titel, rij.dagen.tekst if rij.dagen else None) for rij in rijen] == [
        ("loopt", "Nog 12 dagen"),
        ("klaar", None),
    ]


def test_an_empty_list_is_a_page(db):
    assert list(Paginator(dossier.lijst(Initiatief.objects.ingediend()), 25).page(1).object_list) == []


def test_the_days_to_object_are_over_and_not_late(wijken, themas, bewoner):
    """They are of the applicant: what staff does not do in time is late."""
    T = Termijnsoort  # noqa: N806 - as in the code
    _plan(wijken, themas, bewoner, "plan", dagen=9, termijnen={T.BEZWAAR: -3, T.VASTSTELLING: -2, T.VERJARING: 900})
    regels = dossier.termijnregels(Initiatief.objects.get())
    assert {regel.termijn.soort: regel.dagen.tekst for regel in regels} == {
        T.BEZWAAR: "Voorbij",
        T.VASTSTELLING: "2 dagen te laat",
        T.VERJARING: "Nog 900 dagen",
    }
