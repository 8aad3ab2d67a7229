import pytest
from django.contrib.auth import authenticate

from tests import make
from wirportal.people.backend import MembershipBackend
from wirportal.people.models import User
from wirportal.rulebook.roles import Role

pytestmark = pytest.mark.django_db
PASSWORD = "ein langer geheimer Satz"


def test_email_in_any_case_and_the_password_sign_in():
    person = User.objects.create_user("Alex@Musterland.example", "Alex", PASSWORD)
    assert authenticate(email="alex@MUSTERLAND.example", password=PASSWORD) == person


@pytest.mark.parametrize("email", ["alex@musterland.example", "niemand@musterland.example"])
def test_a_wrong_password_and_an_unknown_address_look_alike(email: str):
    User.objects.create_user("alex@musterland.example", "Alex", PASSWORD)
    assert authenticate(email=email, password="falsch") is None


def test_an_inactive_person_is_signed_out_at_once():
    person = User.objects.create_user("alex@musterland.example", "Alex", PASSWORD)
    User.objects.update(is_active=False)
    assert authenticate(email=person.email, password=PASSWORD) is None
    assert MembershipBackend().get_user(person.pk) is None


def test_the_signed_in_user_comes_with_memberships_in_one_query(django_assert_num_queries):
    person = make.user("Alex Beispiel", Role.COORDINATOR)
    make.user("Alex Beispiel", Role.SIGNATORY)
    with django_assert_num_queries(1):
        user = MembershipBackend().get_user(person.pk)
        assert user is not None
        assert [m.organisation.name for m in user.held] == ["Landkreis Musterland"] * 2


def test_a_person_without_memberships_can_sign_in():
    person = make.user("Gast", role=None)
    assert MembershipBackend().get_user(person.pk) == person
