"""The lists of busy public pages: exact output, and escaping of whatever people typed."""

import datetime as dt
from decimal import Decimal

from budgetten.domain.queries import Stand
from budgetten.models import Boekjaar
from gebieden.models import Gebied
from partners.domain.recent import Foto, Kort
from portaal import componenten


def kort(**anders: object) -> Kort:
    velden = {
        "pk": 3, "titel": "Koffie & taart", "datum": dt.date(2026, 11, 8), "straat": "", "deelnemers": None,
        "openbaar": True, "gebied": "Lariks", "partner": "Actium", "type": "Koffieochtend", "domein": "sociaal",
        "foto": None,
    }  # fmt: skip
    return Kort(**(velden | anders))  # type: ignore[arg-type]


def test_activiteitenlijst_in_full() -> None:
    html = componenten.activiteitenlijst([kort(straat="Kerkstraat <2>")])
    assert html.startswith(
        '<ul class="activiteiten"><li class="activiteit">'
        '<span class="activiteit__foto activiteit__foto--leeg activiteit__foto--sociaal"><svg class="icoon"'
    )
    assert html.endswith(
        '#mensen"/></svg></span><div class="activiteit__tekst">'
        '<p class="activiteit__titel"><a href="/partners/activiteiten/3/">Koffie &amp; taart</a></p>'
        '<p class="activiteit__waar"><time datetime="2026-11-08">8 november 2026</time> · Lariks, Kerkstraat &lt;2&gt;'
        '</p><p class="activiteit__wat">Koffieochtend · Actium</p></div></li></ul>'
    )


def test_activiteitenlijst_shows_photo_and_what_is_not_public_and_no_type_twice() -> None:
    foto = Foto(pk=7, alt='Het "plein"', breedte=400, hoogte=300)
    html = componenten.activiteitenlijst(
        [kort(foto=foto, openbaar=False, titel="Koffieochtend"), kort(domein="fysiek")]
    )
    assert (
        '<img class="activiteit__foto" src="/partners/foto/7/" alt="Het &quot;plein&quot;" width="400" height="300" '
        'loading="lazy">'
    ) in html
    assert '>Koffieochtend</a> <span class="status' in html
    assert html.count("Niet op de website") == 1
    assert '<p class="activiteit__wat">Actium</p>' in html
    assert '#huis"/>' in html


def test_jarenkeuze_marks_the_year_and_is_not_there_for_one_year() -> None:
    jaren = [Boekjaar(pk=2, jaar=2026), Boekjaar(pk=1, jaar=2025)]
    assert componenten.jarenkeuze(jaren, jaren[1], "&maat=besteed") == (
        '<nav class="jaren" aria-label="Kies een jaar"><span class="stil">Jaar</span><ul>'
        '<li><a href="?jaar=2026&amp;maat=besteed">2026</a></li>'
        '<li><a href="?jaar=2025&amp;maat=besteed" aria-current="true">2025</a></li></ul></nav>'
    )
    assert componenten.jarenkeuze(jaren[:1], jaren[0]) == ""
    assert componenten.jarenkeuze([], None) == ""


def test_standrijen_has_five_amounts() -> None:
    stand = Stand(vrij=Decimal("1000.50"), besteed=Decimal("-2.00"))
    assert componenten.standrijen([("Groen & grijs", stand)]) == (
        '<tr><th scope="row">Groen &amp; grijs</th>'
        '<td class="getal"><span class="bedrag">€\xa0998,50</span></td>'
        '<td class="getal"><span class="bedrag">€\xa01.000,50</span></td>'
        '<td class="getal"><span class="bedrag">€\xa00,00</span></td>'
        '<td class="getal"><span class="bedrag">€\xa00,00</span></td>'
        '<td class="getal"><span class="bedrag bedrag--negatief">€\xa0−2,00</span></td></tr>'
    )


def test_lists_of_areas_carry_the_code_for_the_map() -> None:
    gebied = Gebied(code="WK010601", naam="Lariks & omstreken", slug="lariks")
    assert componenten.wijkenlijst([(gebied, "€\xa01.000"), (gebied, "")]) == (
        '<ul class="wijkenlijst"><li class="wijkenlijst__wijk" data-gebied-code="WK010601">'
        '<div class="wijkenlijst__kop"><a class="utrecht-link wijkenlijst__naam" href="/buurt/lariks/">'
        'Lariks &amp; omstreken</a><span class="wijkenlijst__inwoners">€\xa01.000</span></div></li>'
        '<li class="wijkenlijst__wijk" data-gebied-code="WK010601"><div class="wijkenlijst__kop">'
        '<a class="utrecht-link wijkenlijst__naam" href="/buurt/lariks/">Lariks &amp; omstreken</a></div></li></ul>'
    )
    assert componenten.onderdelenlijst([gebied]) == (
        '<ul class="onderdelen"><li data-gebied-code="WK010601"><a href="/buurt/lariks/">Lariks &amp; omstreken</a>'
        "</li></ul>"
    )
