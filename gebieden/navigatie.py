"""Pages of gebieden in the menus."""

from django.utils.translation import gettext_lazy as _

from kern.navigatie import registreer

registreer(_("Wijken"), "gebieden:kaart", volgorde=20)
