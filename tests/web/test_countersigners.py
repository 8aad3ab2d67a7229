"""Who can countersign: said on the desk while there is time to see to it."""

from datetime import date

import pytest
from django.urls import reverse

from tests import make
from tests.review.deciding import approver, proposed
from wirportal.people.models import Membership, User
from wirportal.review.models import CaseFile
from wirportal.rulebook.roles import Role

pytestmark = pytest.mark.django_db


def desk_of(user: User, file: CaseFile) -> str:
    answer = make.client(user).get(reverse("proposal-desk", args=[file.concept_id]))
    assert answer.status_code == 200
    return answer.content.decode()


NOBODY = "Niemand kann mitzeichnen"


def test_it_is_said_before_whether_anybody_can_countersign() -> None:
    file, robin = make.in_review(make.user()), make.officer()
    assert NOBODY in desk_of(robin, file)
    make.user(robin.name, Role.APPROVER, make.office())  # alone they are two eyes only
    assert NOBODY in desk_of(robin, file)
    former = approver("Kim Früher")
    Membership.objects.filter(user=former).update(valid_to=date(2020, 1, 1))
    assert NOBODY in desk_of(robin, file)
    sascha = approver()
    assert f"Mitzeichnen kann: {sascha.name}" in desk_of(robin, file)
    make.user(sascha.name, Role.OFFICER, make.office())
    proposed(file, by=sascha)
    assert NOBODY in desk_of(robin, file)  # who has written does not countersign
    toni = approver("Toni Zweit")
    assert f"Mitzeichnen kann: {toni.name}" in desk_of(robin, file)
    assert "Mitzeichnen kann" not in desk_of(toni, file)  # nothing that they could do about it
