"""Who may do what with money."""

from __future__ import annotations

from typing import Any

import rules

from budgetten.enums import Uitgavestatus
from partners.rules import coordineert, is_controller, is_coordinator, is_medewerker


@rules.predicate
def mag_op_regel(user: Any, regel: Any = None) -> bool:
    """Controllers everywhere; coordinators on lines of their own areas."""
    if is_controller(user):
        return True
    return is_coordinator(user) if regel is None else coordineert(user, regel.gebied)


@rules.predicate
def mag_uitgave(user: Any, uitgave: Any = None) -> bool:
    """The same, asked of an expense."""
    return mag_op_regel(user, uitgave.regel if uitgave is not None else None)


@rules.predicate
def is_eigen_uitgave(user: Any, uitgave: Any = None) -> bool:
    return uitgave is not None and uitgave.ingevoerd_door_id == user.pk


@rules.predicate
def is_concept_uitgave(user: Any, uitgave: Any = None) -> bool:
    return uitgave is None or uitgave.status == Uitgavestatus.CONCEPT


@rules.predicate
def wacht_op_goedkeuring(user: Any, uitgave: Any = None) -> bool:
    return uitgave is None or uitgave.status == Uitgavestatus.INGEDIEND


@rules.predicate
def betaalt_niet_eigen_werk(user: Any, uitgave: Any = None) -> bool:
    """Who marks as paid neither entered nor approved it."""
    return uitgave is None or user.pk not in {uitgave.ingevoerd_door_id, uitgave.beoordeeld_door_id}


@rules.predicate
def besloot_over_uitgave(user: Any, uitgave: Any = None) -> bool:
    """Decided on the commitment this expense draws on, when it was entered into or later."""
    if uitgave is None or uitgave.verplichting_id is None:
        return False
    bron = uitgave.verplichting.oorsprong or uitgave.verplichting
    return uitgave.besluit_door_id == user.pk or bron.beslissers.filter(gebruiker=user).exists()


@rules.predicate
def mag_op_verplichting(user: Any, verplichting: Any = None) -> bool:
    """As on the line of the commitment."""
    return mag_op_regel(user, verplichting.regel if verplichting is not None else None)


rules.add_perm("budgetten.begroting_zien", is_medewerker)
rules.add_perm("budgetten.boeking_zien", is_medewerker)
rules.add_perm("budgetten.boeking_tegenboeken", is_controller)
rules.add_perm("budgetten.begroting_toedelen", is_controller)
rules.add_perm("budgetten.wijziging_indienen", mag_op_regel)
rules.add_perm("budgetten.wijziging_vaststellen", is_controller)
rules.add_perm("budgetten.bijdrage_toezeggen", is_controller)
rules.add_perm("budgetten.periode_sluiten", is_controller)
rules.add_perm("budgetten.uitgave_zien", is_medewerker)
rules.add_perm("budgetten.uitgave_invoeren", mag_uitgave)
rules.add_perm("budgetten.uitgave_op_regel", mag_op_regel)  # asked of a budget line
rules.add_perm("budgetten.uitgave_wijzigen", is_eigen_uitgave & is_concept_uitgave)
rules.add_perm(
    "budgetten.uitgave_beoordelen", mag_uitgave & wacht_op_goedkeuring & ~is_eigen_uitgave & ~besloot_over_uitgave
)
rules.add_perm("budgetten.uitgave_betalen", is_controller & betaalt_niet_eigen_werk & ~besloot_over_uitgave)
rules.add_perm("budgetten.verplichting_zien", is_medewerker)
rules.add_perm("budgetten.betaling_aanvragen", mag_op_verplichting)
rules.add_perm("budgetten.verplichting_vrijgeven", is_controller)
rules.add_perm("budgetten.verplichting_overzetten", is_controller)
rules.add_perm("budgetten.terugontvangst_boeken", is_controller)
rules.add_perm("budgetten.rapport_zien", is_medewerker)
rules.add_perm("budgetten.rapport_maken", is_controller | is_coordinator)
rules.add_perm("budgetten.exporteren", is_medewerker)
