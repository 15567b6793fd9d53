"""Larger blocks: tables, cards, alerts, empty states, page numbers, the log."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest
from django.template.defaultfilters import capfirst
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kern.componenten.formulier import knop
from kern.componenten.html import format_html, format_html_join
from kern.componenten.logtekst import logwijzigingen
from kern.componenten.onthoud import onthoud
from kern.componenten.opmaak import datum, icoon

_MELDINGEN = {
    "info": ("utrecht-alert--info", "info"),
    "goed": ("utrecht-alert--ok", "vink"),
    "let-op": ("utrecht-alert--warning", "uitroep"),
    "fout": ("utrecht-alert--error", "kruis"),
}
#: What django.contrib.messages calls them.
MELDING_VAN_TAG = {"debug": "info", "info": "info", "success": "goed", "warning": "let-op", "error": "fout"}


def kruimel(url: str | None, tekst: str) -> SafeString:
    """One step of the breadcrumbs; without a url it is the current page."""
    if url:
        return format_html(
            '<li class="utrecht-breadcrumb-nav__item"><a class="utrecht-breadcrumb-nav__link utrecht-link" '
            'href="{}">{}</a></li>',
            url,
            tekst,
        )
    return format_html(
        '<li class="utrecht-breadcrumb-nav__item"><span class="utrecht-breadcrumb-nav__link '
        'utrecht-breadcrumb-nav__link--current" aria-current="page">{}</span></li>',
        tekst,
    )


def tabel(inhoud: str, *, bijschrift: str, soort: str = "kaarten", toon_bijschrift: bool = False) -> SafeString:
    """A table around rows. `kaarten`: at phone width each row becomes a card, and each `<td data-label="…">` shows its
    label; `schuif`: stays a table that scrolls sideways, with the first column in place.
    """
    if soort not in {"kaarten", "schuif"}:
        raise ValueError(f"unknown kind of table: {soort}")
    schuif = format_html(' role="region" tabindex="0" aria-label="{}"', bijschrift) if soort == "schuif" else ""
    return format_html(
        '<div class="tabel tabel--{}"{}><table class="utrecht-table utrecht-table--html-table">'
        '<caption class="{}">{}</caption>{}</table></div>',
        soort,
        schuif,
        "tabel__bijschrift" if toon_bijschrift else "alleen-voorlezen",
        bijschrift,
        SafeString(inhoud),
    )


@onthoud
def feiten(paren: Iterable[tuple[Any, Any]]) -> SafeString:
    """The rows of a table of facts: what it is, and its value."""
    return format_html_join("", '<tr><th scope="row">{}</th><td>{}</td></tr>', paren)


def leeg(titel: str, tekst: str = "", *, url: str | None = None, actie: str | None = None) -> SafeString:
    """What stands where nothing is yet: what this page is for and what to do first."""
    return format_html(
        '<div class="leeg">{}<p class="leeg__titel">{}</p>{}{}</div>',
        icoon("leeg", klasse="leeg__icoon"),
        titel,
        format_html('<p class="leeg__tekst">{}</p>', tekst) if tekst else "",
        knop(actie, url=url) if url and actie else "",
    )


def melding(inhoud: str, *, soort: str = "info", titel: str = "", rol: str = "") -> SafeString:
    """An alert. Raises KeyError for an unknown `soort`: info, goed, let-op or fout. `rol="status"` announces it."""
    klasse, teken = _MELDINGEN[soort]
    return format_html(
        '<div class="melding utrecht-alert {}"{}>{}<div class="utrecht-alert__content">{}'
        '<div class="utrecht-alert__message">{}</div></div></div>',
        klasse,
        format_html(' role="{}"', rol) if rol else "",
        icoon(teken, klasse="utrecht-alert__icon"),
        format_html('<p class="melding__titel">{}</p>', titel) if titel else "",
        SafeString(inhoud),
    )


def meldingen(messages: Iterable[Any]) -> SafeString:
    """What django.contrib.messages has to say, each as an alert."""
    blokken = [
        melding(
            format_html("<p>{}</p>", bericht.message),
            soort=MELDING_VAN_TAG[bericht.level_tag],
            rol="alert" if bericht.level_tag == "error" else "status",
        )
        for bericht in messages
    ]
    return SafeString("".join(blokken))


def kaart(inhoud: str, *, titel: str, url: str, niveau: int = 3) -> SafeString:
    """A card for something one can open: the whole card is the link, its name is the title."""
    return format_html(
        '<article class="kaart"><h{0} class="kaart__titel"><a href="{1}">{2}</a></h{0}>{3}</article>',
        niveau,
        url,
        titel,
        SafeString(inhoud),
    )


def paginering(request: HttpRequest, page_obj: Page, *, parameter: str = "page") -> SafeString:
    """Page numbers that keep the rest of the query string. Nothing when there is one page."""
    paginator = page_obj.paginator
    if paginator.num_pages <= 1:
        return SafeString("")

    def adres(nummer: int) -> str:
        vraag = request.GET.copy()
        vraag[parameter] = str(nummer)
        return f"?{vraag.urlencode()}"

    def stap(nummer: int, soort: str, tekst: str) -> SafeString:
        return format_html(
            '<a class="utrecht-pagination__relative-link utrecht-pagination__relative-link--{0}" rel="{0}" '
            'href="{1}">{2}</a>',
            soort,
            adres(nummer),
            tekst,
        )

    nummers = []
    for nummer in paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1):
        if nummer == paginator.ELLIPSIS:
            nummers.append(SafeString('<span class="utrecht-pagination__ellipsis">…</span>'))
        elif nummer == page_obj.number:
            nummers.append(
                format_html(
                    '<span class="utrecht-pagination__page-link utrecht-pagination__page-link--current" '
                    'aria-current="page"><span class="alleen-voorlezen">{} </span>{}</span>',
                    _("Pagina"),
                    nummer,
                )
            )
        else:
            nummers.append(
                format_html(
                    '<a class="utrecht-pagination__page-link" href="{}">'
                    '<span class="alleen-voorlezen">{} </span>{}</a>',
                    adres(int(nummer)),
                    _("Pagina"),
                    nummer,
                )
            )
    return format_html(
        '<nav class="paginering utrecht-pagination" aria-label="{}">{}<span class="paginering__nummers">{}</span>{}'
        '<span class="paginering__telling">{}</span></nav>',
        _("Paginanavigatie"),
        stap(page_obj.previous_page_number(), "prev", _("Vorige")) if page_obj.has_previous() else "",
        SafeString("".join(nummers)),
        stap(page_obj.next_page_number(), "next", _("Volgende")) if page_obj.has_next() else "",
        _("%(van)s tot en met %(tot)s van %(totaal)s")
        % {"van": page_obj.start_index(), "tot": page_obj.end_index(), "totaal": paginator.count},
    )


def logboek(regels: Iterable[Any], *, titel: str = "") -> SafeString:
    """The log of one object: when, who, what, from what to what. Give `kern.domain.logboek.logregels(obj)`."""
    rijen = format_html_join(
        "",
        '<tr><td data-label="{}">{}</td><td data-label="{}">{}</td><td data-label="{}">{}{}{}</td></tr>',
        (
            (
                _("Wanneer"),
                datum(regel.moment, tijd=True),
                _("Wie"),
                regel.door or _("Automatisch"),
                _("Wat"),
                capfirst(regel.actie),
                logwijzigingen(regel.wijzigingen),
                format_html('<p class="logboek__toelichting">{}</p>', regel.toelichting) if regel.toelichting else "",
            )
            for regel in regels
        ),
    )
    if not rijen:
        return format_html('<p class="logboek__leeg">{}</p>', _("Er is nog niets gebeurd."))
    kop = format_html(
        '<thead><tr><th scope="col">{}</th><th scope="col">{}</th><th scope="col">{}</th></tr></thead>',
        _("Wanneer"),
        _("Wie"),
        _("Wat"),
    )
    return format_html(
        '<div class="logboek">{}</div>',
        tabel(format_html("{}<tbody>{}</tbody>", kop, rijen), bijschrift=titel or _("Logboek")),
    )
