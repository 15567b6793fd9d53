"""Every address of the application. Each app has its own list; staff pages and public pages live side by side."""

from django.contrib import admin
from django.urls import include, path

from kern.views.gezondheid import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("", include("portaal.urls")),
    path("gebieden/", include("gebieden.urls")),
    path("partners/", include("partners.urls")),
    path("budget/", include("budgetten.urls")),
    path("initiatieven/", include("bewoners.urls")),
    path("", include("kern.urls")),
    path("account/", include("allauth.urls")),
    path("taal/", include("django.conf.urls.i18n")),
    path("beheer/", admin.site.urls),
]

handler400 = "kern.views.fouten.slecht_verzoek"
handler403 = "kern.views.fouten.geen_toegang"
handler404 = "kern.views.fouten.niet_gevonden"
handler500 = "kern.views.fouten.storing"
