"""Addresses of portaal."""

from django.urls import URLPattern

app_name = "portaal"
urlpatterns: list[URLPattern] = []
