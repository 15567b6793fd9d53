from django.apps import AppConfig


class GebiedenConfig(AppConfig):
    name = "gebieden"
    verbose_name = "Gebieden"
