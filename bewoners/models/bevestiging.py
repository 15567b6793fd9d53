"""The code by which an applicant without a password shows that an e-mail address is theirs."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bewoners.models.initiatief import Initiatief


class Bevestigingscode(models.Model):
    """The last code that was mailed for a draft; a new one takes its place. The code itself is not stored.

    `email_sleutel` is the blind index of the address it was sent to: with another address it is worth nothing.
    """

    initiatief = models.OneToOneField(Initiatief, on_delete=models.CASCADE, related_name="bevestigingscode")
    email_sleutel = models.CharField(max_length=64)
    code_sleutel = models.CharField(max_length=64)
    nummer = models.PositiveIntegerField(default=1)
    verstuurd_op = models.DateTimeField(_("verstuurd op"))
    pogingen = models.PositiveSmallIntegerField(_("pogingen"), default=0)
    gebruikt_op = models.DateTimeField(_("gebruikt op"), null=True, blank=True)

    class Meta:
        verbose_name = _("bevestigingscode")
        verbose_name_plural = _("bevestigingscodes")

    def __str__(self) -> str:
        return f"{self.initiatief_id}: {self.verstuurd_op}"
