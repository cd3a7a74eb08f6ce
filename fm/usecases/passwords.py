"""Password hashes: Argon2id at the cost of the configuration."""

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from flask import current_app


def hash_password(password: str) -> str:
    """The hash to keep of a new password."""
    return _configured_hasher().hash(password)


def password_matches(kept: str | None, password: str) -> bool:
    """True if `password` belongs to the hash `kept`; takes the same time where no hash is kept."""
    hasher = _configured_hasher()
    try:
        return hasher.verify(kept or _nobodys_hash(hasher), password) and kept is not None
    except VerificationError:
        return False


def hash_is_outdated(kept: str | None) -> bool:
    """True if `kept` was made at another cost than is configured now."""
    return kept is not None and _configured_hasher().check_needs_rehash(kept)


def _configured_hasher() -> PasswordHasher:
    config = current_app.config
    return _hasher(config["ARGON2_TIME"], config["ARGON2_MEMORY"], config["ARGON2_PARALLELISM"])


@lru_cache
def _hasher(time_cost: int, memory_cost: int, parallelism: int) -> PasswordHasher:
    return PasswordHasher(time_cost, memory_cost, parallelism)


@lru_cache
def _nobodys_hash(hasher: PasswordHasher) -> str:
    return hasher.hash("a password that nobody has")
