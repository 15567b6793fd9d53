"""Pages about the site itself: accessibility, about, language, styleguide."""

from typing import Any

from django.urls import get_script_prefix
from django.views.generic import TemplateView

from kern.toegang import IEDEREEN, ToegangMixin


class ToegankelijkheidView(ToegangMixin, TemplateView):
    """The accessibility statement every Dutch public body owes (Besluit digitale toegankelijkheid overheid)."""

    toegang = IEDEREEN
    publiek_cachen = True
    template_name = "kern/toegankelijkheid.html"


class OverView(ToegangMixin, TemplateView):
    """What this site is, and how to reach the people behind it."""

    toegang = IEDEREEN
    publiek_cachen = True
    template_name = "kern/over.html"


class TaalView(ToegangMixin, TemplateView):
    """Choose a language. A page of its own, because public pages are cached whole and carry no form token."""

    toegang = IEDEREEN
    template_name = "kern/taal.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where to go back to; Django's `set_language` refuses an address outside this site."""
        volgende = self.request.GET.get("volgende", "")
        return super().get_context_data(volgende=volgende or get_script_prefix(), **kwargs)
