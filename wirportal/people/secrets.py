"""What must not be read from a copy of the database: encrypted with a key that is not in it."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def encrypt(text: str) -> str:
    return _fernet().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """The text; `InvalidToken` where it was encrypted with another key, or tampered with."""
    return _fernet().decrypt(token.encode()).decode()


def _fernet() -> MultiFernet:
    """Writes with the key of now, reads with those of before, too."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    kdf = HKDF(SHA256(), length=32, salt=None, info=b"wirportal.people.secrets")
    return urlsafe_b64encode(kdf.derive(key.encode()))
