"""Sealing: encryption at rest for what identifies a student, with a keyed digest for equality."""

from __future__ import annotations

import base64
import hmac
from functools import lru_cache
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEPT_OPEN = 1024
KEPT_SIZE = 12_000
"""Bytes. What was opened last is kept in memory: a week's reports are compared with each new one."""


class WrongKey(Exception):
    """What was sealed does not open with this key."""


class Seal:
    """Seals and opens with one Fernet key (32 bytes in URL-safe base64). Raises ValueError for a bad one."""

    def __init__(self, key: str) -> None:
        self._fernet = Fernet(key)
        self._open_again = lru_cache(KEPT_OPEN)(self._fernet.decrypt)
        # Several spellings stand for the same key: the bytes count, not the spelling.
        root = base64.urlsafe_b64decode(key)
        self.receipt_key = HKDF(SHA256(), 32, None, b"colloquy: receipts").derive(root)
        self._digest_key = hmac.digest(root, b"colloquy: keyed digest", "sha256")

    @staticmethod
    def new_key() -> str:
        """A fresh key."""
        return Fernet.generate_key().decode()

    def close(self, opened: bytes) -> bytes:
        """The sealed form; another one each time."""
        return self._fernet.encrypt(opened)

    def open(self, closed: bytes) -> bytes:
        """What was sealed. Raises WrongKey."""
        try:
            if len(closed) > KEPT_SIZE:
                return self._fernet.decrypt(closed)
            return self._open_again(closed)
        except InvalidToken:
            raise WrongKey from None

    def digest(self, text: str) -> bytes:
        """Equal for equal texts, and tells nothing else without the key."""
        return hmac.new(self._digest_key, text.encode(errors="surrogatepass"), sha256).digest()

    def sign(self, message: bytes, key: bytes | None = None) -> bytes:
        """HMAC-SHA-256 with a key that serves receipts alone: who has not the sealing key cannot make one.

        `key` is that of an earlier seal, where receipts were signed with it.
        """
        return hmac.digest(key or self.receipt_key, message, "sha256")
