"""The fixtures say what they promise: one user per role, with exactly the rights of that role."""

import pytest

from tests.rollen import ROLLEN

#: Permission without an object → the roles that have it.
RECHTEN = {
    "kern.beheer": {"beheerder"},
    "kern.log_zien": {
        "partnermedewerker",
        "coordinator",
        "coordinator_elders",
        "controller",
        "beheerder",
        "stuurgroeplid",
    },
    "partners.activiteit_maken": {
        "partnermedewerker",
        "coordinator",
        "coordinator_elders",
        "controller",
        "beheerder",
    },
    "budgetten.boeking_tegenboeken": {"controller"},
    "budgetten.uitgave_invoeren": {"coordinator", "coordinator_elders", "controller"},
    "budgetten.rapport_maken": {"coordinator", "coordinator_elders", "controller"},
}


@pytest.mark.parametrize("rol", [rol for rol in ROLLEN if rol != "bezoeker"])
@pytest.mark.parametrize("permission", RECHTEN)
def test_role_has_exactly_its_permissions(rol, permission, request, db):
    assert request.getfixturevalue(rol).has_perm(permission) is (rol in RECHTEN[permission])
