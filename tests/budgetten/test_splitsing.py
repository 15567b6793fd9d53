"""Splits are exact, fair to within a cent, and never overdraw anybody."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetten.domain.splitsing import in_centen, splits
from kern.domain.fouten import Weigering

CENT = Decimal("0.01")
saldi = st.lists(st.integers(0, 10**9).map(lambda c: Decimal(c).scaleb(-2)), min_size=1, max_size=8).filter(sum)


@given(saldi, st.data())
def test_splits_of_balances_add_up_and_never_overdraw(gewichten, data):
    bedrag = Decimal(data.draw(st.integers(1, int(sum(gewichten) * 100)))).scaleb(-2)
    delen = splits(bedrag, gewichten)
    assert sum(delen) == bedrag
    for deel, gewicht in zip(delen, gewichten, strict=True):
        exact = bedrag * gewicht / sum(gewichten)
        assert 0 <= deel <= gewicht
        assert abs(deel - exact) < CENT


@given(st.integers(1, 10**10), st.lists(st.decimals(0, 1000, places=4), min_size=1, max_size=6).filter(sum))
def test_splits_by_any_weights_add_up(centen, gewichten):
    assert sum(splits(Decimal(centen).scaleb(-2), gewichten)) == Decimal(centen).scaleb(-2)


def test_splits_gives_the_odd_cent_to_the_largest_remainder_and_ties_to_the_first():
    assert splits(Decimal("1000.01"), [Decimal(50), Decimal("31.25"), Decimal("18.75")]) == [
        Decimal("500.01"),
        Decimal("312.50"),
        Decimal("187.50"),
    ]
    assert splits(Decimal("0.02"), [Decimal(1)] * 3) == [CENT, CENT, Decimal("0.00")]


def test_splits_over_nobody_is_refused():
    with pytest.raises(Weigering):
        splits(Decimal(1), [Decimal(0)])


@pytest.mark.parametrize("bedrag", ["0.001", "NaN", "Infinity"])
def test_in_centen_refuses_what_is_no_amount(bedrag):
    with pytest.raises(Weigering):
        in_centen(Decimal(bedrag))
