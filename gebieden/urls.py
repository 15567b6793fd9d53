"""Addresses of gebieden."""

from django.urls import URLPattern

app_name = "gebieden"
urlpatterns: list[URLPattern] = []
