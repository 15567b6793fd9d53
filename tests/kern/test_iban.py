"""Account numbers: cleaned, refused with a sentence, shown without telling."""

import pytest

from kern.domain.fouten import Weigering
from kern.domain.iban import masker_iban, schoon_iban


@pytest.mark.parametrize("tekst", ["NL91 ABNA 0417 1643 00", "nl91abna0417164300", " NL91-ABNA-0417-1643-00 "])
def test_iban_is_cleaned_of_how_it_was_typed(tekst):
    assert schoon_iban(tekst) == "NL91ABNA0417164300"


def test_foreign_iban_is_accepted():
    assert schoon_iban("DE89 3704 0044 0532 0130 00") == "DE89370400440532013000"


@pytest.mark.parametrize(
    ("tekst", "zin"),
    [
        ("NL91ABNA0417164301", "typefout"),
        ("NL19ABNA0417164300", "typefout"),
        ("0417164300", "geen IBAN"),
        ("", "geen IBAN"),
        ("NL91ABNA04171643", "geen IBAN|typefout"),
        ("XX91ABNA0417164300", "geen IBAN|typefout"),
        ("NL91ABNA0417164300 en meer", "geen IBAN|typefout"),
        ("<script>", "geen IBAN"),
    ],
)
def test_wrong_iban_is_refused_beside_its_field(tekst, zin):
    with pytest.raises(Weigering, match=zin) as weigering:
        schoon_iban(tekst)

    assert weigering.value.veld == "iban"


@pytest.mark.parametrize(
    ("iban", "gemaskeerd"),
    [("NL91ABNA0417164300", "NL** **** **** **43 00"), ("NL91 ABNA", "**** ****"), ("", "")],
)
def test_masked_iban_shows_country_and_end_only(iban, gemaskeerd):
    assert masker_iban(iban) == gemaskeerd
