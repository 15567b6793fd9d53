"""The money bar: one line that shows how a sum is divided, with a table that says the same."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kern.componenten.html import format_html, veilig
from kern.componenten.onthoud import onthoud
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


@onthoud
def balk(delen: Iterable[Sequence], *, titel: str = "", totaal_label: str = "", compact: bool = False) -> SafeString:
    """A stacked bar of (key, label, amount) with its table. `compact` leaves the shares and the total out."""
    lijst: list[Deel] = [(deel[0], deel[1], Decimal(deel[2])) for deel in delen]
    breedtes = verdeel([waarde for _sleutel, _label, waarde in lijst])
    naam = veilig(titel or _("Verdeling van het geld"))
    zinnen: list[str] = []
    rechthoeken: list[str] = []
    rijen: list[str] = []
    x = 0
    for kleur, (_sleutel, tekst, waarde), breedte in zip(_kleuren(lijst), lijst, breedtes, strict=True):
        label = veilig(tekst)  # once: everything else in these pieces is ours
        geld = euro(waarde)
        zinnen.append(f"{label} {geld}")
        if breedte:
            rechthoeken.append(
                f'<rect class="balk__deel balk__deel--{kleur}" x="{x}" y="0" width="{breedte}" height="24">'
                f"<title>{label}: {geld}</title></rect>"
            )
            x += breedte
        aandeel = "" if compact else f'<td class="getal balk__aandeel">{_procent(breedte)}</td>'
        rijen.append(
            '<tr><th scope="row"><svg class="balk__blokje" viewBox="0 0 16 16" aria-hidden="true">'
            f'<rect class="balk__deel balk__deel--{kleur}" width="16" height="16" rx="3"/></svg>{label}</th>'
            f'<td class="getal">{bedrag(waarde)}</td>{aandeel}</tr>'
        )
    beeld = "".join(rechthoeken) or '<rect class="balk__deel balk__deel--leeg" width="1000" height="24"/>'
    bijschrift = f'<figcaption class="balk__titel">{naam}</figcaption>' if titel else ""
    voet = "" if compact else _voet(totaal_label or _("Totaal"), lijst)
    return SafeString(
        f'<figure class="{"balk balk--compact" if compact else "balk"}">{bijschrift}'
        '<svg class="balk__beeld" viewBox="0 0 1000 24" preserveAspectRatio="none" role="img"'
        f' aria-label="{naam}: {", ".join(zinnen)}">{beeld}</svg>'
        f'<table class="balk__tabel"><caption class="alleen-voorlezen">{naam}</caption>{_kop(compact, get_language())}'
        f"<tbody>{''.join(rijen)}</tbody>{voet}</table></figure>"
    )


def _voet(label: str, lijst: Sequence[Deel]) -> SafeString:
    return format_html(
        '<tfoot><tr><th scope="row">{}</th><td class="getal">{}</td><td></td></tr></tfoot>',
        label,
        bedrag(sum((waarde for _sleutel, _label, waarde in lijst), Decimal(0))),
    )


@cache
def _kop(compact: bool, _taal: str | None) -> SafeString:
    """The head of the table, remembered per language: a page has a bar for each payer."""
    return format_html(
        '<thead class="alleen-voorlezen"><tr><th scope="col">{}</th><th scope="col">{}</th>{}</tr></thead>',
        _("Onderdeel"),
        _("Bedrag"),
        "" if compact else format_html('<th scope="col">{}</th>', _("Aandeel")),
    )


def _procent(promille: int) -> str:
    return f"{promille // 10},{promille % 10}%"


def _kleuren(lijst: Sequence[Deel]) -> Iterator[str]:
    """The name of the colour of each part: one of ours, or a number."""
    vrij = 0
    for sleutel, _label, _waarde in lijst:
        if str(sleutel) in VASTE_SLEUTELS:
            yield str(sleutel)
        else:
            yield str(vrij % AANTAL_KLEUREN + 1)
            vrij += 1
