"""Addresses of budgetten."""

from django.urls import URLPattern

app_name = "budgetten"
urlpatterns: list[URLPattern] = []
