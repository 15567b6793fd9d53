"""The admin pages of accounts, the log and the schedule."""

from typing import Any

import allauth.account.admin
import allauth.mfa.admin  # noqa: F401 - these four register what is taken away below
import django.contrib.auth.admin  # noqa: F401
import django_celery_beat.admin  # noqa: F401
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group
from django.forms import BaseModelForm
from django.http import HttpRequest
from django_celery_beat.models import (
    ClockedSchedule,
    CrontabSchedule,
    IntervalSchedule,
    PeriodicTask,
    SolarSchedule,
)

from kern.beheer import AlleenLezen, BeheerAdmin, NietVerwijderen
from kern.domain.accounts import zet_adres
from kern.models import Gebruiker, Logregel

# Rights follow from posts, so groups do nothing; addresses and second factors are their owner's.
for _model in (Group, EmailAddress, Authenticator, ClockedSchedule, SolarSchedule, PeriodicTask):
    if admin.site.is_registered(_model):
        admin.site.unregister(_model)
for _model in (CrontabSchedule, IntervalSchedule):
    admin.site.unregister(_model)


@admin.register(Gebruiker)
class GebruikerAdmin(NietVerwijderen, BeheerAdmin):
    """Who can log in. A new user gets no password: they log in with a code by e-mail."""

    list_display = ["email", "naam", "is_active", "last_login", "date_joined"]
    list_filter = ["is_active", "date_joined"]
    search_fields = ["email", "naam"]
    ordering = ["email"]
    fields = ["email", "naam", "is_active", "last_login", "date_joined"]
    readonly_fields = ["last_login", "date_joined"]

    def save_model(self, request: Any, obj: Any, form: BaseModelForm, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        obj.email = obj.email.strip().lower()
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            zet_adres(obj)


@admin.register(Logregel)
class LogregelAdmin(AlleenLezen):
    """The log; the page /logboek/ searches better."""

    list_display = ["moment", "door", "soort", "object_id", "actie"]
    list_filter = ["soort", "moment"]
    list_select_related = ["door", "soort"]
    search_fields = ["actie", "door__email", "door__naam"]
    date_hierarchy = "moment"


@admin.register(IntervalSchedule)
class IntervalAdmin(NietVerwijderen, BeheerAdmin):
    """Every so many minutes or hours."""


@admin.register(CrontabSchedule)
class CrontabAdmin(NietVerwijderen, BeheerAdmin):
    """At fixed times."""

    list_display = ["__str__", "timezone"]


@admin.register(PeriodicTask)
class PeriodicTaskAdmin(NietVerwijderen, BeheerAdmin):
    """When background work runs. What it does is code: only the moment and on/off can be changed here."""

    list_display = ["name", "enabled", "interval", "crontab", "last_run_at"]
    list_filter = ["enabled"]
    list_select_related = ["interval", "crontab"]
    search_fields = ["name"]
    fields = ["name", "task", "enabled", "interval", "crontab", "last_run_at", "total_run_count"]
    readonly_fields = ["name", "task", "last_run_at", "total_run_count"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


admin.site.empty_value_display = "–"
