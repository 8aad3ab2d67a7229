"""Who was asked to join whom."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import get_random_string

from wirportal.people.models.organisations import Organisation
from wirportal.people.models.persons import User
from wirportal.rulebook.roles import ROLE_LABELS, Role
from wirportal.rulebook.states import INVITATION_LABELS, InvitationState
from wirportal.sentence import Sentence

VALID_FOR = timedelta(days=14)


def new_nonce() -> str:
    return get_random_string(32)


class Invitation(models.Model):
    """A role offered to an e-mail address. Its link is made of the nonce and our secret key."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="invitations"
    )
    role = models.CharField(
        max_length=20, choices=[(role.value, ROLE_LABELS[role]) for role in Role]
    )
    email = models.EmailField()
    nonce = models.CharField(max_length=32, default=new_nonce)
    """Renewed with each link: the one before does not count any more."""
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-invited_at",)
        constraints = (
            models.CheckConstraint(condition=Q(email=Lower("email")), name="invitation_lower"),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, withdrawn_at=None),
                name="invitation_accepted_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.organisation}"

    @property
    def state(self) -> InvitationState:
        if self.accepted_at:
            return InvitationState.ACCEPTED
        if self.withdrawn_at:
            return InvitationState.WITHDRAWN
        return InvitationState.OPEN if timezone.now() < self.expires_at else InvitationState.EXPIRED

    @property
    def state_label(self) -> Sentence:
        return Sentence(INVITATION_LABELS[self.state])
