"""The kinds of news about initiatives a user may hear of; imported when the app is ready."""

from django.utils.translation import gettext_lazy as _

from kern.meldingsoorten import registreer

registreer("nieuw_initiatief", _("Nieuw plan van bewoners"), _("Er is een plan ingediend in een wijk die u behandelt."))
registreer("bericht", _("Bericht over een plan"), _("Iemand schreef u over een plan."))
registreer("besluit", _("Besluit over een plan"), _("Er is een besluit genomen."), verplicht=True)
registreer("aanvulling", _("Vraag om meer informatie"), _("Er ontbreekt nog iets aan uw aanvraag."), verplicht=True)
registreer("termijn", _("Een termijn loopt af"), _("Een dag waarop iets klaar moet zijn, komt dichtbij."))
registreer("nieuws", _("Nieuws van een plan"), _("Er is nieuws over een plan dat u volgt."))
registreer("reactie", _("Reacties"), _("Er is een reactie bij uw plan, of er gebeurde iets met uw reactie."))
registreer("beoordeling", _("Een plan beoordelen"), _("U bent gevraagd om een plan te beoordelen."))
registreer("verantwoording", _("Verantwoorden"), _("Vertellen hoe uw plan ging en wat het kostte."), verplicht=True)
registreer("rekening", _("Rekeningnummer"), _("Het geld voor uw plan gaat naar een ander nummer."), verplicht=True)
registreer("bezwaar", _("Bezwaar"), _("Er is nieuws over een bezwaar."), verplicht=True)
registreer("brief", _("Brieven"), _("Er staat een brief over uw plan voor u klaar."), verplicht=True)
registreer("dossier", _("Een plan dat u behandelt"), _("Er gebeurde iets waar u verder mee moet."))
registreer("uitdaging", _("Uitdaging"), _("Er is antwoord op uw uitdaging aan de gemeente."), verplicht=True)
