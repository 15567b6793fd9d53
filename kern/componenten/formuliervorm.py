"""The HTML of ordinary form fields: the output of Django's own widget templates, at about a quarter of the time.

A filter bar is a handful of selects; a template include for every option of them was a fifth of such a page. Widgets
that are not named here, and what another package changes, are rendered by Django. Use it by FORM_RENDERER.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.safestring import SafeString

from kern.componenten.html import veilig

_OPTIE = "django/forms/widgets/select_option.html"


def _tekst(waarde: Any) -> str:
    return veilig(waarde if isinstance(waarde, str) else str(waarde))


def _attrs(attrs: Mapping[str, Any]) -> str:
    return "".join(
        f" {naam}" if waarde is True else f' {naam}="{_tekst(waarde)}"'
        for naam, waarde in attrs.items()
        if waarde is not False
    )


def _input(widget: Mapping[str, Any]) -> str:
    waarde = "" if widget["value"] is None else f' value="{_tekst(widget["value"])}"'
    return f'<input type="{_tekst(widget["type"])}" name="{_tekst(widget["name"])}"{waarde}{_attrs(widget["attrs"])}>'


def _select(widget: Mapping[str, Any]) -> str | None:
    """None when an option is of another kind than Django's own."""
    delen = [f'<select name="{_tekst(widget["name"])}"{_attrs(widget["attrs"])}>']
    for groep, opties, _nummer in widget["optgroups"]:
        if groep:
            delen.append(f'\n  <optgroup label="{_tekst(groep)}">')
        for optie in opties:
            if optie["template_name"] != _OPTIE:
                return None
            attrs = _attrs(optie["attrs"])
            delen.append(f'\n  <option value="{_tekst(optie["value"])}"{attrs}>{_tekst(optie["label"])}</option>\n')
        if groep:
            delen.append("\n  </optgroup>")
    delen.append("\n</select>")
    return "".join(delen)


_SCHRIJVERS: dict[str, Callable[[Mapping[str, Any]], str | None]] = {
    "django/forms/widgets/select.html": _select,
    **dict.fromkeys(
        (
            f"django/forms/widgets/{soort}.html"
            for soort in (
                "text",
                "email",
                "number",
                "url",
                "password",
                "hidden",
                "date",
                "datetime",
                "time",
                "checkbox",
            )
        ),
        _input,
    ),
}


class Formuliervorm(DjangoTemplates):
    """Django's renderer, with its commonest widgets written in Python."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """The HTML of a widget, a field or a form."""
        schrijf = _SCHRIJVERS.get(template_name)
        html = schrijf(context["widget"]) if schrijf is not None else None
        return super().render(template_name, context, request) if html is None else SafeString(html)
