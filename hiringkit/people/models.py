"""Who signs in, and the keys of programs."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from uuid_utils.compat import uuid7

from hiringkit.people.addresses import find_address, fold_address
from hiringkit.people.scopes import SCOPES
from hiringkit.rows.names import Named
from hiringkit.rows.tracked import LiveManager, RemoteNamed, Tracked, remote_constraints


class PersonManager(LiveManager["Person"], BaseUserManager["Person"]):
    """Makes people; also what Django's `createsuperuser` calls."""

    def create_user(self, email: str, password: str | None = None, **values: object) -> "Person":
        """A person; without a password they can't sign in."""
        person = self.model(email=fold_address(email), **values)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **values: object) -> "Person":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **values)

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email=find_address(username or ""))


class Person(AbstractBaseUser, PermissionsMixin, Named, RemoteNamed, Tracked):
    """Whoever signs in or is named. E-mail addresses are stored in lower case."""

    stamped_by = ("groups",)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField()
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False, help_text="May enter the admin.")
    time_zone = models.CharField(
        max_length=64, null=True, blank=True, help_text="In which their pages show times, such as Europe/Oslo."
    )
    unlisted = models.BooleanField(
        default=False,
        db_default=False,
        editable=False,
        help_text="Made by a program's call that speaks of them, and named by nobody openly since: see HiddenFrom.",
    )
    just_made = False  # no column: whether the call that gave this object has made the person

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        ordering = ["name_key", "id"]
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint(fields=["email"], name="person_email_once"),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="person_email_lower_case"),
            models.CheckConstraint(condition=~Q(name=""), name="person_name_not_empty"),
            models.CheckConstraint(
                condition=Q(time_zone__isnull=True) | ~Q(time_zone=""), name="person_time_zone_not_empty"
            ),
            *remote_constraints("person"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class SignInLink(models.Model):
    """A one-time link that signs a person in; only the digest of its token is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sign_in_links")
    digest = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["person", "made_at"], name="sign_in_link_of_person")]

    def __str__(self) -> str:
        return f"A link for {self.person}"


class HiddenFrom(models.Model):
    """A person of whom a viewer may not know yet, because they came with something that is hidden from the viewer.

    A view of the database that is empty here; whoever makes `unlisted` people says from whom they are hidden.
    """

    pk = models.CompositePrimaryKey("viewer_id", "person_id")
    viewer = models.ForeignKey(Person, on_delete=models.DO_NOTHING, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.DO_NOTHING, related_name="+")

    class Meta:
        managed = False
        db_table = "people_hidden_from"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.person} is hidden from {self.viewer}"


class ApiKey(models.Model):
    """A key of an integration, or of one person: then it can do what the person can, within its scopes.

    The key's text is `hk_<lookup>_<secret>`; only the keyed digest of the secret is stored.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=120)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="api_keys")
    lookup = models.CharField(max_length=16, unique=True, editable=False)
    digest = models.BinaryField(max_length=32, editable=False)
    pepper_version = models.PositiveIntegerField(editable=False)
    scopes = ArrayField(models.CharField(max_length=20), help_text="all, or area:read and area:write.")
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="To the minute.")
    created_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = "API key"
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="api_key_name_not_empty"),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=sorted(SCOPES), scopes__len__gte=1), name="api_key_scopes_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} (hk_{self.lookup}…)"
