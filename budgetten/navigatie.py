"""The pages of money in the work menu, and what hangs below Budget."""

from django.utils.translation import gettext_lazy as _

from kern.navigatie import registreer

registreer(_("Budget"), "budgetten:matrix", permission="budgetten.begroting_zien", groep="werk", volgorde=20)
registreer(
    _("Uitgaven"),
    "budgetten:uitgaven",
    permission="budgetten.uitgave_zien",
    groep="werk",
    volgorde=22,
    ook=("budgetten:uitgave", "budgetten:document"),
)
registreer(
    _("Boekingen"),
    "budgetten:boekingen",
    permission="budgetten.boeking_zien",
    groep="werk",
    volgorde=24,
    ook=("budgetten:boeking",),
)
registreer(_("Rapporten"), "budgetten:rapporten", permission="budgetten.rapport_zien", groep="werk", volgorde=30)

registreer(
    _("Overzicht"),
    "budgetten:matrix",
    permission="budgetten.begroting_zien",
    groep="budget",
    volgorde=10,
    ook=("budgetten:regel",),
)
registreer(
    _("Wijzigingen"),
    "budgetten:wijzigingen",
    permission="budgetten.begroting_zien",
    groep="budget",
    volgorde=20,
    ook=("budgetten:wijziging",),
)
registreer(
    _("Verplichtingen"),
    "budgetten:verplichtingen",
    permission="budgetten.verplichting_zien",
    groep="budget",
    volgorde=25,
    ook=("budgetten:verplichting",),
)
registreer(
    _("Bijdragen"),
    "budgetten:bijdragen",
    permission="budgetten.begroting_zien",
    groep="budget",
    volgorde=30,
    ook=("budgetten:bijdrage",),
)
registreer(
    _("Boekjaren"),
    "budgetten:boekjaren",
    permission="budgetten.begroting_zien",
    groep="budget",
    volgorde=40,
    ook=("budgetten:boekjaar", "budgetten:toedelen", "budgetten:periode"),
)
