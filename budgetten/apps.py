from django.apps import AppConfig


class BudgettenConfig(AppConfig):
    name = "budgetten"
    verbose_name = "Budgetten"

    def ready(self) -> None:
        from budgetten import receivers, rules  # noqa: F401 - connects the signals, registers the permissions
