"""Background work of the foundation."""

from celery import shared_task

from kern.domain.hartslag import meld_hartslag


@shared_task(name="kern.tasks.hartslag", ignore_result=True)
def hartslag() -> None:
    """Show that a task goes all the way: beat published it, a worker ran it."""
    meld_hartslag("worker")
