"""Invented plans of residents: what they want, what it costs. Nobody here exists."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """A plan: in which wijk, under which theme, what it costs (euro) and who else pays; `beeld` is what its photo shows."""

    wijk: str
    thema: str
    titel: str
    kort: str
    baat: str
    kosten: tuple[tuple[str, int], ...]
    eigen: int = 0
    beeld: str = ""


def _p(wijk: str, thema: str, titel: str, kort: str, baat: str, kosten: str, eigen: int = 0, beeld: str = "") -> Plan:
    """`kosten` is written as `Hout 150, Aarde 90`."""
    posten = tuple((post.rsplit(" ", 1)[0].strip(), int(post.rsplit(" ", 1)[1])) for post in kosten.split(", "))
    return Plan(f"WK0106{wijk}", thema, titel, kort, baat, posten, eigen, beeld)


_GROEN, _HEEL, _VEILIG = "Groen en spelen", "Schoon en heel", "Veilig wonen"
_ONTMOETEN, _JEUGD, _SAMEN = "Ontmoeten", "Jeugd", "Samen leven"

#: Plans of last year, all finished.
VORIG_JAAR = (
    _p(
        "01",
        _GROEN,
        "Bloembakken voor alle voordeuren",
        "Wij timmeren samen tien bloembakken en zetten ze in de straat.",
        "De straat wordt kleurig en buren helpen elkaar.",
        "Hout 180, Aarde en planten 220",
        40,
        "straat",
    ),
    _p(
        "04",
        _ONTMOETEN,
        "Zomerfeest op het pleintje",
        "Een middag met muziek, spelletjes en eten van alle buren.",
        "Nieuwe en oude bewoners leren elkaar kennen.",
        "Tent en tafels 260, Muziek 150, Drukwerk 40",
        0,
        "plein",
    ),
    _p(
        "03",
        _JEUGD,
        "Voetbaltoernooi tussen de straten",
        "Vier straten spelen tegen elkaar, met een beker.",
        "Kinderen uit verschillende straten leren elkaar kennen.",
        "Doelen huren 190, Beker en medailles 90",
    ),
    _p(
        "06",
        _GROEN,
        "Insectenhotel bij de school",
        "Met kinderen bouwen wij een groot insectenhotel.",
        "Kinderen leren over de natuur en er komen meer bijen.",
        "Hout en stenen 310, Uitlegbord 140",
        50,
        "tuin",
    ),
    _p(
        "00",
        _SAMEN,
        "Samen koken in het centrum",
        "Elke maand koken tien buren voor dertig anderen.",
        "Mensen die alleen zijn, eten een keer samen.",
        "Boodschappen 900, Zaalhuur 480, Pannen 220",
        300,
        "zaal",
    ),
    _p(
        "08",
        _HEEL,
        "Gereedschap om te delen",
        "Een kast met gereedschap die de hele straat kan lenen.",
        "Niet iedereen hoeft alles zelf te kopen.",
        "Kast 240, Gereedschap 260",
        60,
        "straat",
    ),
    _p(
        "07",
        _ONTMOETEN,
        "Leeskast onder de eik",
        "Een kast met boeken, een bank ernaast.",
        "Mensen lezen meer en maken een praatje.",
        "Kast 350, Bank 640, Fundering 180",
        100,
        "plein",
    ),
    _p(
        "02",
        _VEILIG,
        "Licht in het achterpad",
        "Lampjes met een sensor langs het donkere achterpad.",
        "Iedereen durft er ook in de winter langs.",
        "Lampen 780, Kabels 260, Keuring 150",
        200,
    ),
)

#: Plans of the present year, in the order of the stories that are told with them.
DIT_JAAR = (
    _p("01", _GROEN, "Pluktuin achter de flat", "Bessen, kruiden en fruit waar iedereen van mag plukken.",
       "Een kale plek wordt groen en mensen ontmoeten elkaar.", "Planten 210, Aarde 120, Regenton 95", 25, "tuin"),
    _p("02", _JEUGD, "Huiswerkhoek in het buurthuis", "Twee middagen in de week rust en hulp bij het huiswerk.",
       "Kinderen zonder eigen plek kunnen rustig leren.", "Tafels 460, Lampen 180, Materiaal 240", 100),
    _p("06", _ONTMOETEN, "Koffiekar voor het veldje", "Een kar met koffie die elke vrijdag op het veldje staat.",
       "Mensen komen naar buiten en maken een praatje.", "Kar 1450, Servies 180, Luifel 320", 250, "plein"),
    _p("04", _GROEN, "Geveltuintjes in de hele straat", "Wij halen tegels weg en zetten planten langs de gevel.",
       "Het wordt koeler, mooier en het water kan weg.", "Planten 260, Aarde 110, Klimdraad 80", 0, "straat"),
    _p("03", _HEEL, "Samen verven in het portiek", "Bewoners verven zelf drie portieken in vrolijke kleuren.",
       "Het portiek voelt weer als thuis.", "Verf 380, Kwasten en folie 120"),
    _p("05", _SAMEN, "Maaltijd voor wie alleen is", "Elke week een warme maaltijd bij iemand thuis.",
       "Minder mensen zijn eenzaam.", "Boodschappen 1200, Kaarten en drukwerk 120", 200),
    _p("01", _JEUGD, "Fietscrossbaan bij het bosje", "Jongeren maken een baan met heuvels van aarde.",
       "Jongeren hebben een eigen plek om te sporten.", "Aarde en graafmachine 1900, Hekwerk 850, Borden 250", 300, "tuin"),
    _p("08", _ONTMOETEN, "Kunstroute door de wijk", "Twintig voortuinen laten een weekend kunst zien.",
       "De wijk laat zien wat zij kan.", "Drukwerk 420, Verzekering 180, Bordjes 260", 60),
    _p("07", _GROEN, "Natuurspeelplek bij de vijver", "Stapstenen, een wilgenhut en een vlonder.",
       "Kinderen spelen buiten en leren de natuur kennen.", "Vlonder 2100, Wilgen 450, Stenen 900, Keuring 300", 250, "tuin"),
    _p("00", _VEILIG, "Veilig oversteken bij de winkels", "Plantenbakken en borden maken de oversteek duidelijk.",
       "Ouderen durven weer zelf naar de winkel.", "Plantenbakken 980, Borden 340"),
    _p("02", _SAMEN, "Taalmaatjes aan de keukentafel", "Buren oefenen samen Nederlands, bij de koffie.",
       "Nieuwe bewoners durven meer te praten.", "Boeken 240, Training 300, Koffie 90"),
    _p("06", _VEILIG, "Buurtwacht met lampen en jassen", "Een groep buren loopt 's avonds een ronde.",
       "De buurt voelt veiliger.", "Jassen 360, Lampen 140"),
    _p("04", _ONTMOETEN, "Open podium in Pittelo", "Een avond waar iedereen mag laten zien wat hij kan.",
       "Talent uit de wijk krijgt een podium.", "Geluid 420, Zaal 260, Licht 180", 60, "zaal"),
    _p("03", _GROEN, "Boomgaard met twaalf bomen", "Oude soorten appels en peren voor de hele wijk.",
       "Er is fruit voor iedereen en schaduw in de zomer.", "Bomen 1320, Palen en gaas 280, Gereedschap 160", 150, "tuin"),
    _p("01", _ONTMOETEN, "Buurtkrant Lariks", "Vier keer een krant vol verhalen uit de wijk.",
       "Iedereen weet wat er speelt.", "Drukken 880, Ontwerp 240", 120),
    _p("05", _GROEN, "Wilde bloemen langs het fietspad", "Wij zaaien vierhonderd meter bloemen in.",
       "Meer bijen en vlinders, en mooi om langs te fietsen.", "Zaad 190, Grond losmaken 240", 0, "tuin"),
    _p("08", _JEUGD, "Timmerdorp in de herfst", "Drie dagen bouwen honderd kinderen hutten.",
       "Kinderen hebben de week van hun leven.", "Hout 1480, Spijkers en hamers 320, Verzekering 260, Limonade 140", 400, "plein"),
    _p("07", _SAMEN, "Repaircafé Marsdijk", "Elke maand samen kapotte spullen maken.",
       "Minder afval, en mensen leren van elkaar.", "Gereedschap 620, Onderdelen 180, Koffie 100", 90, "zaal"),
    _p("00", _HEEL, "Schone singel", "Met bootjes en grijpers halen wij het vuil uit de singel.",
       "Het water is weer schoon.", "Bootjes huren 280, Grijpers 120", 40, "straat"),
    _p("02", _GROEN, "Kas op het schoolplein", "Leerlingen kweken groente in een kas.",
       "Kinderen weten waar eten vandaan komt.", "Kas 1680, Tafels 240, Zaad en potten 160", 180, "tuin"),
    _p("06", _JEUGD, "Muur om op te spuiten", "Een vaste plek waar graffiti mag.",
       "Minder graffiti waar het niet mag.", "Platen 720, Verf 460, Begeleiding 300", 80, "straat"),
    _p("04", _HEEL, "Achterpad weer begaanbaar", "Samen leggen wij nieuwe tegels in het achterpad.",
       "Rolstoelen en kinderwagens kunnen er weer langs.", "Tegels 840, Zand 190, Trilplaat 120", 150),
    _p("03", _ONTMOETEN, "Burendag met lange tafel", "Een tafel van honderd meter, door de hele straat.",
       "Buren uit acht straten eten samen.", "Tafels en banken 380, Vergunning 60", 0, "straat"),
    _p("01", _SAMEN, "Welkom voor nieuwe buren", "Een pakket en een bezoek voor wie nieuw is.",
       "Nieuwe mensen voelen zich sneller thuis.", "Pakketten 320, Drukwerk 80"),
    _p("05", _JEUGD, "Muziekles voor een euro", "Kinderen proberen tien instrumenten uit.",
       "Ook kinderen zonder geld voor les maken muziek.", "Instrumenten huren 1100, Docent 900", 200, "zaal"),
    _p("07", _VEILIG, "Fietskluis bij het station", "Een gedeelde kluis voor twintig fietsen.",
       "Minder diefstal.", "Kluis 3400, Plaatsen 600", 500),
    _p("08", _GROEN, "Moestuin op het dak", "Bakken met groente op het dak van de flat.",
       "Bewoners eten uit eigen tuin.", "Bakken 1150, Aarde 420, Sleutelkast 80", 120, "tuin"),
    _p("02", _ONTMOETEN, "Filmavond in het park", "Een scherm, een film en iedereen neemt een stoel mee.",
       "Een zomeravond samen.", "Scherm 640, Rechten film 210, Stroom 90", 40, "plein"),
    _p("06", _SAMEN, "Wandelclub voor ouderen", "Elke week een rustige wandeling met koffie na.",
       "Ouderen blijven in beweging.", "Hesjes 90, Koffie 240, Routekaart 60"),
    _p("04", _JEUGD, "Skatebank van beton", "Een bank om op te zitten en op te skaten.",
       "Jongeren en ouderen delen een plek.", "Beton 2600, Ontwerp 480, Plaatsen 720", 200, "plein"),
    _p("00", _ONTMOETEN, "Verhalen van de oude binnenstad", "Ouderen vertellen, jongeren nemen het op.",
       "Verhalen blijven bewaard.", "Opnameset 380, Boekje 540", 90, "zaal"),
    _p("01", _HEEL, "Wormenhotel voor groenafval", "Twee wormenhotels voor veertig huishoudens.",
       "Minder afval en eigen compost.", "Wormenhotels 760, Uitleg 90", 100, "tuin"),
)  # fmt: skip

BEWONERS = (
    ("Aisha Amrani", "Sparstraat 14, 9404 KL Assen"),
    ("Bert Bakker", "Dennenweg 3, 9404 LB Assen"),
    ("Chantal de Groot", "Beukenlaan 21, 9404 MC Assen"),
    ("Dirk Dijkstra", "Lindeplein 8, 9402 NA Assen"),
    ("Emine Erdem", "Wilgenhof 12, 9403 PD Assen"),
    ("Frits Feenstra", "Esdoornstraat 5, 9405 RE Assen"),
    ("Gerda Gerritsen", "Populierlaan 33, 9406 SG Assen"),
    ("Hassan Haddad", "Berkenpad 9, 9407 TJ Assen"),
)
#: What neighbours write below a plan.
REACTIES = (
    "Wat een goed plan! Ik help graag een middag mee.",
    "Kunnen kinderen ook meedoen? Die van mij vinden dit prachtig.",
    "Wie gaat het onderhoud doen als het klaar is?",
    "Ik heb nog planken in de schuur staan. Wilt u die hebben?",
    "Fijn dat er eindelijk iets gebeurt op deze plek.",
    "Let u op dat de stoep vrij blijft voor rolstoelen?",
    "Mooi! In onze straat willen wij dit ook wel.",
)
NIEUWS = (
    "Wij zijn begonnen! Zaterdag was het mooi weer en er kwamen meer mensen dan wij dachten.",
    "Het hout is binnen. Volgende week gaan wij timmeren. Wie helpt er mee?",
    "Het grootste werk is klaar. Nu nog de laatste dingen, en dan vieren wij het.",
)
RESULTATEN = (
    "Het is gelukt! Er deden veel buren mee en wij doen het volgend jaar weer.",
    "Alles staat er, en het blijft netjes. Mensen die elkaar niet kenden, praten nu met elkaar.",
    "Het was meer werk dan wij dachten, maar iedereen is trots. Kom vooral kijken!",
)
