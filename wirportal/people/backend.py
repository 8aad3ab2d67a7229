from allauth.account.auth_backends import AuthenticationBackend

from wirportal.people.models import Membership, User


class MembershipBackend(AuthenticationBackend):
    """allauth's sign-in; the signed-in user comes with memberships in one query."""

    def get_user(self, user_id: int) -> User | None:
        held = tuple(
            Membership.objects.in_force()
            .filter(user_id=user_id)
            .with_names()
            .select_related("user")
            .order_by("pk")
        )
        user = held[0].user if held else User.objects.filter(pk=user_id).first()
        if user is None or not user.is_active:
            return None
        user.held = held
        return user
