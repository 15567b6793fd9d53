"""The money bar: one line that shows how a sum is divided, with a table that says the same."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kern.componenten.opmaak import bedrag, euro

#: Width of the drawing in units; the browser stretches it.
BREEDTE = 1000
#: Keys with a colour of their own; other keys get colours in order.
VASTE_SLEUTELS = frozenset({"vrij", "toegezegd", "toegekend", "verplicht", "besteed", "ontvangen"})
AANTAL_KLEUREN = 8

Deel = tuple[str, str, Decimal]


def verdeel(waarden: Sequence[Decimal], totaal: int = BREEDTE) -> list[int]:
    """Split `totaal` over the values in proportion, in whole units that add up to it exactly (largest remainder).

    Negative values count as nothing. All nothing gives zeros.
    """
    positief = [max(waarde, Decimal(0)) for waarde in waarden]
    som = sum(positief, Decimal(0))
    if not som:
        return [0] * len(positief)
    exact = [waarde * totaal / som for waarde in positief]
    uitkomst = [int(waarde) for waarde in exact]
    rest = totaal - sum(uitkomst)
    volgorde = sorted(range(len(exact)), key=lambda i: (uitkomst[i] - exact[i], i))
    for i in volgorde[:rest]:
        uitkomst[i] += 1
    return uitkomst


def balk(delen: Iterable[Sequence], *, titel: str = "", totaal_label: str = "", compact: bool = False) -> SafeString:
    """A stacked bar of (key, label, amount) with its table. `compact` leaves the shares and the total out."""
    lijst: list[Deel] = [(deel[0], deel[1], Decimal(deel[2])) for deel in delen]
    breedtes = verdeel([waarde for _sleutel, _label, waarde in lijst])
    promillen = breedtes
    kleuren = _kleuren([sleutel for sleutel, _label, _waarde in lijst])
    naam = titel or _("Verdeling van het geld")
    zin = ", ".join(f"{label} {euro(waarde)}" for _sleutel, label, waarde in lijst)

    posities = [sum(breedtes[:i]) for i in range(len(breedtes))]
    rechthoeken = format_html_join(
        "",
        '<rect class="balk__deel balk__deel--{}" x="{}" y="0" width="{}" height="24"><title>{}</title></rect>',
        (
            (kleur, x, breedte, f"{label}: {euro(waarde)}")
            for (_sleutel, label, waarde), kleur, x, breedte in zip(lijst, kleuren, posities, breedtes, strict=True)
            if breedte
        ),
    )
    rijen = format_html_join(
        "",
        '<tr><th scope="row"><svg class="balk__blokje" viewBox="0 0 16 16" aria-hidden="true">'
        '<rect class="balk__deel balk__deel--{}" width="16" height="16" rx="3"/></svg>{}</th>'
        '<td class="getal">{}</td>{}</tr>',
        (
            (
                kleur,
                label,
                bedrag(waarde),
                "" if compact else format_html('<td class="getal balk__aandeel">{}</td>', _procent(promille)),
            )
            for (_sleutel, label, waarde), kleur, promille in zip(lijst, kleuren, promillen, strict=True)
        ),
    )
    voet = SafeString("")
    if not compact:
        voet = format_html(
            '<tfoot><tr><th scope="row">{}</th><td class="getal">{}</td><td></td></tr></tfoot>',
            totaal_label or _("Totaal"),
            bedrag(sum((waarde for _sleutel, _label, waarde in lijst), Decimal(0))),
        )
    kop = format_html(
        '<thead class="alleen-voorlezen"><tr><th scope="col">{}</th><th scope="col">{}</th>{}</tr></thead>',
        _("Onderdeel"),
        _("Bedrag"),
        "" if compact else format_html('<th scope="col">{}</th>', _("Aandeel")),
    )
    return format_html(
        '<figure class="balk{}">{}<svg class="balk__beeld" viewBox="0 0 1000 24" preserveAspectRatio="none" role="img"'
        ' aria-label="{}: {}">{}</svg><table class="balk__tabel"><caption class="alleen-voorlezen">{}</caption>{}'
        "<tbody>{}</tbody>{}</table></figure>",
        " balk--compact" if compact else "",
        format_html('<figcaption class="balk__titel">{}</figcaption>', titel) if titel else "",
        naam,
        zin,
        rechthoeken or SafeString('<rect class="balk__deel balk__deel--leeg" width="1000" height="24"/>'),
        naam,
        kop,
        rijen,
        voet,
    )


def _procent(promille: int) -> str:
    return f"{promille // 10},{promille % 10}%"


def _kleuren(sleutels: Sequence[str]) -> list[str]:
    vrij = iter(range(len(sleutels)))
    return [
        sleutel if sleutel in VASTE_SLEUTELS else str(next(vrij) % AANTAL_KLEUREN + 1) for sleutel in map(str, sleutels)
    ]
