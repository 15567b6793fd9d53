"""The component tags of the public pages: `{% load portaal %}`."""

from django import template

from portaal import componenten

register = template.Library()

register.simple_tag(componenten.activiteitenlijst, name="activiteitenlijst")
register.simple_tag(componenten.plannenlijst, name="plannenlijst")
register.simple_tag(componenten.plangroepen, name="plangroepen")
register.simple_tag(componenten.standrijen, name="standrijen")
register.simple_tag(componenten.jarenkeuze, name="jarenkeuze")
register.simple_tag(componenten.wijkenlijst, name="wijkenlijst")
register.simple_tag(componenten.onderdelenlijst, name="onderdelenlijst")
