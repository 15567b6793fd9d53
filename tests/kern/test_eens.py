"""`{% eens %}`: what is kept, what it is kept by, and what can never get in."""

import pytest
from django.http import HttpRequest
from django.template import Context, RequestContext, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.urls import set_script_prefix
from django.utils import translation
from django.utils.safestring import SafeString

from kern.componenten import eens
from kern.models import Gebruiker


class Teller:
    """Counts how often it was shown."""

    aantal = 0

    def __str__(self) -> str:
        self.aantal += 1
        return str(self.aantal)


def test_eens_renders_again_only_for_other_values() -> None:
    sjabloon = Template("{% eens naam jaar=begin.jaar %}{{ naam }} {{ jaar }} {% now 'u' %}{% endeens %}")
    eerste = sjabloon.render(Context({"naam": "Lariks", "begin": {"jaar": 2026}}))
    assert eerste.startswith("Lariks 2026 ")
    assert sjabloon.render(Context({"naam": "Lariks", "begin": {"jaar": 2026}})) == eerste
    assert sjabloon.render(Context({"naam": "Peelo", "begin": {"jaar": 2026}})).startswith("Peelo 2026 ")
    assert sjabloon.render(Context({"naam": "Lariks", "begin": {"jaar": 2025}})).startswith("Lariks 2025 ")


def test_eens_sees_nothing_but_its_values(rf: RequestFactory) -> None:
    sjabloon = Template(
        "{% eens naam %}{{ naam }}[{{ ander }}{{ user }}{{ request.path }}{{ csrf_token }}]{% endeens %}{{ ander }}"
    )
    context = RequestContext(rf.get("/geheim/"), {"naam": "Lariks", "ander": "van mij", "user": "Anna"})
    assert sjabloon.render(context) == "Lariks[]van mij"


def test_eens_leaves_the_values_of_the_page_alone() -> None:
    sjabloon = Template("{% eens naam %}{% icoon naam as teken %}{{ teken|length }}{% endeens %}[{{ teken }}]")
    assert sjabloon.render(Context({"naam": "bel"})).endswith("[]")


def test_eens_is_kept_per_language_and_script_prefix() -> None:
    sjabloon = Template('{% eens %}{% trans "Inloggen" %} {% url "kern:over" %}{% endeens %}')
    assert sjabloon.render(Context()) == "Inloggen /over/"
    with translation.override("en"):
        assert sjabloon.render(Context()) == "Log in /over/"
    try:
        set_script_prefix("/wijken/")
        assert sjabloon.render(Context()) == "Inloggen /wijken/over/"
    finally:
        set_script_prefix("/")
    assert sjabloon.render(Context()) == "Inloggen /over/"


def test_eens_never_takes_safe_text_for_the_same_text_that_must_be_escaped() -> None:
    sjabloon = Template("{% eens tekst %}{{ tekst }}{% endeens %}")
    assert sjabloon.render(Context({"tekst": SafeString("<b>")})) == "<b>"
    assert sjabloon.render(Context({"tekst": "<b>"})) == "&lt;b&gt;"
    assert sjabloon.render(Context({"tekst": 1})) == "1"
    assert sjabloon.render(Context({"tekst": True})) == "True"


@pytest.mark.parametrize("waarde", [Gebruiker(pk=1), Teller(), HttpRequest(), translation.gettext_lazy("Home")])
def test_eens_refuses_a_value_that_may_change(waarde: object) -> None:
    with pytest.raises(TypeError, match="eens: waarde is a "):
        Template("{% eens waarde %}x{% endeens %}").render(Context({"waarde": waarde}))


def test_eens_of_a_value_that_is_not_there_is_empty() -> None:
    assert Template("{% eens jaar=geen.jaar %}[{{ jaar|default:'' }}]{% endeens %}").render(Context()) == "[]"


def test_eens_refuses_a_block_a_token_and_an_unfinished_argument() -> None:
    for inhoud in ("<p>{% block kop %}{% endblock %}</p>", "{% if naam %}{% csrf_token %}{% endif %}"):
        with pytest.raises(TemplateSyntaxError, match="no block and no csrf_token may be inside"):
            Template("{% eens naam %}" + inhoud + "{% endeens %}")
    with pytest.raises(TemplateSyntaxError):
        Template("{% eens naam= %}{% endeens %}")


def test_eens_starts_anew_when_visitors_make_up_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(eens, "MEESTE", 3)
    sjabloon = Template("{% eens q %}{{ q }}{% endeens %}")
    for nummer in range(10):
        assert sjabloon.render(Context({"q": nummer})) == str(nummer)
    (knoop,) = sjabloon.nodelist.get_nodes_by_type(eens.EensNode)
    assert isinstance(knoop, eens.EensNode)
    assert len(knoop._gemaakt) <= 3
