"""Pages of people and roles over HTTP: wrong forms, forged ids, links that do not count."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from tests import make
from wirportal.concepts.models import Assignment, Concept
from wirportal.ledger.models import Event
from wirportal.people.invitations import link_to, withdraw
from wirportal.people.memberships import give_role, take_role
from wirportal.people.models import Invitation, Membership, Organisation, User
from wirportal.rulebook.roles import Role

pytestmark = pytest.mark.django_db
ELI = "eli.gast@verein.example"
SENTENCE = "ein langer geheimer Satz"
ACCOUNT = {"name": "Eli Gast", "password1": SENTENCE, "password2": SENTENCE}
HERE = "http://testserver"


@pytest.fixture(autouse=True)
def nobody_invited_yet() -> None:
    cache.clear()


@pytest.fixture
def ada() -> User:
    return make.user("Ada Amt", Role.ADMINISTRATOR, make.office())


@pytest.fixture
def body() -> Organisation:
    return make.body()


def at(name: str, **arguments: Any) -> str:
    return reverse(name, kwargs=arguments)


def texts(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


# --- giving and taking ----------------------------------------------------------------------------


def give(ada: User, body: Organisation, **changed: Any) -> Any:
    make.user("Kim Muster", None)
    given = {"email": "kim.muster@musterland.example", "role": "leadership"} | changed
    return make.client(ada).post(at("give-role", organisation=body.pk), given)


def test_a_role_is_given_to_who_has_an_account(ada: User, body: Organisation) -> None:
    assert give(ada, body).status_code == 302
    assert Membership.objects.get(user__name="Kim Muster").role == "leadership"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"email": "niemand@stadt.example"}, "Zu dieser Adresse gibt es noch kein Konto."),
        ({"email": "kim"}, "Bitte geben Sie eine vollständige E-Mail-Adresse ein."),
        ({"role": ""}, "Bitte wählen Sie eine Aufgabe aus."),
        ({"role": "officer"}, "Bitte wählen Sie eine Aufgabe aus."),
        ({"deputy_for": "stranger"}, "Bitte wählen Sie eine Person aus."),
        ({"deputy_for": "robin"}, "Eine Vertretung braucht Beginn und Ende."),
        ({"valid_from": "31.02.2098"}, "Bitte schreiben Sie ein Datum"),
        ({"valid_to": "01.01.2020"}, "Das Ende liegt vor dem Beginn oder vor heute."),
        ({"valid_from": "02.01.2098", "valid_to": "01.01.2098"}, "Das Ende liegt vor dem Beginn"),
    ],
)
def test_a_wrong_role_says_what_to_do(
    ada: User, body: Organisation, changed: dict[str, str], sentence: str
) -> None:
    people = {
        "stranger": make.user("Fremd", Role.SIGNATORY, make.body("Landkreis Anderswo")),
        "robin": make.user("Robin Vorlage", Role.SIGNATORY),
    }
    before = Membership.objects.count()
    if deputy := people.get(changed.get("deputy_for", "")):
        changed = changed | {"deputy_for": str(deputy.pk)}
    answer = give(ada, body, **changed)
    assert answer.status_code == 422
    assert sentence in texts(answer)
    assert Membership.objects.count() == before


def test_a_deputy_reads_for_whom_they_act(ada: User, body: Organisation) -> None:
    robin = make.user("Robin Vorlage", Role.SIGNATORY)
    today = timezone.localdate().strftime("%d.%m.%Y")
    days = {"valid_from": today, "valid_to": today}
    answer = give(ada, body, role="signatory", deputy_for=robin.pk, **days)
    assert answer.status_code == 302
    page = make.client(User.objects.get(name="Kim Muster")).get("/")
    sentence = "Sie handeln als Zeichnung, Landkreis Musterland, in Vertretung für Robin Vorlage"
    assert sentence in texts(page)


def test_a_concepts_page_names_only_the_role_that_counts_there(body: Organisation) -> None:
    make.user("Alex Beispiel", Role.COORDINATOR)
    alex = make.user("Alex Beispiel", Role.LEADERSHIP, make.body("Landkreis Anderswo"))
    concept = make.concept(alex)
    browser = make.client(alex)
    assert "Politische Spitze, Landkreis Anderswo" in texts(browser.get("/"))
    page = texts(browser.get(at("concept", concept=concept.pk)))
    assert "Sie handeln als WIR-Koordination, Landkreis Musterland" in page
    assert "Politische Spitze" not in page


def test_the_last_administrator_reads_why_the_role_stays(ada: User) -> None:
    own = Membership.objects.get(user=ada)
    answer = make.client(ada).post(at("take-role", membership=own.pk))
    assert answer.status_code == 409
    assert "Das ist die letzte Person mit der Aufgabe „Administration“." in texts(answer)
    assert Membership.objects.filter(pk=own.pk).exists()


def test_a_role_taken_away_bites_at_once_and_what_was_typed_can_be_copied(ada: User) -> None:
    alex = make.user()
    concept = make.concept(alex)
    browser = make.client(alex)
    section = at("section", concept=concept.pk, section="other")
    assert browser.get(section).status_code == 200
    take_role(membership_id=Membership.objects.get(user=alex).pk, by=ada)
    typed = {"writer": alex.pk, "version-other": "0-", "other": "Eben noch getippt"}
    answer = browser.post(section, typed)
    assert answer.status_code == 404
    assert "Eben noch getippt" in texts(answer)


def test_who_signed_in_a_while_ago_is_asked_again(ada: User, body: Organisation) -> None:
    old = make.client(ada, ago=3600)
    answer = old.get(at("give-role", organisation=body.pk))
    assert answer["Location"].startswith("/konto/bestaetigen/?")
    assert old.get(at("members", organisation=body.pk)).status_code == 200


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("members", "get"),
        ("invite", "post"),
        ("membership", "get"),
        ("take-role", "post"),
        ("renew-invitation", "post"),
        ("withdraw-invitation", "post"),
    ],
)
def test_what_is_elsewhere_answers_like_what_is_missing(name: str, method: str) -> None:
    there = make.body("Landkreis Anderswo")
    robin = make.user("Robin Fremd", Role.COORDINATOR, there)
    ids = {
        "organisation": there.pk,
        "membership": Membership.objects.get(user=robin).pk,
        "invitation": make.invited(robin).pk,
    }
    kind = {"members": "organisation", "invite": "organisation"}.get(
        name, "invitation" if "invitation" in name else "membership"
    )
    browser = make.client(make.user())
    answers = [
        getattr(browser, method)(at(name, **{kind: number}), {"role": "contributor"})
        for number in (ids[kind], 99_999)
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    pages = [re.sub(r'value="[^"]{64}"|/\d+/', "", texts(answer)) for answer in answers]
    assert pages[0] == pages[1]


def test_persons_are_found_by_name_or_address(ada: User) -> None:
    make.user("Kim Muster", Role.SIGNATORY)
    page = texts(make.client(ada).get(at("persons"), {"suche": "muster kim"}))
    assert "kim.muster@musterland.example" in page
    assert "Zeichnung, Landkreis Musterland" in page
    assert "Niemand gefunden." in texts(make.client(ada).get(at("persons"), {"suche": "%_"}))


# --- invitations ----------------------------------------------------------------------------------


def invite(by: User, body: Organisation, role: str = "contributor") -> Any:
    given = {"email": ELI, "role": role}
    return make.client(by).post(at("invite", organisation=body.pk), given, follow=True)


def test_the_link_is_shown_once_and_nowhere_kept(ada: User, body: Organisation) -> None:
    browser = make.client(ada)
    given = {"email": ELI, "role": "coordinator"}
    page = texts(browser.post(at("invite", organisation=body.pk), given, follow=True))
    link = link_to(Invitation.objects.get(), HERE)
    assert link in page
    assert link not in texts(browser.get(at("members", organisation=body.pk)))


@override_settings(MAIL_SERVER=type("Server", (), {"hostname": "mail.example.org"}))
def test_a_coordinator_does_not_see_the_link_where_mails_go_out(body: Organisation) -> None:
    page = texts(invite(make.user(), body))
    assert f"Die Einladung an {ELI} ist unterwegs." in page
    assert "/einladung/" not in page.replace("/personen/einladung/", "")


def test_a_coordinator_cannot_forge_a_greater_role(body: Organisation) -> None:
    answer = invite(make.user(), body, "signatory")
    assert answer.status_code == 422
    assert not Invitation.objects.exists()


def test_who_has_no_account_gets_one_and_is_in(ada: User) -> None:
    invitation = make.invited(make.user())
    browser = Client()
    answer = browser.post(link_to(invitation, ""), ACCOUNT)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    page = texts(browser.get("/"))
    assert "Guten Tag, Eli Gast" in page
    assert "Sie handeln als Mitzeichnung, Landkreis Musterland" in page
    joined = Event.objects.get(action="invitation.accept")
    assert joined.actor == User.objects.get(email=ELI)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": ""}, "Bitte schreiben Sie Ihren Namen."),
        ({"name": "\u200b"}, "Bitte schreiben Sie Ihren Namen."),
        ({"password1": ""}, "Bitte wählen Sie ein Passwort."),
        ({"password1": "kurz", "password2": "kurz"}, "15"),
        ({"password2": "ein anderer langer Satz"}, "Die beiden Passwörter sind nicht gleich."),
    ],
)
def test_a_wrong_account_says_what_to_do(changed: dict[str, str], sentence: str) -> None:
    invitation = make.invited(make.user())
    answer = Client().post(link_to(invitation, ""), ACCOUNT | changed)
    assert answer.status_code == 422
    assert sentence in texts(answer)
    assert not User.objects.filter(email=ELI).exists()


def test_who_has_an_account_signs_in_first_and_keeps_the_password() -> None:
    eli = User.objects.create_user(ELI, "Eli Gast", "der alte lange Satz")
    link = link_to(make.invited(make.user()), "")
    stranger = Client()
    assert "Zu dieser Adresse gibt es schon ein Konto." in texts(stranger.get(link))
    assert stranger.post(link, ACCOUNT).status_code == 422
    eli.refresh_from_db()
    assert eli.check_password("der alte lange Satz")
    assert make.client(eli).post(link)["Location"] == "/"
    assert [m.role for m in User.objects.get(pk=eli.pk).held] == ["contributor"]


def test_every_link_that_does_not_count_has_its_page(ada: User) -> None:
    alex = make.user()
    used, expired, withdrawn, foreign = (make.invited(alex) for _ in range(4))
    Client().post(link_to(used, ""), ACCOUNT)
    Invitation.objects.filter(pk=expired.pk).update(expires_at=timezone.now())
    withdraw(invitation_id=withdrawn.pk, by=alex)
    cases: list[tuple[Client, str, int, str]] = [
        (Client(), link_to(used, ""), 403, "Diese Einladung wurde schon angenommen."),
        (Client(), link_to(expired, ""), 403, "Diese Einladung ist abgelaufen."),
        (Client(), link_to(withdrawn, ""), 403, "Diese Einladung wurde zurückgezogen."),
        (make.client(ada), link_to(foreign, ""), 403, "gilt für eine andere Adresse als Ihre."),
        (Client(), "/einladung/geraten/", 404, "Dieser Link ist unvollständig"),
        (Client(), link_to(foreign, "")[:-2] + "/", 404, "Dieser Link ist unvollständig"),
    ]
    for browser, link, status, sentence in cases:
        for method in ("get", "post"):
            answer = getattr(browser, method)(link, ACCOUNT)
            assert answer.status_code == status
            assert sentence in texts(answer)
            for secret in (ELI, "Landkreis Musterland", "Alex Beispiel"):
                assert secret not in texts(answer)


def test_a_guest_is_asked_for_one_question_by_a_link() -> None:
    alex = make.user()
    concept = make.concept(alex)
    asking = {"email": ELI, "due": "15.10.2098", "note": "Bitte kurz"}
    path = at("ask-guest", concept=concept.pk, question="opening")
    page = texts(make.client(alex).post(path, asking, follow=True))
    assert "Eingeladen, noch ohne Konto" in page
    guest = Client()
    guest.post(link_to(Invitation.objects.get(), ""), ACCOUNT)
    assert Assignment.objects.get().person == User.objects.get(email=ELI)
    assert "Bitte kurz" in texts(guest.get("/"))
    assert guest.get(at("section", concept=concept.pk, section="strategy")).status_code == 200
    assert guest.get(at("concept", concept=concept.pk)).status_code == 403


@pytest.mark.parametrize("question", ["budget_year", "gibt-es-nicht", "goals"])
def test_what_nobody_is_asked_for_answers_like_a_missing_page(question: str) -> None:
    alex = make.user()
    path = at("ask-guest", concept=make.concept(alex).pk, question=question)
    asking = {"email": ELI, "due": "15.10.2098"}
    assert make.client(alex).post(path, asking).status_code == 404
    assert not Invitation.objects.exists()


def test_a_link_for_a_concept_that_was_handed_in_says_so() -> None:
    alex = make.user()
    concept = make.concept(alex)
    path = at("ask-guest", concept=concept.pk, question="opening")
    make.client(alex).post(path, {"email": ELI, "due": "15.10.2098"})
    Concept.objects.update(state="submitted")
    answer = Client().post(link_to(Invitation.objects.get(), ""), ACCOUNT)
    assert answer.status_code == 403
    assert not User.objects.filter(email=ELI).exists()


# --- start pages ----------------------------------------------------------------------------------

LEADS = {
    Role.COORDINATOR: "Landkreis Musterland 2027: am Entwurf weiterschreiben",
    Role.CONTRIBUTOR: "Jede Bitte steht oben unter „Ihre Aufgaben“",
    Role.SIGNATORY: "Landkreis Musterland 2027: den Entwurf lesen",
    Role.LEADERSHIP: "Sobald ein Konzept bewilligt ist, finden Sie es hier.",
    Role.OFFICER: "Haushaltsjahr 2027, bei der Bewilligungsbehörde: 1",
    Role.APPROVER: "Haushaltsjahr 2027, bei der Bewilligungsbehörde: 1",
    Role.MINISTRY: "Haushaltsjahr 2027, bei der Bewilligungsbehörde: 1",
    Role.ADMINISTRATOR: "Personen einladen, Aufgaben geben und wegnehmen",
}


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_start_page_of_its_own(role: Role) -> None:
    make.concept(make.user("Sascha Probe"))
    handed_in = make.concept(make.user("Luca Fremd", of=make.body("Landkreis Anderswo")))
    Concept.objects.filter(pk=handed_in.pk).update(state="submitted")
    page = texts(make.client(make.user("Kim Muster", role)).get("/"))
    assert LEADS[role] in page
    others = {text for other, text in LEADS.items() if text != LEADS[role]}
    assert not [text for text in others if text in page]


def test_who_has_several_roles_gets_the_parts_of_all(ada: User, body: Organisation) -> None:
    make.user("Kim Muster", Role.SIGNATORY)
    kim = make.user("Kim Muster", Role.COORDINATOR, make.body("Landkreis Anderswo"))
    make.concept(make.user("Sascha Probe"))
    make.call()
    page = texts(make.client(kim).get("/"))
    assert "Landkreis Anderswo 2027: Konzept anlegen" in page
    assert LEADS[Role.SIGNATORY] in page
    assert "Landkreis Musterland 2027: Konzept anlegen" not in page


def test_who_is_nothing_reads_what_to_do() -> None:
    page = texts(make.client(make.user("Kim Muster", None)).get("/"))
    assert "Sie haben noch keine Aufgabe im Portal." in page


def test_a_list_of_one_state_shows_only_that() -> None:
    alex = make.user()
    make.concept(alex)
    second = make.concept(alex, 2028)
    Concept.objects.filter(pk=second.pk).update(state="submitted")
    browser = make.client(alex)
    for query, shown in (("submitted", {2028}), ("draft", {2027}), ("x", {2027, 2028})):
        page = texts(browser.get(at("concepts"), {"zustand": query}))
        assert {year for year in (2027, 2028) if f"Haushaltsjahr {year}" in page} == shown


def test_given_roles_are_there_at_the_next_click(ada: User, body: Organisation) -> None:
    kim = make.user("Kim Muster", None)
    browser = make.client(kim)
    assert "noch keine Aufgabe" in texts(browser.get("/"))
    give_role(organisation=body, person=kim, role=Role.LEADERSHIP, by=ada)
    assert LEADS[Role.LEADERSHIP] in texts(browser.get("/"))
