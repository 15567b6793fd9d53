"""Reading areas in: files of CBS and PDOK become areas, versions and key figures.

Everything is read and checked first; then one transaction writes it. So a file that is refused changes nothing, and
the same file again changes nothing either. A year is one version: reading a year again corrects it.
"""

import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import shapely
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gebieden.domain.grenzen import Grens, Grenzenbestand, lees_grenzen
from gebieden.domain.kerncijfers import Cijfers, lees_kerncijfers
from gebieden.domain.namen import naam_voor_mensen, unieke_slug
from gebieden.enums import Gebiedssoort
from gebieden.models import Gebied, GebiedVersie, Kerncijfer
from kern.domain.fouten import Weigering
from kern.domain.logboek import log
from kern.domain.versie import verhoog_na_commit
from kern.models import Gebruiker

#: Share of the city's newest known surface that a file of wijken or buurten must cover. Less is a partial download,
#: and would make every area that is missing disappear.
MINSTE_DEKKING = 0.8
_EERSTE_JAAR = 1995
# Any number, as long as every reader of areas takes the same lock.
_SLOT = 20101215
# Ends the source of a city's boundary that was made of its wijken; stored, so not translated.
_SAMENGEVOEGD = "; gemeente samengevoegd"


@dataclass(slots=True)
class Inleesverslag:
    """What reading a file changed, in numbers of areas and of key figures."""

    soort: Gebiedssoort
    jaar: int
    gelezen: int
    genegeerd: int
    nieuw: int = 0
    gewijzigd: int = 0
    vervallen: int = 0
    kerncijfers: int = 0
    kerncijfers_zonder_gebied: int = 0

    @property
    def wijzigingen(self) -> int:
        """The number of changes; 0 when the file said nothing new."""
        return self.nieuw + self.gewijzigd + self.vervallen + self.kerncijfers

    def __str__(self) -> str:
        zinnen = [
            ngettext(
                "%(jaar)s: %(aantal)s gebied gelezen (%(soort)s), %(wijzigingen)s wijzigingen.",
                "%(jaar)s: %(aantal)s gebieden gelezen (%(soort)s), %(wijzigingen)s wijzigingen.",
                self.gelezen,
            )
            % {"jaar": self.jaar, "aantal": self.gelezen, "soort": self.soort, "wijzigingen": self.wijzigingen}
        ]
        if self.wijzigingen:
            zinnen.append(
                _("Nieuw %(nieuw)s, gewijzigd %(gewijzigd)s, vervallen %(vervallen)s, kerncijfers %(cijfers)s.")
                % {
                    "nieuw": self.nieuw,
                    "gewijzigd": self.gewijzigd,
                    "vervallen": self.vervallen,
                    "cijfers": self.kerncijfers,
                }
            )
        if self.genegeerd:
            zinnen.append(_("Overgeslagen (andere gemeente of water): %(aantal)s.") % {"aantal": self.genegeerd})
        if self.kerncijfers_zonder_gebied:
            zinnen.append(
                _("Kerncijfers van %(aantal)s gebieden die wij niet hebben, zijn overgeslagen.")
                % {"aantal": self.kerncijfers_zonder_gebied}
            )
        return " ".join(zinnen)


def lees_in(
    grenzen: Path,
    *,
    jaar: int,
    door: Gebruiker | None,
    soort: str | None = None,
    kerncijfers: Path | None = None,
    bron: str = "",
) -> Inleesverslag:
    """Read boundaries, and key figures if given, of one year. `door` is None for the system.

    `bron` is shown with map and figures; default names CBS, Kadaster and the year. Raises Weigering and changes
    nothing when something in either file is wrong.
    """
    if not _EERSTE_JAAR <= jaar <= timezone.localdate().year + 1:
        raise Weigering(_("%(jaar)s is geen jaar waarvan CBS gebieden heeft.") % {"jaar": jaar})
    gemeentecode = settings.GEMEENTECODE
    bestand = lees_grenzen(grenzen, gemeentecode=gemeentecode, jaar=jaar, soort=soort)
    cijfers = bestand.cijfers()
    if kerncijfers is not None:
        for code, rij in lees_kerncijfers(kerncijfers, gemeentecode=gemeentecode, jaar=jaar).items():
            cijfers[code] = {**cijfers.get(code, {}), **rij}
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SLOT])
        verslag = _Inlezing(bestand, jaar=jaar, door=door, bron=bron or f"CBS/Kadaster {jaar}").voer_uit(cijfers)
        if verslag.wijzigingen:
            verhoog_na_commit("publiek")
    return verslag


class _Inlezing:
    """One reading, inside its transaction and under the lock."""

    def __init__(self, bestand: Grenzenbestand, *, jaar: int, door: Gebruiker | None, bron: str) -> None:
        self.bestand, self.jaar, self.door, self.bron = bestand, jaar, door, bron
        self.gebieden = {gebied.code: gebied for gebied in Gebied.objects.all()}
        self.slugs = {gebied.slug for gebied in self.gebieden.values()}
        self.nieuw: set[int] = set()
        self.verslag = Inleesverslag(bestand.soort, jaar, len(bestand.grenzen), bestand.genegeerd)

    def voer_uit(self, cijfers: Cijfers) -> Inleesverslag:
        """Check against what is known, write, log."""
        self._controleer()
        stad = self._zorg_voor_stad()
        self._schrijf_gebieden(stad)
        self._schrijf_versies()
        if self.bestand.soort != Gebiedssoort.STAD:
            self._schrijf_afgeleide_stad(stad)
            self._werk_actief_bij()
        self._schrijf_cijfers(cijfers)
        if self.verslag.wijzigingen:
            log(stad, _("Gebieden ingelezen"), door=self.door, toelichting=str(self.verslag))
        return self.verslag

    def _controleer(self) -> None:
        if self.bestand.soort == Gebiedssoort.BUURT:
            wijken = {code for code, gebied in self.gebieden.items() if gebied.soort == Gebiedssoort.WIJK}
            for grens in self.bestand.grenzen:
                if grens.wijk not in wijken:
                    raise Weigering(
                        _("Buurt %(naam)s (%(code)s) ligt in wijk %(wijk)s, en die is er niet; lees eerst wijken in.")
                        % {"naam": grens.naam, "code": grens.code, "wijk": grens.wijk}
                    )
        stad = self.gebieden.get(settings.GEMEENTECODE)
        bekend = stad and stad.versies.order_by("-jaar").first()
        if bekend:
            hele = shapely.from_geojson(json.dumps(bekend.geometrie))
            deel = shapely.union_all([grens.geometrie for grens in self.bestand.grenzen])
            if deel.area < MINSTE_DEKKING * hele.area:
                raise Weigering(
                    _("Het bestand is niet volledig: het dekt %(procent)s%% van %(gemeente)s.")
                    % {"procent": int(100 * deel.area / hele.area), "gemeente": stad}
                )

    def _zorg_voor_stad(self) -> Gebied:
        stad = self.gebieden.get(settings.GEMEENTECODE)
        if stad is None:
            naam = self.bestand.gemeentenaam or settings.GEMEENTE_NAAM
            stad = self._maak(Gebied(code=settings.GEMEENTECODE, naam=naam, soort=Gebiedssoort.STAD))
        return stad

    def _maak(self, gebied: Gebied) -> Gebied:
        gebied.slug = unieke_slug(gebied.naam, soort=gebied.soort, code=gebied.code, bezet=self.slugs)
        gebied.save(force_insert=True)
        self.slugs.add(gebied.slug)
        self.nieuw.add(gebied.pk)
        self.gebieden[gebied.code] = gebied
        self.verslag.nieuw += 1
        log(gebied, _("Gebied toegevoegd"), door=self.door, wijzigingen={"naam": (None, gebied.naam)})
        return gebied

    def _is_nieuwste(self) -> bool:
        """Whether no later year of this kind is known: only then names, tree and `actief` follow the file."""
        return not GebiedVersie.objects.filter(gebied__soort=self.bestand.soort, jaar__gt=self.jaar).exists()

    def _schrijf_gebieden(self, stad: Gebied) -> None:
        nieuwste = self._is_nieuwste()
        for grens in self.bestand.grenzen:
            naam = naam_voor_mensen(grens.naam, gemeente=stad.naam)
            boven = self.gebieden[grens.wijk] if grens.wijk else stad
            ouder = None if grens.code == stad.code else boven
            gebied = self.gebieden.get(grens.code)
            if gebied is None:
                self._maak(Gebied(code=grens.code, naam=naam, soort=self.bestand.soort, ouder=ouder))
            elif nieuwste and (gebied.naam, gebied.ouder_id) != (naam, ouder.pk if ouder else None):
                oud = next((g for g in self.gebieden.values() if g.pk == gebied.ouder_id), None)
                wijzigingen = {"naam": (gebied.naam, naam), "ligt in": (oud, ouder)}
                gebied.naam, gebied.ouder = naam, ouder
                gebied.save(update_fields=["naam", "ouder"])
                self.verslag.gewijzigd += 1
                log(gebied, _("Gebied gewijzigd door inlezen"), door=self.door, wijzigingen=wijzigingen)

    def _schrijf_versies(self) -> None:
        """Make the versions of this year say what the file says; versions of this year that it lacks go."""
        bestaand = {
            versie.gebied_id: versie
            for versie in GebiedVersie.objects.filter(gebied__soort=self.bestand.soort, jaar=self.jaar)
        }
        gewenst = {
            self.gebieden[grens.code].pk: _versie(self.gebieden[grens.code], grens, jaar=self.jaar, bron=self.bron)
            for grens in self.bestand.grenzen
        }
        nieuw = [versie for pk, versie in gewenst.items() if pk not in bestaand]
        anders = []
        for pk, versie in gewenst.items():
            oud = bestaand.get(pk)
            if oud and _inhoud(oud) != _inhoud(versie):
                versie.pk = oud.pk
                anders.append(versie)
        weg = bestaand.keys() - gewenst.keys()
        GebiedVersie.objects.bulk_create(nieuw)
        GebiedVersie.objects.bulk_update(anders, ["naam", "geometrie", "label_lon", "label_lat", "bron"])
        GebiedVersie.objects.filter(gebied__in=weg, jaar=self.jaar).delete()
        self.verslag.gewijzigd += len(anders) + len(weg) + sum(versie.gebied_id not in self.nieuw for versie in nieuw)

    def _schrijf_afgeleide_stad(self, stad: Gebied) -> None:
        """The city of this year is the union of its areas, unless the municipality's own boundary was read in."""
        bron = f"{self.bron}{_SAMENGEVOEGD}"
        bestaand = stad.versies.filter(jaar=self.jaar).first()
        if bestaand and (not bestaand.bron.endswith(_SAMENGEVOEGD) or self.bestand.soort != Gebiedssoort.WIJK):
            return
        vorm = shapely.union_all([grens.geometrie for grens in self.bestand.grenzen])
        versie = _versie(stad, Grens(stad.code, stad.naam, vorm), jaar=self.jaar, bron=bron)
        if bestaand and _inhoud(bestaand) == _inhoud(versie):
            return
        versie.pk = bestaand.pk if bestaand else None
        versie.save()
        self.verslag.gewijzigd += stad.pk not in self.nieuw

    def _werk_actief_bij(self) -> None:
        """An area exists when the newest year of its kind has it. What vanished stays, with its history."""
        versies = GebiedVersie.objects.filter(gebied__soort=self.bestand.soort)
        nieuwste = versies.order_by("-jaar").values_list("jaar", flat=True).first()
        bestaat = set(versies.filter(jaar=nieuwste or 0).values_list("gebied_id", flat=True))
        for gebied in self.gebieden.values():
            if gebied.soort != self.bestand.soort or gebied.actief == (gebied.pk in bestaat):
                continue
            gebied.actief = not gebied.actief
            gebied.save(update_fields=["actief"])
            if gebied.actief:
                self.verslag.gewijzigd += 1
            else:
                self.verslag.vervallen += 1
            actie = _("Gebied bestaat weer") if gebied.actief else _("Gebied vervallen")
            log(gebied, actie, door=self.door, wijzigingen={"bestaat nog": (not gebied.actief, gebied.actief)})

    def _schrijf_cijfers(self, cijfers: Cijfers) -> None:
        bron = f"CBS {self.jaar}"
        bestaand = {(c.gebied_id, c.sleutel): c for c in Kerncijfer.objects.filter(jaar=self.jaar)}
        nieuw, anders, weg = [], [], []
        for code, rij in cijfers.items():
            gebied = self.gebieden.get(code)
            if gebied is None:
                self.verslag.kerncijfers_zonder_gebied += 1
                continue
            for sleutel, waarde in rij.items():
                oud = bestaand.get((gebied.pk, sleutel))
                if oud is None and waarde is not None:
                    nieuw.append(Kerncijfer(gebied=gebied, jaar=self.jaar, sleutel=sleutel, waarde=waarde, bron=bron))
                elif oud is not None and waarde is None:
                    weg.append(oud.pk)
                elif oud is not None and oud.waarde != waarde:
                    oud.waarde = waarde or Decimal(0)
                    anders.append(oud)
        Kerncijfer.objects.bulk_create(nieuw)
        Kerncijfer.objects.bulk_update(anders, ["waarde"])
        Kerncijfer.objects.filter(pk__in=weg).delete()
        self.verslag.kerncijfers = len(nieuw) + len(anders) + len(weg)


def _versie(gebied: Gebied, grens: Grens, *, jaar: int, bron: str) -> GebiedVersie:
    lon, lat = grens.labelpunt()
    return GebiedVersie(
        gebied=gebied,
        jaar=jaar,
        naam=grens.naam,
        geometrie=grens.als_json(),
        label_lon=lon,
        label_lat=lat,
        bron=bron,
    )


def _inhoud(versie: GebiedVersie) -> tuple[object, ...]:
    return versie.naam, versie.geometrie, versie.label_lon, versie.label_lat, versie.bron
