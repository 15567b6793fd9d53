"""What people do with their own account beside what allauth does (e-mail, password, second factor)."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from kern.domain.fouten import GeenToestemming, Weigering
from kern.domain.logboek import log
from kern.models import Gebruiker


def wijzig_naam(gebruiker: Gebruiker, *, naam: str, door: Gebruiker) -> Gebruiker:
    """Change how somebody is called on the site; only they themselves. Raises Weigering for an empty name."""
    nieuw = " ".join(naam.split())
    if not nieuw:
        raise Weigering(_("Vul uw naam in."), veld="naam")
    if door.pk != gebruiker.pk:
        raise GeenToestemming(_("U kunt alleen uw eigen naam wijzigen."))
    with transaction.atomic():
        gelockt = Gebruiker.objects.select_for_update().get(pk=gebruiker.pk)
        oud, gelockt.naam = gelockt.naam, nieuw
        if oud != nieuw:
            gelockt.save(update_fields=["naam"])
            log(gelockt, _("naam gewijzigd"), door=door, wijzigingen={"naam": (oud, nieuw)})
    return gelockt


def zet_adres(gebruiker: Gebruiker) -> None:
    """Make the address on the user the only one allauth knows; unverified until its code is entered."""
    with transaction.atomic():
        EmailAddress.objects.filter(user=gebruiker).delete()
        EmailAddress.objects.create(user=gebruiker, email=gebruiker.email, primary=True, verified=False)
