"""The themes every programme starts with."""

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from gebieden.enums import Domein
from gebieden.models import Thema
from kern.domain.logboek import log
from kern.models import Gebruiker

# Name, half, description: the two halves are those of the agreement of 2010.
_THEMAS = (
    ("Groen en spelen", Domein.FYSIEK, "Plantsoenen, bomen, speelplekken en sportveldjes in de buurt."),
    ("Schoon en heel", Domein.FYSIEK, "Opruimen, onderhoud en een nette straat."),
    ("Veilig wonen", Domein.FYSIEK, "Verlichting, achterpaden, sloten en veilig verkeer."),
    ("Ontmoeten", Domein.SOCIAAL, "Buurthuizen, buurtfeesten en plekken om elkaar te leren kennen."),
    ("Jeugd", Domein.SOCIAAL, "Activiteiten voor en met kinderen en jongeren."),
    ("Samen leven", Domein.SOCIAAL, "Hulp tussen buren, bemiddeling en iedereen doet mee."),
)


@transaction.atomic
def richt_in(*, door: Gebruiker | None = None) -> int:
    """Add the themes that are missing and return how many. A theme somebody changed or switched off stays so."""
    bekend = set(Thema.objects.values_list("slug", flat=True))
    nieuw = 0
    for volgorde, (naam, domein, omschrijving) in enumerate(_THEMAS, start=1):
        if slugify(naam) in bekend:
            continue
        thema = Thema.objects.create(
            naam=naam, slug=slugify(naam), domein=domein, omschrijving=omschrijving, volgorde=volgorde * 10
        )
        log(thema, _("Thema toegevoegd"), door=door)
        nieuw += 1
    return nieuw
