"""The log: who did what to which object when."""

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

#: Who did what when stays forever. The words beside it go where a Logwissing says that they went.
_BLIJFT = """
    IF TG_OP = 'UPDATE' THEN
        IF NEW.wijzigingen = '{}'::jsonb AND NEW.toelichting = ''
           AND to_jsonb(NEW) - 'wijzigingen' - 'toelichting' = to_jsonb(OLD) - 'wijzigingen' - 'toelichting'
           AND EXISTS (
               SELECT 1 FROM kern_logwissing w
               WHERE w.soort_id = OLD.soort_id AND w.object_id = OLD.object_id AND w.moment >= OLD.moment
           ) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'Een logregel blijft zoals zij is';
"""


class Logregel(models.Model):
    """One act by one person (or by the system) on one object. Append-only: the database refuses change and removal.

    Only the words (`wijzigingen`, `toelichting`) of lines on an object with a `Logwissing` may be emptied.
    """

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
        triggers = [
            pgtrigger.Trigger(
                name="logregel_blijft",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=_BLIJFT,
            )
        ]

    def __str__(self) -> str:
        return f"{self.moment:%Y-%m-%d %H:%M} {self.actie}"


class Logwissing(models.Model):
    """That the words in the log of an object were wiped, up to a moment and why: personal data whose time is over."""

    moment = models.DateTimeField(_("moment"), db_default=Now(), editable=False)
    soort = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    reden = models.CharField(_("reden"), max_length=200)

    class Meta:
        verbose_name = _("gewist deel van het logboek")
        verbose_name_plural = _("gewiste delen van het logboek")
        ordering = ["-moment", "-pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(reden=""), name="logwissing_heeft_reden")]
        indexes = [models.Index(fields=["soort", "object_id"], name="logwissing_object")]
        triggers = [pgtrigger.Protect(name="logwissing_blijft", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.moment:%Y-%m-%d %H:%M} {self.reden}"
