"""The pages of portaal in the menus."""

from django.utils.translation import gettext_lazy as _

from kern.navigatie import registreer

registreer(_("Waar gaat het geld heen"), "portaal:geld", volgorde=20)
registreer(_("Werkvoorraad"), "portaal:werkvoorraad", permission="partners.intern", groep="werk", volgorde=10)
registreer(
    _("Mijn gegevens meenemen"),
    "portaal:eigen_gegevens",
    permission="kern.eigen_account",
    groep="account",
    volgorde=80,
    ook=("portaal:account_sluiten",),
)
