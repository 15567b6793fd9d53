"""The component tags, known in every template without `{% load %}`. `/stijlgids/` shows each with its arguments."""

from functools import lru_cache
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.urls import get_script_prefix, get_urlconf
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from kern import navigatie
from kern.componenten import balk as balk_module
from kern.componenten import bel as bel_module
from kern.componenten import bouw, formulier, logtekst, opmaak
from kern.componenten import eens as eens_module
from kern.componenten import exporteren as exporteren_module
from kern.componenten.html import format_html_join

register = template.Library()

register.tag("eens", eens_module.eens)

register.filter("euro", opmaak.euro)
register.filter("getal", opmaak.getal)
register.filter("datumtekst", opmaak.datumtekst)

register.simple_tag(opmaak.bedrag, name="bedrag")
register.simple_tag(bouw.feiten, name="feiten")
register.simple_tag(opmaak.datum, name="datum")
register.simple_tag(opmaak.icoon, name="icoon")
register.simple_tag(opmaak.status, name="status")
register.simple_tag(opmaak.cijfer, name="cijfer")
register.simple_tag(opmaak.voortgang, name="voortgang")
register.simple_tag(balk_module.balk, name="balk")
register.simple_tag(bouw.kruimel, name="kruimel")
register.simple_tag(exporteren_module.exporteerknop, name="exporteerknop")
register.simple_tag(bouw.leeg, name="leeg")
register.simple_tag(bouw.logboek, name="logboek")
register.simple_tag(logtekst.logwijzigingen, name="logwijzigingen")
register.simple_tag(bouw.meldingen, name="meldingen")
register.simple_tag(bel_module.meldingbel, name="meldingbel")
register.simple_tag(get_script_prefix, name="thuis")


@register.simple_tag
def veld(field: BoundField, **argumenten: Any) -> SafeString:
    """`{% veld form.naam label="…" hulp="…" voorvoegsel="€" rows=3 %}`."""
    return formulier.veld(field, **argumenten)


@register.simple_tag
def formulier_fouten(form: forms.BaseForm) -> SafeString:
    """`{% formulier_fouten form %}` at the top of the form."""
    return formulier.formulier_fouten(form)


@register.simple_tag
def knop(
    tekst: str,
    soort: str = "primair",
    url: str | None = None,
    type: str = "submit",
    icoon: str | None = None,
    **attributen: Any,
) -> SafeString:
    """`{% knop "Opslaan" %}`, `{% knop "Nieuw" url=adres icoon="plus" %}`."""
    return formulier.knop(tekst, soort=soort, url=url, type=type, icoon_naam=icoon, **attributen)


@register.simple_tag(takes_context=True)
def paginering(context: Context, page_obj: Page, parameter: str = "page") -> SafeString:
    """`{% paginering page_obj %}` under a list."""
    return bouw.paginering(context["request"], page_obj, parameter=parameter)


@register.simple_tag(takes_context=True)
def filterbalk(context: Context, form: forms.BaseForm, paginaparameter: str = "page") -> SafeString:
    """`{% filterbalk filter_form %}` above a list."""
    return formulier.filterbalk(context["request"], form, paginaparameter=paginaparameter)


@register.simple_block_tag(end_name="endtabel")
def tabel(content: str, bijschrift: str, soort: str = "kaarten", toon_bijschrift: bool = False) -> SafeString:
    """`{% tabel "Uitgaven" %}<thead>…</thead><tbody>…</tbody>{% endtabel %}`."""
    return bouw.tabel(content, bijschrift=bijschrift, soort=soort, toon_bijschrift=toon_bijschrift)


@register.simple_block_tag(end_name="endmelding")
def melding(content: str, soort: str = "info", titel: str = "", rol: str = "") -> SafeString:
    """`{% melding "let-op" titel="…" %}<p>…</p>{% endmelding %}`."""
    return bouw.melding(content, soort=soort, titel=titel, rol=rol)


@register.simple_block_tag(end_name="endkaart")
def kaart(content: str, titel: str, url: str, niveau: int = 3) -> SafeString:
    """`{% kaart gebied.naam url %}<p>…</p>{% endkaart %}`."""
    return bouw.kaart(content, titel=titel, url=url, niveau=niveau)


@register.simple_tag(name="navigatie", takes_context=True)
def navigatie_tag(context: Context, groep: navigatie.Groep = "openbaar") -> SafeString:
    """The `<li>`s of a menu, the current page marked; empty when there is nothing to show."""
    request = context.get("request")
    punten = navigatie.zichtbare_punten(groep, context.get("user"))
    actief = navigatie.actief_adres(punten, request)
    precies = request is not None and request.path == actief
    return _lijst(punten, get_language(), get_urlconf(), get_script_prefix(), actief, precies)


@lru_cache(maxsize=512)
def _lijst(
    punten: tuple[navigatie.Navigatiepunt, ...],
    _taal: str | None,
    _urlconf: str | None,
    _prefix: str,
    actief: str | None,
    precies: bool,
) -> SafeString:
    """A menu is the same for all who may see the same pages, per language and address configuration."""
    huidig = SafeString(' aria-current="page"' if precies else ' aria-current="true"')
    return format_html_join(
        "",
        '<li><a href="{}"{}>{}</a></li>',
        ((punt.url, huidig if punt.url == actief else "", punt.label) for punt in punten),
    )
