from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class KernConfig(AppConfig):
    name = "kern"
    verbose_name = "Kern"

    def ready(self) -> None:
        """Register our own pages, then let every other app register its pages in the menus."""
        from kern.navigatie import registreer

        registreer(_("Over deze site"), "kern:over", groep="voet", volgorde=10)
        registreer(_("Toegankelijkheid"), "kern:toegankelijkheid", groep="voet", volgorde=20)
        autodiscover_modules("navigatie")
