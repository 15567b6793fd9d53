"""The texts letters start from; a version of a scheme has its own copy, which a beheerder may word otherwise.

How a text is written: `bewoners.domain.briefopmaak`. The objection clause is no part of it: no text can lose it.
"""

from __future__ import annotations

from bewoners.enums import Briefsoort

_VRAGEN = """# Hebt u een vraag?

Stel hem gerust. {contact}"""

_ONTVANGST = f"""Beste {{naam}},

Dank u wel voor uw plan ‘{{titel}}’. Wij hebben het op {{ontvangen}} ontvangen. U vraagt {{gevraagd}} uit de regeling {{regeling}}.

# Wat gebeurt er nu?

Wij kijken eerst of uw aanvraag compleet is. Dat doen wij binnen {{werkdagen}} werkdagen. Missen wij nog iets, dan laten wij u dat weten.

Daarna bekijken wij uw plan. Uiterlijk op {{uiterlijk}} krijgt u ons besluit. Lukt dat niet, dan hoort u vóór die dag wanneer het besluit wel komt. Moet u uw aanvraag aanvullen, dan schuift de datum op.

[niet papier] U kunt op de site zien hoe het met uw plan gaat. Log in en kies ‘Mijn plannen’.

[als papier] Wij hebben geen e-mailadres van u. Daarom krijgt u onze brieven met de post.

# Wacht nog even met geld uitgeven

Kosten van vóór uw aanvraag betalen wij niet. Begint u voordat u ons besluit hebt, dan is dat voor eigen risico.

{_VRAGEN}
"""

_AANVULLING = f"""Beste {{naam}},

Wij hebben uw plan ‘{{titel}}’ bekeken. Om goed te kunnen beslissen missen wij nog iets.

# Wat hebben wij van u nodig?

{{vragen}}

[als uiterlijk] # Wanneer moet het er zijn?

[als uiterlijk] Stuur het ons uiterlijk op {{uiterlijk}}. Hebt u meer tijd nodig? Laat het ons vóór die dag weten.

[als uiterlijk] Tot wij uw aanvulling hebben, staat de tijd waarin wij moeten beslissen stil. Dat geldt vanaf vandaag en hoogstens tot en met {{uiterlijk}}. Dit staat in artikel 4:15 van de Algemene wet bestuursrecht.

[als uiterlijk] # Wat als wij niets krijgen?

[als uiterlijk] Is uw aanvraag op {{uiterlijk}} nog niet compleet, dan mogen wij besluiten haar niet te behandelen (artikel 4:5 van de Algemene wet bestuursrecht). U krijgt dan geen geld voor dit plan. Dat zou jammer zijn: wij helpen u graag.

[niet uiterlijk] Wij hebben geen laatste dag afgesproken. Hoe eerder u het stuurt, hoe eerder wij verder kunnen. De tijd waarin wij moeten beslissen loopt intussen gewoon door.

# Hoe stuurt u het?

[niet papier] Log in op de site en open uw plan. Daar kunt u antwoord geven en bestanden toevoegen.

[als papier] Stuur uw antwoord naar {{postadres}}. Zet er {{kenmerk}} bij.

{_VRAGEN}
"""

_VERDAGING = f"""Beste {{naam}},

[niet bij_bezwaar] U vroeg geld voor uw plan ‘{{titel}}’. Het lukt ons niet om op tijd te beslissen. Dat spijt ons.

[als bij_bezwaar] U maakte bezwaar tegen ons besluit over uw plan ‘{{titel}}’. Het lukt ons niet om op tijd over uw bezwaar te beslissen. Dat spijt ons.

# Waarom duurt het langer?

{{reden}}

# Wanneer krijgt u ons besluit?

U krijgt ons besluit uiterlijk op {{uiterlijk}}.

[niet bij_bezwaar] Dat wij u een nieuwe dag mogen noemen, staat in artikel 4:14 van de Algemene wet bestuursrecht.

[als bij_bezwaar] Dat wij de termijn met zes weken mogen verlengen, staat in artikel 7:10 van de Algemene wet bestuursrecht.

{_VRAGEN}
"""

_BUITEN_BEHANDELING = f"""Beste {{naam}},

U vroeg op {{ontvangen}} {{gevraagd}} voor uw plan ‘{{titel}}’. Wij vroegen u om informatie die nog ontbrak. Die hebben wij niet, of niet helemaal, op tijd gekregen.

# Ons besluit

Wij behandelen uw aanvraag niet. U krijgt dus geen geld voor dit plan. Wij doen dit op grond van artikel 4:5 van de Algemene wet bestuursrecht.

# Waarom besluiten wij dit?

{{motivering}}

# Wilt u het nog eens proberen?

Dat kan. U mag een nieuwe aanvraag doen. Wij denken graag met u mee.

{_VRAGEN}
"""

_BESLUIT = f"""Beste {{naam}},

U vroeg op {{ontvangen}} {{gevraagd}} voor uw plan ‘{{titel}}’. In deze brief leest u ons besluit.

# Ons besluit

[als alleen_gemeente] Goed nieuws: uw plan kan doorgaan. U krijgt {{bedrag}} subsidie. Wij besluiten dit op grond van {{grondslag}}.

[als samen] Goed nieuws: uw plan kan doorgaan. U krijgt {{bedrag}}. Daarvan is {{bedrag_gemeente}} subsidie van de gemeente. Wij besluiten dit op grond van {{grondslag}}.

[als alleen_anderen] Goed nieuws: uw plan kan doorgaan. U krijgt {{bedrag}} van {{andere_betalers}}. De gemeente geeft zelf geen subsidie.

[als lager] Dat is minder dan u vroeg. Onder ‘Waarom besluiten wij dit?’ leest u hoe dat komt.

[als afgewezen] Wij wijzen uw aanvraag af. U krijgt geen geld voor dit plan. Wij besluiten dit op grond van {{grondslag}}. Wij begrijpen dat dit tegenvalt.

{{bedragen}}

[als corporatie] Over het deel van {{andere_betalers}} krijgt u een eigen brief. Dat deel is een toezegging en hoort niet bij ons besluit.

# Waarom besluiten wij dit?

{{motivering}}

[als gronden] Wat wij weigeren, weigeren wij op deze gronden van de regeling:

{{gronden}}

[als toegekend] # Wat spreken wij af?

[als toegekend] - U voert het plan uit zoals u het hebt beschreven, tussen {{begindatum}} en {{einddatum}}.
- U gebruikt het geld alleen voor dit plan.
- Gaat er iets anders dan gepland? Vertel het ons meteen. Wij zoeken samen naar een oplossing.

[als direct] # Uw geld

[als direct] Het bedrag staat meteen vast. U hoeft achteraf niet te laten zien wat u hebt uitgegeven. Wij kijken bij sommige plannen wel of ze zijn uitgevoerd. Bewaar daarom een foto en uw bonnen tot een jaar na afloop.

[als direct] Wij maken het geld over op de rekening die u hebt opgegeven.

[als verleend] # Uw geld

[als voorschot] U krijgt {{voorschot}} vooraf ({{voorschotpercentage}}%). De rest krijgt u als het plan klaar is en wij het bedrag hebben vastgesteld.

[als verleend] Is uw plan klaar? Vertel ons dan binnen {{verantwoordingstermijn}} hoe het ging en wat het heeft gekost. Bewaar uw bonnen. Daarna stellen wij het bedrag vast.

[als afgewezen] # Hoe nu verder?

[als afgewezen] Misschien kan het op een andere manier. Wij denken graag mee over een nieuw plan.

{_VRAGEN}
"""

_TOEZEGGING = f"""Beste {{naam}},

U hebt een plan voor de buurt gemaakt: ‘{{titel}}’. Daar werken wij graag aan mee.

# Wat zeggen wij toe?

{{betaler}} betaalt {{bedrag}} mee aan uw plan. Wij doen dit omdat het plan goed is voor de buurt waar wij woningen hebben.

[als samen] De gemeente {{gemeente}} betaalt ook mee. Daarover krijgt u een eigen brief van de gemeente.

# Wat spreken wij af?

- U voert het plan uit zoals u het hebt beschreven, tussen {{begindatum}} en {{einddatum}}.
- U gebruikt het geld alleen voor dit plan.
- Gaat het plan niet door of kost het minder? Dan hoeven wij minder of niets te betalen.

Het geld komt samen met het andere geld voor uw plan op de rekening die u hebt opgegeven.

Deze brief is een afspraak tussen u en {{betaler}}. Het is geen besluit van de overheid.

{_VRAGEN}
"""

_VASTSTELLING = f"""Beste {{naam}},

Op {{verleend_op}} kreeg u {{toegekend_bedrag}} voor uw plan ‘{{titel}}’. In deze brief leest u op welk bedrag u recht hebt.

# Ons besluit

Wij stellen uw subsidie vast op {{bedrag_gemeente}}. Wij doen dit op grond van artikel {{artikel}} van de Algemene wet bestuursrecht.

[als samen] Samen met het deel van {{andere_betalers}} krijgt u {{bedrag}}. Over dat deel krijgt u een eigen brief.

{{bedragen}}

# Waarom besluiten wij dit?

[als grond] Het bedrag is lager dan u eerst kreeg. De reden is: {{grond}}

{{motivering}}

# Wat betekent dit voor uw geld?

[als nog_te_ontvangen] U krijgt nog {{nog_te_ontvangen}} van ons. Wij maken dat over op de rekening die u hebt opgegeven.

[als te_veel] U hebt {{te_veel}} te veel gekregen. Over het terugbetalen krijgt u een aparte brief.

[als niets_meer] U hebt al uw geld al gekregen. U hoeft niets te doen.

Dank u wel voor wat u voor de buurt hebt gedaan.

{_VRAGEN}
"""

_AFREKENING = f"""Beste {{naam}},

Uw plan ‘{{titel}}’ is klaar. Dank u wel voor wat u voor de buurt hebt gedaan!

# Onze afrekening

{{betaler}} zei toe om mee te betalen. Ons deel komt uit op {{bedrag}}.

[als motivering] {{motivering}}

Wat u nog krijgt of terugbetaalt, loopt mee in de betaling van de gemeente {{gemeente}}. U hoeft ons niets te sturen.

Deze brief hoort bij de afspraak tussen u en {{betaler}}. Het is geen besluit van de overheid.

{_VRAGEN}
"""

_INTREKKING = f"""Beste {{naam}},

Op {{verleend_op}} kreeg u {{toegekend_bedrag}} voor uw plan ‘{{titel}}’.

# Ons besluit

Wij trekken dat in. De reden is: {{grond}} Wij doen dit op grond van artikel 4:48 van de Algemene wet bestuursrecht.

# Waarom besluiten wij dit?

{{motivering}}

# Wat betekent dit voor u?

U krijgt voor dit plan geen geld meer van ons. Hebt u al geld gekregen, dan kunnen wij dat terugvragen. Daarover krijgt u dan een aparte brief.

{_VRAGEN}
"""

_TERUGVORDERING = f"""Beste {{naam}},

U kreeg geld voor uw plan ‘{{titel}}’. U hebt meer gekregen dan waar u recht op hebt. Dat bedrag moet u terugbetalen.

# Ons besluit

Wij vragen {{bedrag}} van u terug. Wij doen dit op grond van artikel {{artikel}} van de Algemene wet bestuursrecht.

# Waarom besluiten wij dit?

{{motivering}}

# Hoe betaalt u terug?

Betaal het bedrag uiterlijk op {{uiterlijk}}.

[als rekening] Maak het over op rekening {{rekening}} op naam van gemeente {{gemeente}}. Zet erbij: {{kenmerk}}.

[niet rekening] U krijgt van ons een factuur. Daarop staat hoe u betaalt. Zet bij uw betaling: {{kenmerk}}.

Lukt het niet om alles in één keer te betalen? Laat het ons op tijd weten. Samen maken wij een afspraak.

{_VRAGEN}
"""

_WIJZIGING = f"""Beste {{naam}},

U vroeg of u uw plan ‘{{titel}}’ anders mag uitvoeren. U schreef:

{{wat}}

# Ons besluit

[als toegewezen] Dat mag. U mag uw plan uitvoeren zoals u nu voorstelt.

[als nieuwe_einddatum] Uw plan moet klaar zijn op {{nieuwe_einddatum}}.

[niet toegewezen] Dat kan helaas niet. De afspraken uit ons eerdere besluit blijven gelden.

# Waarom besluiten wij dit?

{{motivering}}

[als toegewezen] Het bedrag en de andere afspraken blijven zoals ze waren.

{_VRAGEN}
"""

_BEZWAAR = f"""Beste {{naam}},

U maakte bezwaar tegen ons besluit van {{besluit_van}} over uw plan ‘{{titel}}’. Iemand die niet bij dat besluit betrokken was, heeft uw bezwaar bekeken.

[als gehoord_op] Wij spraken u erover op {{gehoord_op}}. Het verslag van dat gesprek hoort bij dit besluit (artikel 7:7 van de Algemene wet bestuursrecht).

# Ons besluit

[als gegrond] U krijgt gelijk: uw bezwaar is gegrond. Wij herroepen ons eerdere besluit en nemen een nieuw besluit (artikel 7:11 van de Algemene wet bestuursrecht). Welk besluit dat is, leest u hieronder.

[als ongegrond] U krijgt geen gelijk: uw bezwaar is ongegrond. Ons eerdere besluit blijft gelden.

[als niet_ontvankelijk] Wij kunnen uw bezwaar niet behandelen: het is niet-ontvankelijk. Ons eerdere besluit blijft gelden.

# Waarom besluiten wij dit?

{{motivering}}

[als verslag] # Verslag van het gesprek

[als verslag] {{verslag}}

{_VRAGEN}
"""

_DWANGSOM = f"""Beste {{naam}},

Wij hadden op tijd moeten beslissen over uw plan ‘{{titel}}’. Dat is niet gelukt. U liet ons dat weten; wij kregen uw bericht op {{in_gebreke_op}}.

# Ons besluit

[als bedrag] U krijgt {{bedrag}} van ons, omdat wij te laat beslisten. Dit heet een dwangsom. Zij telt vanaf {{dwangsom_vanaf}}. Wij doen dit op grond van de artikelen 4:17 en 4:18 van de Algemene wet bestuursrecht.

[niet bedrag] U krijgt geen dwangsom. Wij doen dit op grond van de artikelen 4:17 en 4:18 van de Algemene wet bestuursrecht.

[als motivering] # Waarom besluiten wij dit?

[als motivering] {{motivering}}

[als bedrag] Wij maken het bedrag binnen zes weken over op de rekening die u hebt opgegeven.

{_VRAGEN}
"""

_B = Briefsoort
#: Per kind of letter its subject and text. Names between braces are filled in by `bewoners.domain.brieven`.
SJABLONEN: dict[Briefsoort, tuple[str, str]] = {
    _B.ONTVANGST: ("Wij hebben uw plan ontvangen", _ONTVANGST),
    _B.AANVULLING: ("Wij missen nog iets bij uw plan", _AANVULLING),
    _B.VERDAGING: ("Ons besluit over uw plan komt later", _VERDAGING),
    _B.BUITEN_BEHANDELING: ("Besluit: wij behandelen uw aanvraag niet", _BUITEN_BEHANDELING),
    _B.BESLUIT: ("Besluit over uw plan", _BESLUIT),
    _B.TOEZEGGING: ("{betaler} betaalt mee aan uw plan", _TOEZEGGING),
    _B.VASTSTELLING: ("Besluit: vaststelling van uw subsidie", _VASTSTELLING),
    _B.AFREKENING: ("Afrekening van {betaler}", _AFREKENING),
    _B.INTREKKING: ("Besluit: wij trekken uw subsidie in", _INTREKKING),
    _B.TERUGVORDERING: ("Besluit: u moet geld terugbetalen", _TERUGVORDERING),
    _B.WIJZIGING: ("Besluit over uw verzoek om iets te wijzigen", _WIJZIGING),
    _B.BEZWAAR: ("Besluit op uw bezwaar", _BEZWAAR),
    _B.DWANGSOM: ("Besluit over een dwangsom", _DWANGSOM),
}
