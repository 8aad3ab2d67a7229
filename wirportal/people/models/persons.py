"""Who has an account, and what they are in which organisation."""

from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from wirportal.people.models.organisations import Organisation
from wirportal.rulebook.facts import Actor
from wirportal.rulebook.roles import ROLE_LABELS, Role


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, name: str, password: str | None = None) -> "User":
        """A user; without a password only other ways of signing in work."""
        user = self.model(email=email.strip().lower(), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person with an account. What they may do hangs on their memberships alone."""

    email = models.EmailField("E-Mail-Adresse", unique=True)
    name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_lower"),
        )

    def __str__(self) -> str:
        return self.name

    @cached_property
    def held(self) -> tuple["Membership", ...]:
        """The memberships with their organisations; one query, none for the signed-in user."""
        return tuple(self.memberships.in_force().select_related("organisation").order_by("pk"))

    @property
    def everywhere(self) -> Actor:
        """The user with every role held, wherever: for what belongs to no organisation."""
        return Actor(self.pk, frozenset(Role(membership.role) for membership in self.held))


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self) -> "MembershipQuerySet":
        """Those that count today: the others have ended or not yet begun."""
        today = timezone.localdate()
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=today), Q(valid_to=None) | Q(valid_to__gte=today)
        )


class Membership(models.Model):
    """A role in an organisation, for good or from one day to another (both included)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(
        max_length=20, choices=[(role.value, ROLE_LABELS[role]) for role in Role]
    )
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("user", "organisation", "role"),
                name="membership_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="membership_ends_after_start",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.organisation}"
