"""The pages of money in the work menu."""

from django.utils.translation import gettext_lazy as _

from kern.navigatie import registreer

registreer(_("Budget"), "budgetten:matrix", permission="budgetten.begroting_zien", groep="werk", volgorde=20)
registreer(_("Uitgaven"), "budgetten:uitgaven", permission="budgetten.uitgave_zien", groep="werk", volgorde=22)
registreer(_("Boekingen"), "budgetten:boekingen", permission="budgetten.boeking_zien", groep="werk", volgorde=24)
registreer(_("Wijzigingen"), "budgetten:wijzigingen", permission="budgetten.begroting_zien", groep="werk", volgorde=26)
registreer(_("Bijdragen"), "budgetten:bijdragen", permission="budgetten.begroting_zien", groep="werk", volgorde=28)
registreer(_("Boekjaren"), "budgetten:boekjaren", permission="budgetten.begroting_toedelen", groep="werk", volgorde=29)
registreer(_("Rapporten"), "budgetten:rapporten", permission="budgetten.rapport_zien", groep="werk", volgorde=30)
