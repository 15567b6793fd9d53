"""Invented expenses and activities of the example. No supplier here exists."""

#: Per theme: what was bought, from whom, from how many to how many euro.
UITGAVEN: dict[str, tuple[tuple[str, str, int, int], ...]] = {
    "Groen en spelen": (
        ("Nieuwe schommel voor het speelveld", "Speelvoorbeeld BV", 1200, 3800),
        ("Bloembollen voor de buurt", "Kwekerij De Voorbeeldtuin", 150, 600),
        ("Geveltuintjes aanleggen", "Hovenier Voorbeeldgroen", 400, 1800),
        ("Picknickbank bij het veldje", "Straatmeubel Voorbeeld", 650, 1250),
        ("Fruitbomen voor de pluktuin", "Kwekerij De Voorbeeldtuin", 300, 900),
    ),
    "Schoon en heel": (
        ("Containers voor de opschoondag", "Voorbeeld Containers", 350, 900),
        ("Grijpers en afvalzakken", "Buurtgereedschap Voorbeeld", 80, 320),
        ("Muurtje herstellen", "Bouwbedrijf Voorbeeldsteen", 700, 2900),
        ("Graffiti verwijderen", "Gevelreiniging Voorbeeld", 250, 1100),
        ("Achterpad bestraten", "Straatwerk Voorbeeld", 1500, 4800),
    ),
    "Veilig wonen": (
        ("Verlichting in het achterpad", "Lichtvoorbeeld BV", 600, 2600),
        ("Deursloten vervangen", "Slotenservice Voorbeeld", 300, 1700),
        ("Verkeersdrempel bij de school", "Straatwerk Voorbeeld", 1800, 4900),
        ("Fietspaaltjes plaatsen", "Straatmeubel Voorbeeld", 250, 800),
    ),
    "Ontmoeten": (
        ("Zaalhuur bewonersavond", "Dorpshuis Voorbeeld", 90, 260),
        ("Buurtfeest: tent en podium", "Feestverhuur Voorbeeld", 500, 1900),
        ("Koffie en koek voor de inloop", "Bakkerij Voorbeeld", 60, 220),
        ("Buurtkrant drukken", "Drukkerij Voorbeeld", 240, 780),
        ("Geluid en licht straatfeest", "Feestverhuur Voorbeeld", 300, 950),
    ),
    "Jeugd": (
        ("Sportmiddag voor kinderen", "Sportvoorbeeld", 250, 1100),
        ("Huiswerkklas: materiaal", "Schoolspullen Voorbeeld", 120, 480),
        ("Graffitiworkshop jongeren", "Werkplaats Voorbeeld", 400, 1300),
        ("Voetbaldoelen op het pleintje", "Speelvoorbeeld BV", 900, 2700),
    ),
    "Samen leven": (
        ("Training buurtbemiddelaars", "Opleiding Voorbeeld", 600, 1900),
        ("Welkomstpakketten nieuwe bewoners", "Drukkerij Voorbeeld", 200, 700),
        ("Taalcafé: lesmateriaal", "Schoolspullen Voorbeeld", 90, 350),
        ("Samen koken in het buurthuis", "Bakkerij Voorbeeld", 120, 420),
    ),
}

#: Commitments to residents' plans of the example.
PLANNEN = (
    "Moestuin achter de flat",
    "Buurtbarbecue",
    "Speeltuinfeest",
    "Repaircafé",
    "Muurschildering",
    "Wandelgroep met koffie",
    "Kerstmarkt in de straat",
    "Buurtbieb",
)

STRATEN = ("de Voorbeeldstraat", "het Voorbeeldplein", "het buurthuis", "de speelplek", "de achterpaden", "de flat")
UITKOMSTEN = (
    "Goede opkomst; bewoners willen dit vaker.",
    "De straat ligt er weer netjes bij.",
    "Drie nieuwe vrijwilligers hebben zich gemeld.",
    "Afspraken gemaakt over het onderhoud.",
    "Bewoners hebben elkaar beter leren kennen.",
    "Volgende maand komen we terug om te kijken hoe het gaat.",
)
