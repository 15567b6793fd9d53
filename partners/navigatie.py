"""The pages of partners in the menus."""

from django.utils.translation import gettext_lazy as _

from kern.navigatie import registreer

registreer(_("Activiteiten"), "partners:activiteiten", volgorde=30)
registreer(_("Partners"), "partners:partners", volgorde=40)
registreer(
    _("Activiteit loggen"),
    "partners:activiteit_nieuw",
    permission="partners.activiteit_maken",
    groep="werk",
    volgorde=15,
)
