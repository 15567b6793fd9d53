from django.apps import AppConfig


class BudgettenConfig(AppConfig):
    name = "budgetten"
    verbose_name = "Budgetten"

    def ready(self) -> None:
        from budgetten import rules  # noqa: F401 - registers the permissions
