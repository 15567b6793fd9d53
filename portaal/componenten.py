"""The lists of busy public pages. Plain Python: a loop in a template takes about five times as long."""

from collections.abc import Iterable, Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bewoners.domain.recent import Kort as Plan
from bewoners.domain.recent import Overzicht
from budgetten.domain.queries import Stand
from budgetten.models import Boekjaar
from gebieden.enums import Domein
from gebieden.models import Gebied
from kern.adres import adres
from kern.componenten.html import format_html, format_html_join
from kern.componenten.onthoud import onthoud
from kern.componenten.opmaak import bedrag, datum, euro, getal, icoon, status
from partners.domain.recent import Kort

_HUIDIG = SafeString(' aria-current="true"')


@onthoud
def activiteitenlijst(activiteiten: Sequence[Kort]) -> SafeString:
    """Activities in short: photo or drawing, title, when and where, what and by whom; which are not public is said."""
    regels = format_html_join(
        "",
        '<li class="activiteit">{}<div class="activiteit__tekst"><p class="activiteit__titel"><a href="{}">{}</a>{}</p>'
        '<p class="activiteit__waar">{} · {}{}</p><p class="activiteit__wat">{}{}</p></div></li>',
        (
            (
                _beeld(a),
                a.url,
                a.titel,
                "" if a.openbaar else format_html(" {}", status("neutraal", "intern", _("Niet op de website"))),
                datum(a.datum),
                a.gebied,
                f", {a.straat}" if a.straat else "",
                "" if a.titel == a.type else f"{a.type} · ",
                a.partner,
            )
            for a in activiteiten
        ),
    )
    return format_html('<ul class="activiteiten">{}</ul>', regels)


def _beeld(activiteit: Kort) -> SafeString:
    if activiteit.foto:
        foto = activiteit.foto
        return format_html(
            '<img class="activiteit__foto" src="{}" alt="{}" width="{}" height="{}" loading="lazy">',
            foto.url,
            foto.alt,
            foto.breedte,
            foto.hoogte,
        )
    return format_html(
        '<span class="activiteit__foto activiteit__foto--leeg activiteit__foto--{}">{}</span>',
        activiteit.domein,
        icoon("huis" if activiteit.domein == Domein.FYSIEK else "mensen"),
    )


def plannenlijst(plannen: Overzicht) -> SafeString:
    """Plans of residents in short: title, where, how it stands and the amount that was awarded, or else asked."""
    return _plannenlijst(plannen.plannen)


@onthoud
def _plannenlijst(plannen: Sequence[Plan]) -> SafeString:
    regels = format_html_join(
        "",
        '<li class="planregel"><a class="planregel__titel" href="{}">{}</a> {}'
        '<span class="planregel__waar">{} · {}</span></li>',
        (
            (
                plan.url,
                plan.titel,
                status("initiatief", plan.status, plan.status_in_woorden),
                plan.gebied,
                _("%(bedrag)s toegekend") % {"bedrag": euro(plan.toegekend)}
                if plan.toegekend
                else _("%(bedrag)s gevraagd") % {"bedrag": euro(plan.gevraagd)},
            )
            for plan in plannen
        ),
    )
    return format_html('<ul class="planregels">{}</ul>', regels)


def plangroepen(plannen: Overzicht, gebied: Gebied) -> SafeString:
    """How many plans there are of each group in an area, each number a link to those plans."""
    lijst = adres("bewoners:initiatieven")
    return format_html_join(
        "",
        '<a class="plangroep" href="{}?gebied={}&amp;groep={}"><strong>{}</strong> {}</a>',
        ((lijst, gebied.slug, sleutel, getal(aantal), naam) for sleutel, naam, aantal in plannen.groepen),
    )


@onthoud
def standrijen(standen: Sequence[tuple[str, Stand]]) -> SafeString:
    """The rows of a table of where money stands: name, budget, free, granted, committed, spent."""
    return format_html_join(
        "",
        '<tr><th scope="row">{}</th>' + 5 * '<td class="getal">{}</td>' + "</tr>",
        ((naam, *map(bedrag, (s.begroot, s.vrij, s.toegekend, s.verplicht, s.besteed))) for naam, s in standen),
    )


def jarenkeuze(jaren: Sequence[Boekjaar], gekozen: Boekjaar | None, extra: str = "") -> SafeString:
    """Links to the same page of other years; nothing when there is one year. `extra`: more of the query string."""
    if len(jaren) < 2:
        return SafeString("")
    return format_html(
        '<nav class="jaren" aria-label="{}"><span class="stil">{}</span><ul>{}</ul></nav>',
        _("Kies een jaar"),
        _("Jaar"),
        format_html_join(
            "",
            '<li><a href="?jaar={}{}"{}>{}</a></li>',
            ((j.jaar, extra, _HUIDIG if j == gekozen else "", j.jaar) for j in jaren),
        ),
    )


def wijkenlijst(wijken: Iterable[tuple[Gebied, str]]) -> SafeString:
    """The wijken, each with its amount in words when it has one. They light up on a map on the same page."""
    return _wijkenlijst([(wijk.code, wijk.get_absolute_url(), wijk.naam, tekst) for wijk, tekst in wijken])


@onthoud
def _wijkenlijst(wijken: Sequence[tuple[str, str, str, str]]) -> SafeString:
    regels = format_html_join(
        "",
        '<li class="wijkenlijst__wijk" data-gebied-code="{}"><div class="wijkenlijst__kop">'
        '<a class="utrecht-link wijkenlijst__naam" href="{}">{}</a>{}</div></li>',
        (
            (
                code,
                url,
                naam,
                format_html('<span class="wijkenlijst__inwoners">{}</span>', tekst) if tekst else "",
            )
            for code, url, naam, tekst in wijken
        ),
    )
    return format_html('<ul class="wijkenlijst">{}</ul>', regels)


def onderdelenlijst(gebieden: Iterable[Gebied]) -> SafeString:
    """The areas inside another one. They too light up on a map on the same page."""
    regels = format_html_join(
        "",
        '<li data-gebied-code="{}"><a href="{}">{}</a></li>',
        ((gebied.code, gebied.get_absolute_url(), gebied.naam) for gebied in gebieden),
    )
    return format_html('<ul class="onderdelen">{}</ul>', regels)
