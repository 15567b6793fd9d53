"""Background work on money. Every task may run twice, or be lost once, without harm."""

from celery import shared_task

from budgetten.domain import activiteitkosten


@shared_task(name="budgetten.tasks.haal_activiteitkosten_op", ignore_result=True)
def haal_activiteitkosten_op() -> int:
    """Sweep: make the expenses of final activities that have costs but no expense yet."""
    return activiteitkosten.haal_op()
