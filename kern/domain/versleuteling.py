"""Uniqueness of what is encrypted, and a new key for everything that is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models.functions import Cast

from kern import sleutels
from kern.velden import VersleuteldVeld

#: Rows that are locked and encrypted again at once.
PARTIJ = 500


def blinde_index(tekst: str, *, doel: str) -> str:
    """A fingerprint of 64 hex digits, for finding an encrypted value or forbidding it twice without storing it plain.

    Case and outer space do not count. `doel` names the use ("iban"): the same text has another fingerprint elsewhere.
    It depends on INDEXSLEUTEL and not on VELDSLEUTELS, so it stays the same when keys are renewed.
    """
    return sleutels.vingerafdruk(tekst.strip().casefold(), doel=doel)


def versleutelde_velden() -> Iterator[tuple[type[models.Model], VersleuteldVeld[Any, Any]]]:
    """Every encrypted column of the application, with the model whose table holds it."""
    for model in apps.get_models():
        if model._meta.managed and not model._meta.proxy:
            for veld in model._meta.local_fields:
                if isinstance(veld, VersleuteldVeld):
                    yield model, veld


def versleutel_opnieuw() -> dict[str, int]:
    """Encrypt every value again that is not under the first key. Returns how many for each column.

    In small transactions, so that it can run while people work, be stopped, and be run again. Raises SleutelOntbreekt
    when a value opens with none of the keys.
    """
    return {
        f"{model._meta.db_table}.{veld.column}": _vernieuw_kolom(model, veld) for model, veld in versleutelde_velden()
    }


def _vernieuw_kolom(model: type[models.Model], veld: VersleuteldVeld[Any, Any]) -> int:
    vernieuwd, laatste = 0, None
    rijen = model._base_manager.exclude(**{f"{veld.name}__isnull": True}).exclude(**{veld.name: ""}).order_by("pk")
    while True:
        vervolg = rijen if laatste is None else rijen.filter(pk__gt=laatste)
        with transaction.atomic():
            partij = list(
                vervolg.select_for_update(of=("self",))
                .annotate(ruw=Cast(models.F(veld.name), models.TextField()))
                .values_list("pk", "ruw")[:PARTIJ]
            )
            for pk, ruw in partij:
                nieuw = sleutels.vernieuw(ruw)
                if nieuw is not None:
                    klaar = models.Value(nieuw, output_field=models.TextField())
                    model._base_manager.filter(pk=pk).update(**{veld.name: klaar})
                    vernieuwd += 1
        if len(partij) < PARTIJ:
            return vernieuwd
        laatste = partij[-1][0]
