from django.apps import AppConfig


class PortaalConfig(AppConfig):
    name = "portaal"
    verbose_name = "Portaal"

    def ready(self) -> None:
        """Listen to changes of public content."""
        from portaal.receivers import verbind

        verbind()
