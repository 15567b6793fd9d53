"""What the amounts in a report are called and what they mean: the same words on screen, in PDF and in Excel."""

from django.utils.translation import gettext_lazy as _

KOPPEN = {
    "toegezegd": _("Toegezegd"),
    "overgeheveld": _("Overgeheveld"),
    "pot": _("Nog te verdelen"),
    "begroot": _("Begroot"),
    "toegekend": _("Toegekend"),
    "verplicht": _("Verplicht"),
    "besteed": _("Besteed"),
    "vrij": _("Vrij besteedbaar"),
}

BEGRIPPEN = {
    "toegezegd": _("Wat de betalers voor dit jaar hebben toegezegd, min wat is teruggegeven."),
    "overgeheveld": _("Wat uit een ander jaar kwam, min wat naar het volgende jaar ging."),
    "pot": _("Wat nog niet is verdeeld over gebieden en thema’s."),
    "begroot": _("Wat is verdeeld: vrij besteedbaar, toegekend, verplicht en besteed samen."),
    "toegekend": _("Beloofd aan een initiatief of activiteit, nog niet verplicht."),
    "verplicht": _("Vastgelegd in een opdracht of overeenkomst, nog niet besteed."),
    "besteed": _("Uitgegeven."),
    "vrij": _("Wat nog kan worden uitgegeven."),
}
