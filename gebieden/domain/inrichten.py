"""Filling an empty installation with the areas that come with the application."""

from pathlib import Path

from django.conf import settings
from django.db import transaction

from gebieden.domain.inlezen import Inleesverslag, lees_in
from gebieden.enums import Gebiedssoort
from gebieden.models import GebiedVersie
from kern.models import Gebruiker

GEGEVENS = Path(__file__).resolve().parents[1] / "gegevens"
#: The municipality the files in gebieden/gegevens are of.
GEMEENTE_VAN_GEGEVENS = "GM0106"


@transaction.atomic
def richt_gebieden_in(*, door: Gebruiker | None = None) -> list[Inleesverslag]:
    """Read the project's own files as far as their year is not known yet; a year that is known is never touched.

    So it may run at every start: the second time it asks one question. For another municipality it does nothing, and
    `manage.py gebieden_inlezen` is the way in.
    """
    if settings.GEMEENTECODE != GEMEENTE_VAN_GEGEVENS:
        return []
    stappen = (
        (Gebiedssoort.WIJK, 2014, "wijken_2014.geojson", None, "CBS/Kadaster 2014, wijken samengevoegd uit buurten"),
        (Gebiedssoort.BUURT, 2014, "buurten_2014.geojson", None, "CBS/Kadaster 2014, sterk vereenvoudigd"),
        (Gebiedssoort.WIJK, 2022, "wijken_2022.geojson", "wijken_kerncijfers_2022.csv", "CBS/Kadaster 2022"),
    )
    bekend = set(GebiedVersie.objects.values_list("gebied__soort", "jaar").order_by().distinct())
    return [
        lees_in(
            GEGEVENS / bestand,
            jaar=jaar,
            soort=soort,
            kerncijfers=GEGEVENS / cijfers if cijfers else None,
            bron=bron,
            door=door,
        )
        for soort, jaar, bestand, cijfers, bron in stappen
        if (soort, jaar) not in bekend
    ]
