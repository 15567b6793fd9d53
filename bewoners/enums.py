"""Statuses and kinds of everything around resident initiatives."""

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Initiatiefstatus(TextChoices):
    """The way of an initiative, in words for staff. `VOOR_BEWONERS` says the same to residents."""

    CONCEPT = "concept", _("Concept")
    INGEDIEND = "ingediend", _("Ingediend")
    AANVULLING_GEVRAAGD = "aanvulling_gevraagd", _("Aanvulling gevraagd")
    IN_BEOORDELING = "in_beoordeling", _("In beoordeling")
    GEADVISEERD = "geadviseerd", _("Geadviseerd")
    IN_STEMRONDE = "in_stemronde", _("In stemronde")
    UITSLAG_BEKEND = "uitslag_bekend", _("Uitslag bekend")
    VERLEEND = "verleend", _("Verleend")
    DIRECT_VASTGESTELD = "direct_vastgesteld", _("Direct vastgesteld")
    AFGEWEZEN = "afgewezen", _("Afgewezen")
    BUITEN_BEHANDELING = "buiten_behandeling", _("Buiten behandeling")
    INGETROKKEN = "ingetrokken", _("Ingetrokken")
    IN_UITVOERING = "in_uitvoering", _("In uitvoering")
    VERANTWOORDING_INGEDIEND = "verantwoording_ingediend", _("Verantwoording ingediend")
    VASTGESTELD = "vastgesteld", _("Vastgesteld")
    VERLENING_INGETROKKEN = "verlening_ingetrokken", _("Verlening ingetrokken")
    TERUGVORDERING = "terugvordering", _("Terugvordering")
    AFGESLOTEN = "afgesloten", _("Afgesloten")


_S = Initiatiefstatus

#: The same statuses as a resident reads them.
VOOR_BEWONERS: dict[str, str | Promise] = {
    _S.CONCEPT: _("Nog niet ingestuurd"),
    _S.INGEDIEND: _("Ontvangen"),
    _S.AANVULLING_GEVRAAGD: _("Wacht op meer informatie"),
    _S.IN_BEOORDELING: _("Wordt bekeken"),
    _S.GEADVISEERD: _("Wacht op een besluit"),
    _S.IN_STEMRONDE: _("U kunt stemmen"),
    _S.UITSLAG_BEKEND: _("De stemmen zijn geteld"),
    _S.VERLEEND: _("Gaat door"),
    _S.DIRECT_VASTGESTELD: _("Gaat door"),
    _S.AFGEWEZEN: _("Gaat niet door"),
    _S.BUITEN_BEHANDELING: _("Niet bekeken: informatie ontbrak"),
    _S.INGETROKKEN: _("Teruggetrokken"),
    _S.IN_UITVOERING: _("Wordt uitgevoerd"),
    _S.VERANTWOORDING_INGEDIEND: _("Klaar, wordt nagekeken"),
    _S.VASTGESTELD: _("Klaar"),
    _S.VERLENING_INGETROKKEN: _("Gestopt"),
    _S.TERUGVORDERING: _("Klaar, geld gaat terug"),
    _S.AFGESLOTEN: _("Afgesloten"),
}

#: Before the decision: the applicant may withdraw, the decision term may run.
VOOR_BESLUIT = (_S.INGEDIEND, _S.AANVULLING_GEVRAAGD, _S.IN_BEOORDELING, _S.GEADVISEERD)
#: Never on the website, whatever was published before.
NIET_OPENBAAR = (_S.CONCEPT, _S.INGETROKKEN, _S.BUITEN_BEHANDELING)
#: Money was promised.
TOEGEKEND = (
    _S.VERLEEND,
    _S.DIRECT_VASTGESTELD,
    _S.IN_UITVOERING,
    _S.VERANTWOORDING_INGEDIEND,
    _S.VASTGESTELD,
    _S.TERUGVORDERING,
)
#: Nothing more is decided here; after the objection term and payment these become `afgesloten`.
EINDSTATUSSEN = (
    _S.DIRECT_VASTGESTELD,
    _S.AFGEWEZEN,
    _S.BUITEN_BEHANDELING,
    _S.INGETROKKEN,
    _S.VASTGESTELD,
    _S.VERLENING_INGETROKKEN,
    _S.TERUGVORDERING,
)


class Aanvragersoort(TextChoices):
    """Who may ask for money."""

    BEWONER = "bewoner", _("Een bewoner")
    BEWONERSGROEP = "bewonersgroep", _("Een groep bewoners")
    ORGANISATIE = "organisatie", _("Een vereniging of stichting")


class Verdeling(TextChoices):
    """How a scheme gives its money out."""

    VOLGORDE = "volgorde_van_binnenkomst", _("Volgorde van binnenkomst")
    TENDER = "tender", _("Tender")
    STEMRONDE = "stemronde", _("Stemronde")


class Briefsoort(TextChoices):
    """Letters. Only a municipal decision carries the objection clause."""

    ONTVANGST = "ontvangst", _("Ontvangstbevestiging")
    AANVULLING = "aanvulling", _("Verzoek om aanvulling")
    VERDAGING = "verdaging", _("Bericht van een nieuwe termijn")
    BUITEN_BEHANDELING = "buiten_behandeling", _("Besluit: niet in behandeling")
    BESLUIT = "besluit", _("Besluit op de aanvraag")
    TOEZEGGING = "toezegging", _("Toezegging van een corporatie")
    VASTSTELLING = "vaststelling", _("Besluit tot vaststelling")
    AFREKENING = "afrekening", _("Afrekening van een corporatie")
    INTREKKING = "intrekking", _("Besluit tot intrekking")
    TERUGVORDERING = "terugvordering", _("Besluit tot terugvordering")
    WIJZIGING = "wijziging", _("Besluit op een wijzigingsverzoek")
    BEZWAAR = "bezwaar", _("Besluit op bezwaar")
    DWANGSOM = "dwangsom", _("Besluit over een dwangsom")


class Besluitsoort(TextChoices):
    """What was decided."""

    VERLENING = "verlening", _("Verlening")
    DIRECTE_VASTSTELLING = "directe_vaststelling", _("Directe vaststelling")
    AFWIJZING = "afwijzing", _("Afwijzing")
    BUITEN_BEHANDELING = "buiten_behandeling", _("Niet in behandeling")
    VASTSTELLING = "vaststelling", _("Vaststelling")
    INTREKKING = "intrekking", _("Intrekking van de verlening")
    TERUGVORDERING = "terugvordering", _("Terugvordering")
    WIJZIGING = "wijziging", _("Besluit op wijzigingsverzoek")
    BEZWAAR = "bezwaar", _("Besluit op bezwaar")


class LagereVaststelling(TextChoices):
    """Grounds on which a settlement may be lower than the award (Awb 4:46 lid 2)."""

    NIET_UITGEVOERD = "a", _("Het plan is niet of niet helemaal uitgevoerd.")
    VERPLICHTINGEN = "b", _("De aanvrager hield zich niet aan de verplichtingen.")
    ONJUISTE_GEGEVENS = "c", _("De aanvrager gaf onjuiste of onvolledige gegevens.")
    ONJUISTE_VERLENING = "d", _("De verlening was onjuist en de aanvrager wist dat of hoorde dat te weten.")


class Intrekkingsgrond(TextChoices):
    """Grounds on which an award may be withdrawn or lowered before settlement (Awb 4:48 lid 1)."""

    NIET_UITGEVOERD = "a", _("Het plan is of wordt niet helemaal uitgevoerd.")
    VERPLICHTINGEN = "b", _("De aanvrager houdt zich niet aan de verplichtingen.")
    ONJUISTE_GEGEVENS = "c", _("De aanvrager gaf onjuiste of onvolledige gegevens.")
    ONJUISTE_VERLENING = "d", _("De verlening was onjuist en de aanvrager wist dat of hoorde dat te weten.")
    GEEN_GELD = "e", _("Er is geen geld beschikbaar gesteld (Awb 4:34 lid 5).")


class Termijnsoort(TextChoices):
    """Terms that run on a file."""

    VOLLEDIGHEID = "volledigheid", _("Kijken of de aanvraag compleet is")
    AANVULLING = "aanvulling", _("Aanvullen")
    BUITEN_BEHANDELING = "buiten_behandeling", _("Zeggen dat de aanvraag niet wordt behandeld")
    BESLISSING = "beslissing", _("Beslissen")
    VERANTWOORDING = "verantwoording", _("Verantwoorden")
    VASTSTELLING = "vaststelling", _("Vaststellen")
    BEZWAAR = "bezwaar", _("Bezwaar maken")
    BEZWAAR_BESLISSING = "bezwaar_beslissing", _("Beslissen op bezwaar")
    INGEBREKESTELLING = "ingebrekestelling", _("Alsnog beslissen na ingebrekestelling")
    VERJARING = "verjaring", _("Terugvorderen voor de verjaring")


class Reactiestatus(TextChoices):
    """Whether a comment is shown."""

    WACHT = "wacht", _("Wacht op controle")
    ZICHTBAAR = "zichtbaar", _("Zichtbaar")
    VERBORGEN = "verborgen", _("Verborgen na een melding")
    VERWIJDERD = "verwijderd", _("Verwijderd")


class Bijlagesoort(TextChoices):
    """What a file with an initiative is."""

    FOTO = "foto", _("Foto")
    DOCUMENT = "document", _("Document")
    BON = "bon", _("Bon of factuur")
    RESULTAAT = "resultaat", _("Foto van het resultaat")
    GESPREK = "gesprek", _("Bijlage bij een bericht")


#: Kinds of files that may be on the website at all.
OPENBARE_BIJLAGEN = (Bijlagesoort.FOTO, Bijlagesoort.RESULTAAT)


class Medestatus(TextChoices):
    """Whether a co-applicant confirmed their part."""

    GEVRAAGD = "gevraagd", _("Nog niet bevestigd")
    BEVESTIGD = "bevestigd", _("Doet mee")
    GEWEIGERD = "geweigerd", _("Doet niet mee")


class Belang(TextChoices):
    """Why somebody may not judge (Awb 2:4)."""

    GEEN = "geen", _("Ik heb geen persoonlijk belang")
    HUISHOUDEN = "huishouden", _("De aanvrager hoort bij mijn huishouden of familie")
    ADRES = "adres", _("De aanvrager woont op mijn adres of naast mij")
    ORGANISATIE = "organisatie", _("Ik hoor bij de organisatie die aanvraagt")
    BETROKKEN = "betrokken", _("Ik steun het plan of doe zelf mee")
    ANDERS = "anders", _("Ik heb een ander persoonlijk belang")


class Advies(TextChoices):
    """What an assessor advises."""

    TOEKENNEN = "toekennen", _("Toekennen")
    LAGER = "lager", _("Een lager bedrag toekennen")
    AFWIJZEN = "afwijzen", _("Afwijzen")


class Verzoekstatus(TextChoices):
    """The way of a change request."""

    INGEDIEND = "ingediend", _("Ingediend")
    TOEGEWEZEN = "toegewezen", _("Toegewezen")
    AFGEWEZEN = "afgewezen", _("Afgewezen")
    INGETROKKEN = "ingetrokken", _("Ingetrokken")


class Bezwaarstatus(TextChoices):
    """The way of an objection (Awb 6 and 7)."""

    INGEDIEND = "ingediend", _("Ingediend")
    IN_BEHANDELING = "in_behandeling", _("In behandeling")
    GEGROND = "gegrond", _("Gegrond")
    ONGEGROND = "ongegrond", _("Ongegrond")
    NIET_ONTVANKELIJK = "niet_ontvankelijk", _("Niet-ontvankelijk")
    INGETROKKEN = "ingetrokken", _("Ingetrokken")


class Ingebrekestellingstatus(TextChoices):
    """The way of a notice of default (Awb 4:17)."""

    LOOPT = "loopt", _("Twee weken om te beslissen")
    DWANGSOM = "dwangsom", _("De dwangsom loopt")
    AFGEDAAN = "afgedaan", _("Afgedaan")
    ONTERECHT = "onterecht", _("Te vroeg gestuurd")


class Verantwoordingstatus(TextChoices):
    """The way of an account."""

    CONCEPT = "concept", _("Concept")
    INGEDIEND = "ingediend", _("Ingediend")
    AKKOORD = "akkoord", _("Akkoord")


class Uitdagingstatus(TextChoices):
    """The way of a right-to-challenge request: residents offer to take over a task of the municipality."""

    CONCEPT = "concept", _("Concept")
    INGEDIEND = "ingediend", _("Ingediend")
    IN_GESPREK = "in_gesprek", _("In gesprek")
    PROEF = "proef", _("Proef afgesproken")
    OVERGENOMEN = "overgenomen", _("Overgenomen")
    AFGEWEZEN = "afgewezen", _("Afgewezen")
    INGETROKKEN = "ingetrokken", _("Ingetrokken")
