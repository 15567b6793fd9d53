"""A past for the example: what happens inside happens on that moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone


@contextmanager
def op(moment: dt.datetime) -> Iterator[None]:
    """Let Django's clock stand still at `moment`, for the whole process.

    For the command that makes example data and nothing else: no other thread may be at work.
    """
    echt = timezone.now
    utc = moment.astimezone(dt.UTC)
    timezone.now = lambda: utc  # type: ignore[assignment]
    try:
        yield
    finally:
        timezone.now = echt
