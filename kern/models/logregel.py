"""The log: who did what to which object when."""

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Logregel(models.Model):
    """One act by one person (or by the system) on one object. Append-only: the database refuses change and removal."""

    moment = models.DateTimeField(_("moment"), db_default=Now(), editable=False)
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("door"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    soort = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    object = GenericForeignKey("soort", "object_id")
    actie = models.CharField(_("wat"), max_length=200)
    wijzigingen = models.JSONField(_("van → naar"), default=dict, help_text="{field: [old, new]}")
    toelichting = models.TextField(_("toelichting"), blank=True)

    class Meta:
        verbose_name = _("logregel")
        verbose_name_plural = _("logboek")
        ordering = ["-moment", "-pk"]
        indexes = [models.Index(fields=["soort", "object_id", "-moment"], name="logregel_object")]
        triggers = [pgtrigger.Protect(name="logregel_blijft", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.moment:%Y-%m-%d %H:%M} {self.actie}"
