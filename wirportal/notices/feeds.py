"""The link to a person's calendar: who knows it reads the dates, without signing in.

The key in the link is the feed's nonce, signed: it can be shown again, but not be made from a copy
of the database.
"""

from uuid import UUID

from django.core.signing import BadSignature, Signer

from wirportal.notices.models import Feed

_SIGNER = Signer(sep=".", salt="notices.feed")


def key_of(feed: Feed) -> str:
    """What stands in the link."""
    return _SIGNER.sign(feed.nonce.hex)


def feed_of(key: str) -> Feed:
    """The feed that the key opens, with its person. Feed.DoesNotExist where there is none."""
    try:
        nonce = UUID(_SIGNER.unsign(key))
    except (BadSignature, ValueError):
        raise Feed.DoesNotExist from None
    return Feed.objects.select_related("person").get(nonce=nonce, person__is_active=True)
