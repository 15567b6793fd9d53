"""Who may do what with initiatives. Models are reached through the instance: rules import none."""

from __future__ import annotations

from typing import Any

import rules

from bewoners.enums import NIET_OPENBAAR, OPENBARE_BIJLAGEN, Belang, Bezwaarstatus, Bijlagesoort, Initiatiefstatus
from partners.rules import coordineert, is_beheerder, is_controller, is_coordinator, is_medewerker, is_stuurgroeplid

S = Initiatiefstatus


def is_openbaar(initiatief: Any) -> bool:
    """Whether anybody may see it. The queryset says the same."""
    return initiatief.gepubliceerd_op is not None and initiatief.status not in NIET_OPENBAAR


@rules.predicate
def is_indiener(user: Any, initiatief: Any = None) -> bool:
    """Its applicant; without an initiative: anybody who is logged in may have one."""
    if initiatief is None:
        return bool(user.is_authenticated)
    return initiatief.indiener_id is not None and initiatief.indiener_id == user.pk


@rules.predicate
def behandelt(user: Any, initiatief: Any = None) -> bool:
    """A coordinator of its area; without an initiative: any coordinator."""
    if initiatief is None:
        return is_coordinator(user)
    return initiatief.gebied_id is not None and is_coordinator(user) and coordineert(user, initiatief.gebied)


@rules.predicate
def is_ingediend(user: Any, initiatief: Any = None) -> bool:
    return initiatief is None or initiatief.status != S.CONCEPT


@rules.predicate
def is_indiener_of_papier(user: Any, initiatief: Any = None) -> bool:
    """Its applicant, or the coordinator of the area for who applied on paper."""
    return is_indiener(user, initiatief) or (
        initiatief is not None and initiatief.papier and behandelt(user, initiatief)
    )


@rules.predicate
def beoordeelt(user: Any, initiatief: Any = None) -> bool:
    """Assigned as an assessor, and not withdrawn from it."""
    if initiatief is None:
        return is_medewerker(user)
    return bool(
        user.is_authenticated
        and is_medewerker(user)
        and initiatief.beoordelingen.filter(beoordelaar=user.pk, vervallen_op=None).exists()
    )


@rules.predicate
def is_onpartijdig(user: Any, initiatief: Any) -> bool:
    """Declared to have no interest. The domain asks more: see `belangen.is_vrij`."""
    return bool(initiatief.belangenverklaringen.filter(gebruiker=user.pk, belang=Belang.GEEN).exists())


@rules.predicate
def mag_zien(user: Any, initiatief: Any = None) -> bool:
    """Public ones: everybody. Others: the applicant and who may open the file."""
    if initiatief is None or is_openbaar(initiatief):
        return True
    return is_indiener(user, initiatief) or mag_dossier(user, initiatief)


@rules.predicate
def mag_dossier(user: Any, initiatief: Any = None) -> bool:
    """Coordinators of the area, controllers, the steering group. Assessors have a page of their own."""
    if initiatief is None:
        return is_coordinator(user) or is_controller(user) or is_stuurgroeplid(user)
    if initiatief.status == S.CONCEPT:
        return bool(initiatief.papier and behandelt(user, initiatief))
    return behandelt(user, initiatief) or is_controller(user) or is_stuurgroeplid(user)


@rules.predicate
def mag_persoonsgegevens(user: Any, initiatief: Any = None) -> bool:
    """Contact details: who handles the file and who pays."""
    return behandelt(user, initiatief) or is_controller(user)


@rules.predicate
def mag_beslissen(user: Any, initiatief: Any = None) -> bool:
    """Coordinators of the area and controllers; the mandate and interests are asked by the domain."""
    return behandelt(user, initiatief) or is_controller(user)


@rules.predicate
def is_eigen_concept(user: Any, initiatief: Any = None) -> bool:
    return initiatief is None or (is_indiener(user, initiatief) and initiatief.status == S.CONCEPT)


@rules.predicate
def behandelt_bezwaar(user: Any, bezwaar: Any = None) -> bool:
    """Controllers and coordinators, never who took the decision (Awb 7:5), assessed the plan or made it."""
    if not (is_controller(user) or is_coordinator(user)):
        return False
    if bezwaar is None:
        return True
    initiatief = bezwaar.initiatief
    return bezwaar.besluitnemer_id != user.pk and not (is_indiener(user, initiatief) or beoordeelt(user, initiatief))


@rules.predicate
def is_bezwaarmaker(user: Any, bezwaar: Any = None) -> bool:
    return (
        bezwaar is not None
        and is_indiener(user, bezwaar.initiatief)
        and bezwaar.status in {Bezwaarstatus.INGEDIEND, Bezwaarstatus.IN_BEHANDELING}
    )


@rules.predicate
def behandelt_uitdaging(user: Any, uitdaging: Any = None) -> bool:
    """Coordinators of its area, once it was submitted; nobody answers their own."""
    if uitdaging is None:
        return is_coordinator(user)
    return (
        uitdaging.status != "concept"
        and uitdaging.indiener_id != user.pk
        and is_coordinator(user)
        and coordineert(user, uitdaging.gebied)
    )


@rules.predicate
def mag_uitdaging_zien(user: Any, uitdaging: Any = None) -> bool:
    if uitdaging is None or (uitdaging.openbaar and uitdaging.status != "concept"):
        return True
    return (
        uitdaging.indiener_id == user.pk
        or behandelt_uitdaging(user, uitdaging)
        or (uitdaging.status != "concept" and (is_controller(user) or is_stuurgroeplid(user)))
    )


@rules.predicate
def is_uitdager(user: Any, uitdaging: Any = None) -> bool:
    if uitdaging is None:
        return bool(user.is_authenticated)
    return uitdaging.indiener_id == user.pk


def is_openbare_bijlage(bijlage: Any) -> bool:
    """A photo its owner showed, of an initiative anybody may see; never a receipt or a message's file."""
    return bijlage.openbaar and bijlage.soort in OPENBARE_BIJLAGEN and is_openbaar(bijlage.initiatief)


@rules.predicate
def mag_bijlage_zien(user: Any, bijlage: Any = None) -> bool:
    """A message's file: both sides of the talk. Other files also who may open the file or assesses the plan, the
    last only after declaring to have no interest (Awb 2:4)."""
    if bijlage is None:
        return bool(user.is_authenticated)
    initiatief = bijlage.initiatief
    if is_openbare_bijlage(bijlage) or is_indiener(user, initiatief):
        return True
    if bijlage.soort == Bijlagesoort.GESPREK:
        return is_ingediend(user, initiatief) and behandelt(user, initiatief)
    # a document of a paper application is the paper itself, with an address and an account number on it
    scan = bijlage.soort == Bijlagesoort.DOCUMENT and initiatief.papier
    beoordelaar = beoordeelt(user, initiatief)
    if (scan and not mag_persoonsgegevens(user, initiatief)) or (beoordelaar and not is_onpartijdig(user, initiatief)):
        return False
    return mag_dossier(user, initiatief) or (
        beoordelaar and bijlage.soort in {Bijlagesoort.FOTO, Bijlagesoort.DOCUMENT}
    )


rules.add_perm("bewoners.bijlage_zien", mag_bijlage_zien)
rules.add_perm("bewoners.initiatief_zien", mag_zien)
rules.add_perm("bewoners.eigen", is_indiener)
rules.add_perm("bewoners.eigen_concept", is_eigen_concept)
rules.add_perm("bewoners.reageren", is_indiener)  # asked without an object: anybody who is logged in
rules.add_perm("bewoners.papier_invoeren", is_coordinator)
rules.add_perm("bewoners.dossier_zien", mag_dossier)
rules.add_perm("bewoners.persoonsgegevens_zien", mag_persoonsgegevens)
rules.add_perm("bewoners.behandelen", behandelt & is_ingediend)
rules.add_perm("bewoners.beoordelen", beoordeelt)
rules.add_perm("bewoners.beslissen", mag_beslissen & is_ingediend)
rules.add_perm("bewoners.gesprek", (is_indiener | behandelt) & is_ingediend)
rules.add_perm("bewoners.belangen", is_medewerker)
rules.add_perm("bewoners.exporteren", mag_dossier)
rules.add_perm("bewoners.bezwaar_behandelen", behandelt_bezwaar)
rules.add_perm("bewoners.bezwaar_eigen", is_bezwaarmaker)
rules.add_perm("bewoners.uitdaging_zien", mag_uitdaging_zien)
rules.add_perm("bewoners.uitdaging_eigen", is_uitdager)
rules.add_perm("bewoners.uitdaging_behandelen", behandelt_uitdaging)
rules.add_perm("bewoners.bewaren", is_beheerder)
rules.add_perm("bewoners.verantwoorden", is_indiener_of_papier & is_ingediend)
rules.add_perm("bewoners.rekening_doorgeven", is_indiener_of_papier & is_ingediend)
rules.add_perm("bewoners.terugbetaling_boeken", is_controller & is_ingediend)
rules.add_perm("bewoners.aanvullen", is_indiener_of_papier & is_ingediend)
rules.add_perm("bewoners.intrekken", is_indiener_of_papier & is_ingediend)
