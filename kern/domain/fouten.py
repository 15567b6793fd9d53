"""Refusals: what a domain function raises when a rule says no. The message is a Dutch sentence for the person."""


class Weigering(Exception):  # noqa: N818 - a domain term, not an error of the program
    """A rule refuses the act. `veld` names the form field it belongs to, if any."""

    def __init__(self, bericht: str, *, veld: str | None = None) -> None:
        super().__init__(bericht)
        self.bericht = str(bericht)
        self.veld = veld


class GeenToestemming(Weigering):
    """This person may not do this; views answer 403."""
