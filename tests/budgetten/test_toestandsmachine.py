"""Random walks through the ledger, valid and invalid moves alike, judged after every step against a simple model."""

import datetime as dt
from collections import defaultdict
from decimal import Decimal

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from budgetten.domain import regels
from budgetten.domain.begroting import deel_toe, regel_voor
from budgetten.domain.bijdragen import zeg_toe
from budgetten.domain.boeken import Zet, boek
from budgetten.domain.controle import controleer_grootboek
from budgetten.domain.queries import potstand, standen
from budgetten.domain.tegenboeken import boek_tegen
from budgetten.models import Boeking, Rekening
from kern.domain.fouten import Weigering
from tests.factories import ThemaFactory

DAG = dt.date(2011, 7, 1)
NUL = Decimal(0)

bedragen = st.one_of(
    st.integers(1, 5_000_000).map(lambda centen: Decimal(centen).scaleb(-2)),
    st.integers(1, 300).map(lambda centen: Decimal(centen).scaleb(-2)),
    st.sampled_from([Decimal("0.01"), Decimal("99999999.99")]),
)
onzin = st.sampled_from([Decimal(0), Decimal("-1"), Decimal("0.001"), Decimal("NaN"), Decimal("Infinity")])
#: name of the domain function, extra arguments, from, to
BEWEGINGEN = {
    "besteed": (regels.besteed_direct, {}, "vrij", "besteed"),
    "ken toe": (regels.ken_toe, {}, "vrij", "toegekend"),
    "verplicht": (regels.verplicht, {}, "toegekend", "verplicht"),
    "besteed verplichting": (regels.besteed_verplichting, {}, "verplicht", "besteed"),
    "toekenning vervalt": (regels.laat_vrijvallen, {"van": "toegekend"}, "toegekend", "vrij"),
    "verplichting vervalt": (regels.laat_vrijvallen, {"van": "verplicht"}, "verplicht", "vrij"),
    "ontvang terug": (regels.ontvang_terug, {}, "besteed", "vrij"),
}


def _machine(*, jaar, partners, sleutel, regelset, controller):
    class Grootboek(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.punt = transaction.atomic()
            self.punt.__enter__()
            self.pot = defaultdict(lambda: NUL)
            self.lijn = {regel: defaultdict(lambda: NUL) for regel in regelset}
            self.boekingen = []

        def teardown(self):
            transaction.set_rollback(True)
            self.punt.__exit__(None, None, None)

        def probeer(self, handeling, **argumenten):
            """Do it; None when refused, and then nothing may have changed (the invariants see to that)."""
            try:
                with transaction.atomic():
                    return handeling(**argumenten)
            except Weigering:
                return None

        def onthoud(self, boeking, bedrag):
            assert sum(m.bedrag for m in boeking.mutaties.all()) == bedrag
            self.boekingen.append(boeking)

        @rule(partner=st.sampled_from(partners), bedrag=bedragen)
        def zeg_toe(self, partner, bedrag):
            bijdrage = zeg_toe(jaar, partner=partner, bedrag=bedrag, boekdatum=DAG, door=None)
            self.pot[partner.pk] += bedrag
            self.onthoud(bijdrage.boeking, bedrag)

        @rule(regel=st.sampled_from(regelset), bedrag=bedragen)
        def deel_toe_met_sleutel(self, regel, bedrag):
            boeking = self.probeer(deel_toe, regel=regel, bedrag=bedrag, sleutel=sleutel, boekdatum=DAG, door=None)
            if boeking is None:
                assert any(self.pot[p.pk] < bedrag for p in partners)
                return
            self.onthoud(boeking, bedrag)
            for mutatie in boeking.mutaties.select_related("van"):
                self.pot[mutatie.van.partner_id] -= mutatie.bedrag
            self.lijn[regel]["vrij"] += bedrag

        @rule(regel=st.sampled_from(regelset), partner=st.sampled_from(partners), bedrag=bedragen)
        def deel_toe_per_betaler(self, regel, partner, bedrag):
            boeking = self.probeer(deel_toe, regel=regel, per_partner={partner: bedrag}, boekdatum=DAG, door=None)
            assert (boeking is not None) == (self.pot[partner.pk] >= bedrag)
            if boeking is not None:
                self.onthoud(boeking, bedrag)
                self.pot[partner.pk] -= bedrag
                self.lijn[regel]["vrij"] += bedrag

        @rule(
            regel=st.sampled_from(regelset),
            wat=st.sampled_from(sorted(BEWEGINGEN)),
            bedrag=bedragen,
            deel=st.booleans(),
        )
        def beweeg(self, regel, wat, bedrag, deel):
            functie, extra, van, naar = BEWEGINGEN[wat]
            if deel and self.lijn[regel][van]:
                bedrag = max(Decimal("0.01"), (self.lijn[regel][van] * 2 / 3).quantize(Decimal("0.01")))
            boeking = self.probeer(
                functie, regel=regel, bedrag=bedrag, boekdatum=DAG, omschrijving=wat, door=None, **extra
            )
            assert (boeking is not None) == (self.lijn[regel][van] >= bedrag)
            if boeking is not None:
                self.onthoud(boeking, bedrag)
                self.lijn[regel][van] -= bedrag
                self.lijn[regel][naar] += bedrag

        @rule(regel=st.sampled_from(regelset), wat=st.sampled_from(sorted(BEWEGINGEN)), bedrag=onzin)
        def beweeg_onzin(self, regel, wat, bedrag):
            functie, extra, _van, _naar = BEWEGINGEN[wat]
            with pytest.raises(Weigering):
                functie(regel, bedrag=bedrag, boekdatum=DAG, omschrijving=wat, door=None, **extra)

        @rule(
            regel=st.sampled_from(regelset), soort=st.sampled_from(["toekenning", "besteding", "vrijval", "bijdrage"])
        )
        def boek_buiten_de_lijnen(self, regel, soort):
            rekeningen = list(Rekening.objects.filter(regel=regel)[:4])
            if len(rekeningen) > 1:
                zet = Zet(rekeningen[0], rekeningen[-1], Decimal("99999999.98"))
                assert self.probeer(boek, soort=soort, zetten=[zet], boekdatum=DAG, omschrijving="x", door=None) is None

        @precondition(lambda self: self.boekingen)
        @rule(data=st.data())
        def boek_tegen(self, data):
            boeking = data.draw(st.sampled_from(self.boekingen))
            al = Boeking.objects.filter(tegenboeking_van=boeking).exists()
            tegen = self.probeer(boek_tegen, boeking=boeking, reden="proef", door=controller, boekdatum=DAG)
            assert not (al and tegen)
            if tegen is None:
                return
            for mutatie in tegen.mutaties.select_related("van__regel", "naar__regel"):
                for rekening, teken in ((mutatie.van, -1), (mutatie.naar, 1)):
                    if rekening.soort == "pot":
                        self.pot[rekening.partner_id] += teken * mutatie.bedrag
                    elif rekening.regel_id:
                        self.lijn[rekening.regel][rekening.soort] += teken * mutatie.bedrag

        @invariant()
        def alles_klopt(self):
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            saldi = list(Rekening.objects.values_list("soort", "saldo"))
            assert sum((saldo for _soort, saldo in saldi), NUL) == 0
            assert all(saldo >= 0 for soort, saldo in saldi if soort != "bron")
            assert controleer_grootboek() == []
            assert {k: v for k, v in potstand(jaar).items() if v} == {k: v for k, v in self.pot.items() if v}
            per_regel = standen(jaar, "regel")
            for regel, verwacht in self.lijn.items():
                stand = per_regel.get((regel.pk,))
                for soort, bedrag in verwacht.items():
                    assert (getattr(stand, soort) if stand else NUL) == bedrag
                if stand:
                    assert stand.begroot == sum(verwacht.values())

    return Grootboek


def test_random_walks_keep_every_cent(jaar2011, gemeente, actium, woonconcept, sleutel, wijken, controller):
    regelset = [
        regel_voor(jaar2011, gebied=wijken[naam], thema=thema)
        for naam in ("Lariks", "Peelo")
        for thema in (ThemaFactory(), ThemaFactory())
    ][:3]
    run_state_machine_as_test(
        _machine(
            jaar=jaar2011,
            partners=[gemeente, actium, woonconcept],
            sleutel=sleutel,
            regelset=regelset,
            controller=controller,
        ),
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
