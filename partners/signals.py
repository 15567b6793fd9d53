"""What partners announces to the apps above it."""

from django.dispatch import Signal

#: Sent inside the transaction in which an activity becomes final. Argument: `activiteit`, `door`.
activiteit_definitief = Signal()
