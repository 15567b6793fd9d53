from django.apps import AppConfig


class BewonersConfig(AppConfig):
    name = "bewoners"
    verbose_name = "Bewoners"

    def ready(self) -> None:
        from bewoners import meldingen, rules  # noqa: F401 - register the kinds of news and the permissions
        from bewoners.domain.rapportdelen import delen
        from budgetten.domain.rapportdelen import registreer

        registreer("initiatieven", delen)
