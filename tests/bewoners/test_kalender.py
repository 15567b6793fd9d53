"""Days in law, by example with real dates and for any combination (Algemene termijnenwet, Awb 4:13–4:15)."""

import datetime as dt
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bewoners.domain import kalender, termijnen
from bewoners.enums import Termijnsoort
from bewoners.models import Opschorting, Termijn
from kern.domain.fouten import Weigering
from tests.bewoners.fabriek import maak_initiatief

DAGEN = st.dates(min_value=dt.date(2011, 1, 1), max_value=dt.date(2040, 12, 31))


@pytest.mark.parametrize(
    ("dag", "werkdag"),
    [
        (dt.date(2026, 1, 1), False),  # New Year's Day
        (dt.date(2026, 4, 3), False),  # Good Friday
        (dt.date(2026, 4, 6), False),  # Easter Monday
        (dt.date(2026, 4, 7), True),
        (dt.date(2026, 4, 27), False),  # King's Day
        (dt.date(2025, 4, 26), False),  # King's Day on a Saturday, because the 27th was a Sunday
        (dt.date(2025, 4, 28), True),
        (dt.date(2026, 5, 5), False),  # Liberation Day, every year
        (dt.date(2027, 5, 5), False),
        (dt.date(2026, 5, 14), False),  # Ascension Day
        (dt.date(2026, 5, 15), True),
        (dt.date(2026, 5, 25), False),  # Whit Monday
        (dt.date(2026, 12, 25), False),
        (dt.date(2026, 12, 26), False),
        (dt.date(2026, 12, 24), True),
        (dt.date(2026, 12, 31), True),
    ],
)
def test_holidays_of_the_law(dag, werkdag):
    assert kalender.is_werkdag(dag) is werkdag


@pytest.mark.parametrize(
    ("begin", "dagen", "eind"),
    [
        (dt.date(2026, 2, 6), 56, dt.date(2026, 4, 7)),  # would end on Good Friday: the Tuesday after Easter
        (dt.date(2026, 3, 2), 56, dt.date(2026, 4, 28)),  # King's Day
        (dt.date(2026, 3, 10), 56, dt.date(2026, 5, 6)),  # 5 May
        (dt.date(2026, 10, 30), 56, dt.date(2026, 12, 28)),  # Christmas on Friday and Saturday, then Sunday
        (dt.date(2026, 11, 6), 56, dt.date(2027, 1, 4)),  # New Year's Day on a Friday
        (dt.date(2026, 6, 1), 56, dt.date(2026, 7, 27)),  # a plain Monday
        (dt.date(2026, 4, 2), 42, dt.date(2026, 5, 15)),  # objection: ends on Ascension Day
    ],
)
def test_a_term_ends_on_a_working_day(begin, dagen, eind):
    assert kalender.einde(begin, dagen) == eind


def test_five_working_days_pass_over_easter():
    assert kalender.plus_werkdagen(dt.date(2026, 4, 1), 5) == dt.date(2026, 4, 10)


@given(DAGEN, st.integers(0, 400))
def test_an_end_is_never_early_nor_on_a_day_off(begin, dagen):
    eind = kalender.einde(begin, dagen)
    kaal = begin + dt.timedelta(days=dagen)
    assert kalender.is_werkdag(eind)
    assert kaal <= eind <= kaal + dt.timedelta(days=5)
    assert not any(kalender.is_werkdag(kaal + dt.timedelta(days=n)) for n in range((eind - kaal).days))


@given(DAGEN, st.integers(1, 30))
def test_so_many_working_days_lie_between(begin, aantal):
    eind = kalender.plus_werkdagen(begin, aantal)
    dagen = (begin + dt.timedelta(days=n) for n in range(1, (eind - begin).days + 1))
    assert sum(kalender.is_werkdag(dag) for dag in dagen) == aantal


@dataclass
class Pauze:
    """A suspension as `eind_van` reads it."""

    begin: dt.date
    eind: dt.date | None
    uiterlijk: dt.date


@st.composite
def _termijn_met_pauzes(draw):
    begin = draw(DAGEN)
    termijn = Termijn(begin=begin, dagen=draw(st.integers(1, 200)))
    pauzes, dag = [], begin
    for _n in range(draw(st.integers(0, 5))):
        start = dag + dt.timedelta(days=draw(st.integers(0, 60)))
        eind = start + dt.timedelta(days=draw(st.integers(0, 60)))
        pauzes.append(Pauze(start, eind, eind))
        dag = eind
    return termijn, pauzes


@given(_termijn_met_pauzes())
def test_suspensions_move_the_end_by_exactly_the_suspended_days(invoer):
    termijn, pauzes = invoer
    opgeschort = sum((p.eind - p.begin).days for p in pauzes)
    eind = termijnen.eind_van(termijn, pauzes)
    assert kalender.is_werkdag(eind)
    assert eind == kalender.einde(termijn.begin, termijn.dagen + opgeschort)


@given(_termijn_met_pauzes(), st.integers(1, 90))
def test_a_suspension_that_lasts_counts_through_the_day_it_is_due(invoer, dagen):
    termijn, pauzes = invoer
    laatste = max((p.eind for p in pauzes), default=termijn.begin)
    lopend = Pauze(laatste, None, laatste + dt.timedelta(days=dagen))
    al = sum((p.eind - p.begin).days for p in pauzes)
    assert termijnen.eind_van(termijn, [*pauzes, lopend]) == kalender.einde(termijn.begin, termijn.dagen + al + dagen)


@given(_termijn_met_pauzes(), st.integers(1, 200))
def test_an_extension_names_the_day_and_only_later_suspensions_move_it(invoer, later):
    termijn, pauzes = invoer
    termijn.verdaagd_op = termijn.begin + dt.timedelta(days=1)
    termijn.verdaagd_tot = termijn.begin + dt.timedelta(days=termijn.dagen + later)
    erna = sum((p.eind - p.begin).days for p in pauzes if p.begin >= termijn.verdaagd_op)
    eind = termijnen.eind_van(termijn, pauzes)
    assert eind == kalender.volgende_werkdag(termijn.verdaagd_tot + dt.timedelta(days=erna))


@pytest.fixture
def beslistermijn(wijken, themas, bewoner) -> Termijn:
    """Submitted on Monday 2 March 2026: decide by Tuesday 28 April, because of King's Day."""
    plan = maak_initiatief(gebied=wijken["Lariks"], thema=themas["Groen"], indiener=bewoner)
    return termijnen.start(plan, Termijnsoort.BESLISSING, begin=dt.date(2026, 3, 2), dagen=56)


def test_worked_example_supplied_after_a_week(beslistermijn):
    """Asked on 10 March before 24 March, supplied on 17 March: six days stood still, 11 through 16 March."""
    termijnen.schort_op(beslistermijn, vanaf=dt.date(2026, 3, 10), uiterlijk=dt.date(2026, 3, 24), grond="Awb 4:15")
    assert beslistermijn.eind == dt.date(2026, 5, 11)  # 27 April and 14 days
    with pytest.raises(Weigering, match="al opgeschort"):
        termijnen.schort_op(beslistermijn, vanaf=dt.date(2026, 3, 11), uiterlijk=dt.date(2026, 3, 24), grond="x")
    termijnen.hervat(beslistermijn, op=dt.date(2026, 3, 17))
    beslistermijn.refresh_from_db()
    assert beslistermijn.eind == dt.date(2026, 5, 4)  # 27 April and 6 days is Sunday 3 May
    assert Opschorting.objects.get().eind == dt.date(2026, 3, 16)


def test_worked_example_never_supplied(beslistermijn):
    """Supplied long after the day: only through that day the term stood still."""
    termijnen.schort_op(beslistermijn, vanaf=dt.date(2026, 3, 10), uiterlijk=dt.date(2026, 3, 24), grond="Awb 4:15")
    termijnen.hervat(beslistermijn, op=dt.date(2026, 4, 20))
    beslistermijn.refresh_from_db()
    assert beslistermijn.eind == dt.date(2026, 5, 11)


def test_worked_example_supplied_the_same_day(beslistermijn):
    termijnen.schort_op(beslistermijn, vanaf=dt.date(2026, 3, 10), uiterlijk=dt.date(2026, 3, 24), grond="Awb 4:15")
    termijnen.hervat(beslistermijn, op=dt.date(2026, 3, 10))
    assert beslistermijn.eind == dt.date(2026, 4, 28)


def test_extension_is_possible_through_the_last_day_and_not_after(beslistermijn):
    with pytest.raises(Weigering, match="verstreken"):
        termijnen.verdaag(beslistermijn, tot=dt.date(2026, 6, 1), reden="Druk", op=dt.date(2026, 4, 29))
    termijnen.verdaag(beslistermijn, tot=dt.date(2026, 5, 25), reden="Druk", op=dt.date(2026, 4, 28))
    assert beslistermijn.eind == dt.date(2026, 5, 26)  # the 25th is Whit Monday


def test_a_suspension_in_the_past_is_refused(beslistermijn):
    with pytest.raises(Weigering) as fout:
        termijnen.schort_op(beslistermijn, vanaf=dt.date(2026, 3, 10), uiterlijk=dt.date(2026, 3, 10), grond="x")
    assert fout.value.veld == "uiterlijk"
