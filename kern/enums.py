"""Statuses and kinds of kern."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Taakstatus(TextChoices):
    """Where a piece of long work stands."""

    WACHT = "wacht", _("Wacht op uitvoering")
    BEZIG = "bezig", _("Bezig")
    GEREED = "gereed", _("Gereed")
    MISLUKT = "mislukt", _("Mislukt")


class Berichtstatus(TextChoices):
    """Where an outgoing mail stands. `vervallen`: nobody wants it any more."""

    WACHT = "wacht", _("Wacht op verzending")
    VERZONDEN = "verzonden", _("Verzonden")
    MISLUKT = "mislukt", _("Mislukt")
    VERVALLEN = "vervallen", _("Vervallen")
