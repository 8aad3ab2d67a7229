"""Bring organisations and their official data in; change accounts."""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.text import slugify

from wirportal.ledger.actions import chain_of, record
from wirportal.people.models import BodyStatus, Organisation, User
from wirportal.people.tasks import ACCOUNT_MAILS, send_account_mail
from wirportal.rulebook.rules import Action

BODIES = Path(__file__).parent / "data" / "bodies.csv"
_TYPES = {
    "Landkreis": "landkreis",
    "Kreisfreie Stadt": "kreisfreie_stadt",
    "Sonderstatusstadt": "sonderstatusstadt",
}


def load_official_bodies(*, path: Path = BODIES) -> int:
    """Bring in the list of eligible bodies, again and again; returns the number of rows.

    The name is what stays the same: Hanau's two rows are one body with two statuses.
    """
    with path.open(encoding="utf-8", newline="") as lines:
        return load_bodies(rows=csv.DictReader(lines))


@transaction.atomic
def load_bodies(*, rows: Iterable[Mapping[str, str]], fictitious: bool = False) -> int:
    """Rows with the columns of bodies.csv. KeyError or ValueError where one does not fit."""
    listed = list(rows)
    for row in listed:
        organisation, _ = Organisation.objects.get_or_create(
            key=slugify(_spelt_out(row["name"])),
            defaults={
                "name": row["name"],
                "legal_name": legal_name(row["name"], _TYPES[row["type"]]),
                "fictitious": fictitious,
            },
        )
        BodyStatus.objects.update_or_create(
            organisation=organisation,
            valid_from=date.fromisoformat(row["valid_from"]),
            defaults={
                "name": row["name"],
                "type": _TYPES[row["type"]],
                "ags": row["ags"],
                "ars": row["ars"],
                "seat": row["seat"],
                "regierungsbezirk": row["regierungsbezirk"],
                "population": int(row["population_2023"]),
                "valid_to": date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            },
        )
    return len(listed)


def legal_name(name: str, body_type: str) -> str:
    """Who applies for the body in law: its Kreisausschuss or Magistrat."""
    if body_type != "landkreis":
        return f"Magistrat der Stadt {name}"
    if name.startswith("Landkreis "):
        return f"Kreisausschuss des Landkreises {name.removeprefix('Landkreis ')}"
    return f"Kreisausschuss des {name}es"


def _spelt_out(name: str) -> str:
    """Umlauts as two letters, so that keys read as Germans write them."""
    for letter, spelt in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        name = name.lower().replace(letter, spelt)
    return name


def account_for(*, email: str, name: str) -> User:
    """The account with this address; a new one, without roles, where there is none."""
    with transaction.atomic():
        return User.objects.filter(email=email).first() or User.objects.create_user(email, name)


@transaction.atomic
def change_email(*, user_id: int, old: str, new: str) -> bool:
    """Whether the address was changed: not if it has changed since, nor to somebody else's."""
    if User.objects.filter(email=new).exists():
        return False
    if not User.objects.filter(pk=user_id, email=old).update(email=new):
        return False
    note_in_account(user_id=user_id, action=Action.CREDENTIALS, object="email")
    return True


@transaction.atomic
def end_sessions(*, sessions: Iterable[UserSession], by: User) -> None:
    """Sign these devices out."""
    ended: Counter[int] = Counter()
    for session in sessions:
        session.end()
        ended[session.user_id] += 1
    for user_id, count in ended.items():
        note_in_account(user_id=user_id, action=Action.SESSIONS, object=str(count), by=by)


@transaction.atomic
def tell_of_change(*, user: User, occasion: str, origin: str) -> None:
    """Note that somebody's access has changed, and mail it to them; occasion: of ACCOUNT_MAILS."""
    change = ACCOUNT_MAILS[occasion].change
    note_in_account(user_id=user.pk, action=Action.CREDENTIALS, object=change)
    send_account_mail.enqueue(occasion, user.pk, origin)


@transaction.atomic
def note_in_account(
    *, user_id: int, action: Action, object: str = "", by: User | None = None
) -> None:
    """An event about a person's account, done by themselves if by nobody else.

    No addresses, devices or places: what was done, and when.
    """
    record(
        chain=chain_of(f"user {user_id}"),
        actor_id=by.pk if by else user_id,
        action=action,
        object=object,
    )
