"""The user: somebody who can log in, known by e-mail address."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

#: Where the address of an account that was closed ends: no mail ever arrives there (RFC 2606).
GESLOTEN = "verwijderd.invalid"


class GebruikerManager(BaseUserManager["Gebruiker"]):
    """Makes users; e-mail addresses are kept in lower case."""

    def get_by_natural_key(self, email: str | None) -> "Gebruiker":
        return self.get(email__iexact=email)

    def met_email(self, email: str) -> "Gebruiker | None":
        """The account of exactly this address, whatever its capitals.

        Not `iexact`, which compares upper cases: there `ı` is an `I`, and somebody else's mailbox would be this one.
        """
        return self.annotate(kleine_letters=Lower("email")).filter(kleine_letters=email.strip().lower()).first()

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "Gebruiker":
        """Make a user; without a password only an e-mail code lets them in."""
        if not email:
            raise ValueError("A user needs an e-mail address")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "Gebruiker":
        """Make a user with every Django permission, for first installation only."""
        return self.create_user(email, password, is_superuser=True, **fields)


class Gebruiker(AbstractBaseUser, PermissionsMixin):
    """A person with a login. What they may do follows from posts (`partners.Medewerker`), never from flags here."""

    email = models.EmailField(_("e-mailadres"), unique=True)
    naam = models.CharField(_("naam"), max_length=150, blank=True)
    is_active = models.BooleanField(_("actief"), default=True)
    date_joined = models.DateTimeField(_("account sinds"), default=timezone.now)

    objects: ClassVar[GebruikerManager] = GebruikerManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("gebruiker")
        verbose_name_plural = _("gebruikers")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="gebruiker_email_uniek_zonder_hoofdletters"),
        ]

    def __str__(self) -> str:
        if not self.naam and self.email.endswith(f"@{GESLOTEN}"):
            return str(_("Gesloten account"))
        return self.naam or self.email

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return self.naam.split(" ")[0] if self.naam else self.email

    @property
    def is_staff(self) -> bool:
        """Third-party code asks for this; our own admin asks the permission `kern.beheer`."""
        return self.has_perm("kern.beheer")
