"""`{% eens %}`: the parts of a page that are the same at every visit, rendered once instead of each time.

`{% eens site_naam jaar=boekjaar.jaar %}…{% endeens %}` renders what is between once per process, per language and per
combination of the values it names. Inside, nothing exists but those values: not the request, the user or anything the
view gave. So it cannot show what it was not given, and it is made anew as soon as a value differs.

For furniture (head, menus, explanations, table heads), where Django spends more than half of a page's time. Figures
and whatever else comes from the database stay outside: each visit reads and renders them.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.template import Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.template.loader_tags import BlockNode
from django.urls import get_script_prefix, get_urlconf
from django.utils.safestring import SafeString
from django.utils.translation import get_language

#: How many combinations of values one place keeps. Then it starts anew: a value may be made up by a visitor.
MEESTE = 200
#: What may be named: values that say themselves everything they show, and never change. No models, no lazy texts.
SOORTEN = (str, int, Decimal, dt.date, type(None))


class EensNode(Node):
    """One place in a template, with what was made there before."""

    def __init__(self, nodelist: NodeList, waarden: dict[str, FilterExpression]) -> None:
        self.nodelist = nodelist
        self.namen = tuple(waarden)
        self.uitdrukkingen = tuple(waarden.values())
        self._gemaakt: dict[tuple[Any, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        """What was made before of the same values, else made now. Raises TypeError for a value of another kind."""
        waarden = tuple([uitdrukking.resolve(context) for uitdrukking in self.uitdrukkingen])
        # the kinds too: 1 equals True, and safe text equals the same text that must be escaped
        sleutel = (get_language(), _plek(context), waarden, tuple(map(type, waarden)))
        gevonden = self._gemaakt.get(sleutel)
        if gevonden is None:
            for naam, waarde in zip(self.namen, waarden, strict=True):
                if not isinstance(waarde, SOORTEN):
                    raise TypeError(f"eens: {naam} is a {type(waarde).__name__}, not a plain value")
            gevonden = self.nodelist.render(context.new(dict(zip(self.namen, waarden, strict=True))))
            if len(self._gemaakt) >= MEESTE:
                self._gemaakt.clear()
            self._gemaakt[sleutel] = gevonden
        return gevonden


def _plek(context: Context) -> tuple[Any, str]:
    """The address configuration, which stays the same while a template is rendered: asked once for all its places."""
    plek: tuple[Any, str] | None = context.render_context.get("eens")
    if plek is None:
        plek = context.render_context["eens"] = (get_urlconf(), get_script_prefix())
    return plek


def eens(parser: Parser, token: Token) -> EensNode:
    """`{% eens naam andere=uitdrukking %}…{% endeens %}`. A block or token inside is refused: they differ."""
    waarden: dict[str, FilterExpression] = {}
    for deel in token.split_contents()[1:]:
        benoemd = token_kwargs([deel], parser)
        waarden |= benoemd or {deel: parser.compile_filter(deel)}
    nodelist = parser.parse(("endeens",))
    parser.delete_first_token()
    if any(nodelist.get_nodes_by_type(soort) for soort in (BlockNode, CsrfTokenNode)):
        raise TemplateSyntaxError("eens: no block and no csrf_token may be inside")
    return EensNode(nodelist, waarden)
