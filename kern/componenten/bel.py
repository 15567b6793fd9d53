"""The bell in the header: how much news a user has not read."""

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kern.adres import adres
from kern.componenten.html import format_html
from kern.componenten.opmaak import icoon
from kern.domain.meldingen import ongelezen

#: From here on the exact number says nothing more.
VEEL = 99


def meldingbel(user: Any) -> SafeString:
    """A link to the news, with the number unread; nothing for strangers. At most one read from the cache."""
    if user is None or not user.is_authenticated:
        return SafeString("")
    aantal = ongelezen(user)
    if not aantal:
        return format_html(
            '<a class="bel" href="{}">{}<span class="alleen-voorlezen">{}</span></a>',
            adres("kern:meldingen"),
            icoon("bel"),
            _("Mijn meldingen"),
        )
    tekst = ngettext("Mijn meldingen: %(aantal)s nieuwe", "Mijn meldingen: %(aantal)s nieuwe", aantal)
    return format_html(
        '<a class="bel" href="{}">{}<span class="bel__aantal" aria-hidden="true">{}</span>'
        '<span class="alleen-voorlezen">{}</span></a>',
        adres("kern:meldingen"),
        icoon("bel"),
        f"{VEEL}+" if aantal > VEEL else aantal,
        tekst % {"aantal": aantal},
    )
