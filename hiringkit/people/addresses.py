"""E-mail addresses in the one form in which they are stored and compared.

Folded here and nowhere else: databases differ in what they take for lower case, and two spellings of one mailbox must
never be two people.
"""

import unicodedata

import idna
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

LONGEST_ADDRESS = 254  # of an e-mail address (RFC 5321), and of its column
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"})


class NoAddress(ValueError):
    """Says what is wrong with a text that was to be an e-mail address."""


def fold_address(text: str) -> str:
    """The address without blanks around it, in lower case, its domain in the ASCII form of IDNA 2008 (RFC 5891).

    Raises NoAddress: for invisible characters and blanks within, for characters beyond ASCII before the @, for what is
    no domain, and for more than 254 characters.
    """
    text = text.strip()
    if any(unicodedata.category(character) in _UNSEEN for character in text):
        raise NoAddress("The address holds a blank or an invisible character.")
    local, _, domain = text.rpartition("@")
    if not local.isascii():
        raise NoAddress("Before the @ only ASCII characters are supported.")
    try:
        folded = f"{local.lower()}@{idna.encode(domain, uts46=True).decode('ascii').lower()}"
        validate_email(folded)
    except (idna.IDNAError, UnicodeError, ValidationError) as error:
        raise NoAddress("Not an e-mail address.") from error
    if len(folded) > LONGEST_ADDRESS:
        raise NoAddress(f"An address has at most {LONGEST_ADDRESS} characters.")
    return folded


def find_address(text: str) -> str:
    """The folded address to look for; a text that is none is found nowhere, and stays as it is."""
    try:
        return fold_address(text)
    except NoAddress:
        return text
