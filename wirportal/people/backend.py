from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from wirportal.people.models import Membership, User


class MembershipBackend(BaseBackend):
    """Sign-in with e-mail and password; the signed-in user comes with memberships in one query."""

    def authenticate(
        self, request: HttpRequest | None, username: str = "", password: str = "", **_: Any
    ) -> User | None:
        user = User.objects.filter(email=username.strip().lower()).first()
        if user is None:
            User().set_password(password)  # the same time as for an account that exists
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        held = tuple(
            Membership.objects.in_force()
            .filter(user_id=user_id)
            .select_related("user", "organisation")
            .order_by("pk")
        )
        user = held[0].user if held else User.objects.filter(pk=user_id).first()
        if user is None or not user.is_active:
            return None
        user.held = held
        return user
