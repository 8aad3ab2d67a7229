"""What lies in the outbox is mailed once, to whom it still concerns, as each wishes."""

import socket
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from tests import make
from wirportal.concepts.assignments import cancel
from wirportal.concepts.models import Concept
from wirportal.concepts.telling import notices_of, seen
from wirportal.notices.actions import About, mark_read, next_morning, prefer, tell
from wirportal.notices.kinds import KINDS, Kind
from wirportal.notices.mails import TRY_AGAIN_AFTER, send_due
from wirportal.notices.models import Mails, Notice
from wirportal.people.models import Membership, User
from wirportal.rulebook.roles import Role

pytestmark = pytest.mark.django_db
Outbox = list[EmailMessage]
FACTS = {"question": "5.2", "place": "Landkreis Musterland 2027", "day": "31.12.2098"}


def send(later: timedelta = timedelta(0)) -> None:
    send_due(now=timezone.now() + later, seen=seen)


@pytest.fixture
def kim() -> User:
    return make.user("Kim Muster", Role.CONTRIBUTOR)


@pytest.fixture
def concept() -> Concept:
    return make.concept(make.user())


def note(person: User, kind: Kind = Kind.CANCELLED, once: str = "1", **facts: Any) -> Notice:
    """The person is told something that hangs on no concept."""
    about = About(None, "/konzepte/", once, FACTS | facts)
    tell(kind=kind, people=[person], about=about)
    return person.notices.get(kind=kind, once=once)


def test_a_mail_says_what_is_new_and_where(kim: User, concept: Concept, mailoutbox: Outbox) -> None:
    make.asked(concept, kim, note="Ganz geheim")
    send()
    send()
    (mail,) = mailoutbox
    assert mail.to == [kim.email]
    assert mail.subject == "WIR-Portal: Sie sind um Mitzeichnung gebeten"
    assert "Alex Beispiel bittet Sie um Mitzeichnung bis 31.12.2098: Frage 5.2" in mail.body
    assert f"http://127.0.0.1:8000/mitteilungen/{kim.notices.get().pk}/" in mail.body
    assert "geheim" not in mail.body
    assert mail.extra_headers["Auto-Submitted"] == "auto-generated"
    notice = Notice.objects.get()
    assert notice.mailed_at and notice.mail_at is None and notice.tries == 1


@pytest.mark.parametrize("kind", Kind)
def test_no_subject_names_anybody_or_anything(kind: Kind) -> None:
    assert "{" not in KINDS[kind].subject


def test_what_has_come_together_is_one_mail(kim: User, mailoutbox: Outbox) -> None:
    note(kim, Kind.CANCELLED)
    note(kim, Kind.DUE_SOON)
    note(make.user(), Kind.DUE_SOON)
    send()
    assert sorted(mail.subject for mail in mailoutbox) == [
        "WIR-Portal: 2 neue Mitteilungen",
        "WIR-Portal: Erinnerung: Mitzeichnung",
    ]


def test_what_was_read_is_not_mailed(kim: User, mailoutbox: Outbox) -> None:
    note(kim)
    assert mark_read(notices=notices_of(kim)) == 1
    assert mark_read(notices=notices_of(kim)) == 0
    send()
    assert not mailoutbox


def test_the_mail_speaks_the_person_s_language(kim: User, mailoutbox: Outbox) -> None:
    prefer(by=kim, mails=Mails.AT_ONCE, language="en")
    note(kim)
    send()
    assert kim.name in mailoutbox[0].body
    assert "Guten Tag" not in mailoutbox[0].body


# --- who still may hear of it ---------------------------------------------------------------------


@pytest.mark.parametrize("lost", ["role", "account", "state"])
def test_who_sees_it_no_more_gets_no_mail(
    lost: str, kim: User, concept: Concept, mailoutbox: Outbox
) -> None:
    make.asked(concept, kim)
    if lost == "role":
        Membership.objects.filter(user=kim).delete()
    elif lost == "account":
        User.objects.filter(pk=kim.pk).update(is_active=False)
    else:
        Concept.objects.update(state="submitted")
    send()
    assert not mailoutbox
    assert not Notice.objects.due(timezone.now() + timedelta(days=9)).exists()


def test_who_lost_one_question_is_told_of_that(
    kim: User, concept: Concept, mailoutbox: Outbox
) -> None:
    cancel(assignment_id=make.asked(concept, kim).pk, by=concept.created_by)
    send()
    assert "zurückgezogen" in mailoutbox[0].body


# --- when -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mails", "kind", "now", "tomorrow"),
    [
        (Mails.AT_ONCE, Kind.ANSWERED, 1, 1),
        (Mails.DAILY, Kind.CANCELLED, 0, 1),
        (Mails.BINDING, Kind.CANCELLED, 1, 1),
        (Mails.BINDING, Kind.ANSWERED, 0, 0),
    ],
)
def test_mails_come_as_wished(
    mails: Mails, kind: Kind, now: int, tomorrow: int, kim: User, mailoutbox: Outbox
) -> None:
    prefer(by=kim, mails=mails, language="de")
    note(kim, kind)
    send()
    assert len(mailoutbox) == now
    send(later=timedelta(days=1, hours=1))
    assert len(mailoutbox) == tomorrow


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-10-24T06:59+02:00", "2026-10-24T07:00+02:00"),
        ("2026-10-24T07:00+02:00", "2026-10-25T07:00+01:00"),  # the clocks go back
        ("2027-03-27T23:30+01:00", "2027-03-28T07:00+02:00"),  # and forth
        ("2026-12-31T23:59+01:00", "2027-01-01T07:00+01:00"),
    ],
)
def test_the_day_s_mail_comes_at_seven(now: str, expected: str) -> None:
    instant = datetime.fromisoformat(now).astimezone(UTC)
    assert next_morning(instant) == datetime.fromisoformat(expected)


# --- when the mail server is away -----------------------------------------------------------------


def nobody_listens() -> Any:
    """A mail server that does not answer."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    backend = "django.core.mail.backends.smtp.EmailBackend"
    return override_settings(EMAIL_BACKEND=backend, EMAIL_HOST="127.0.0.1", EMAIL_PORT=port)


def test_a_mail_is_tried_again_later(kim: User, mailoutbox: Outbox) -> None:
    note(kim)
    with nobody_listens():
        send()
    send()
    assert not mailoutbox  # it is not yet time
    send(later=TRY_AGAIN_AFTER[0])
    assert len(mailoutbox) == 1


def test_it_is_given_up_in_the_end(kim: User, mailoutbox: Outbox) -> None:
    notice = note(kim)
    with nobody_listens():
        for hours in range(72):
            send(later=timedelta(hours=hours))
    notice.refresh_from_db()
    assert (notice.tries, notice.mail_at) == (1 + len(TRY_AGAIN_AFTER), None)
    assert notice.mailed_at is None and notice.read_at is None


def test_one_failure_ends_the_round_but_nobody_is_forgotten(mailoutbox: Outbox) -> None:
    people = [make.user(f"Person {number}") for number in range(3)]
    for person in people:
        note(person)
    with nobody_listens():
        send()
    assert sorted(Notice.objects.values_list("tries", flat=True)) == [0, 0, 1]
    send(later=TRY_AGAIN_AFTER[0])
    assert sorted(mail.to[0] for mail in mailoutbox) == sorted(person.email for person in people)


def test_a_failure_tells_nobody_s_address(kim: User, caplog: pytest.LogCaptureFixture) -> None:
    note(kim)
    with nobody_listens():
        send()
    assert "ConnectionRefusedError" in caplog.text
    assert kim.email not in caplog.text and kim.name not in caplog.text


def test_the_same_notices_have_the_same_message_id(kim: User, mailoutbox: Outbox) -> None:
    """A worker that was killed before it could note the mail sends it twice."""
    note(kim)
    send()
    Notice.objects.update(mailed_at=None, mail_at=timezone.now())
    send()
    first, second = (mail.extra_headers["Message-ID"] for mail in mailoutbox)
    assert first == second


@pytest.mark.django_db(transaction=True)
def test_several_workers_send_each_mail_once(mailoutbox: Outbox) -> None:
    people = [make.user(f"Person {number}") for number in range(8)]
    for person in people:
        note(person)

    def work(_: int) -> None:
        try:
            send()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert sorted(mail.to[0] for mail in mailoutbox) == sorted(person.email for person in people)


@pytest.mark.django_db(transaction=True)
def test_told_by_several_workers_at_once_it_is_told_once(kim: User) -> None:
    def work(_: int) -> None:
        try:
            note(kim)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert kim.notices.count() == 1


def test_a_notice_about_no_concept_asks_for_none(kim: User, mailoutbox: Outbox) -> None:
    def none(person: User, concepts: object) -> set[UUID]:
        raise AssertionError

    note(kim)
    send_due(now=timezone.now(), seen=none)
    assert len(mailoutbox) == 1
