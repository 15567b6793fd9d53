from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class KernConfig(AppConfig):
    name = "kern"
    verbose_name = "Kern"

    def ready(self) -> None:
        """Register our permissions and pages, then let every other app register its pages in the menus."""
        from allauth.account.signals import email_confirmed

        from kern import rules  # noqa: F401 - registers the permissions
        from kern.navigatie import registreer
        from kern.receivers import sluit_achterdeur, vergeet_vreemd_wachtwoord

        post_migrate.connect(sluit_achterdeur, sender=self)
        email_confirmed.connect(vergeet_vreemd_wachtwoord)

        registreer(_("Over deze site"), "kern:over", groep="voet", volgorde=10)
        registreer(_("Toegankelijkheid"), "kern:toegankelijkheid", groep="voet", volgorde=20)
        registreer(
            _("Mijn gegevens"), "kern:mijn_gegevens", permission="kern.eigen_account", groep="account", volgorde=10
        )
        registreer(_("Mijn meldingen"), "kern:meldingen", permission="kern.eigen_account", groep="account", volgorde=15)
        registreer(_("Mijn taken"), "kern:taken", permission="kern.eigen_account", groep="account", volgorde=20)
        registreer(_("Postvak uit"), "kern:postvak", permission="kern.beheer", groep="account", volgorde=70)
        registreer(_("Logboek"), "kern:logboek", permission="kern.beheer", groep="account", volgorde=80)
        registreer(_("Beheer"), "admin:index", permission="kern.beheer", groep="account", volgorde=90)
        autodiscover_modules("navigatie")
