"""Names that people read, and slugs that addresses and files go by."""

import re
import unicodedata
from hashlib import sha256

from app.plumbing.refusals import Conflict, Invalid

PLAIN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
FINGERPRINT_LENGTH = 10
ACCENTS = re.compile(r"[\u0300-\u036f]")
# Letters that no decomposition takes apart.
LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "\u0131": "i"}
)


class SlugInvalid(Invalid):
    """A slug has lower-case letters, digits and inner hyphens, and is not too long."""


class SlugTaken(Conflict):
    """There is one of that slug already.  Please choose another."""


class NameInvalid(Invalid):
    """A name has visible signs, and not too many of them."""


def check_slug(slug: str, *, longest: int) -> None:
    if len(slug) > longest or not PLAIN.fullmatch(slug):
        raise SlugInvalid(slug=slug, longest=longest)


def check_name(name: str, *, longest: int) -> None:
    if not 1 <= len(name.strip()) <= longest or not is_visible(name):
        raise NameInvalid(longest=longest)


def is_visible(text: str) -> bool:
    """Whether it holds no controls, half characters or marks of direction."""
    return not any(unicodedata.category(sign) in {"Cc", "Cf", "Cs"} for sign in text)


def tidy(text: str) -> str:
    """The one way in which a name is written: composed, with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def slug_of(*names: str, longest: int) -> str:
    """The slug of some names, the same whenever it is asked for.

    What no slug can say, other scripts and great lengths, is told apart by a fingerprint.
    """
    text = " ".join(map(tidy, names))
    bare = unicodedata.normalize("NFKD", text).casefold().translate(LETTERS)
    slug = "-".join(re.findall(r"[a-z0-9]+", ACCENTS.sub("", bare)))
    lost = any(not sign.isascii() and sign.isalnum() for sign in bare)
    if slug and not lost and len(slug) <= longest:
        return slug
    fingerprint = sha256(text.encode("utf-8", "replace")).hexdigest()[:FINGERPRINT_LENGTH]
    return f"{slug[: longest - FINGERPRINT_LENGTH - 1].strip('-')}-{fingerprint}".lstrip("-")
