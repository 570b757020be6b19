"""Names of people: stored in one form, ordered as people order them, and found however they are typed.

All of it is Python's, because databases differ: some have no ICU, and their own `lower()` depends on the system. What a
name is ordered and searched by stands beside it, in `name_key`, under the collation "C", which orders by code
point as Python does.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q

SEPARATOR = "\x1f"  # below every character that a name may hold: "Ann" comes before "Ann Lee"
# Letters that Unicode takes for letters of their own, which people look for under the plain one.
_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "\u0131": "i", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th"}
)
_REFUSED = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_JOINERS = frozenset("\u200c\u200d")  # which some scripts need within a word


def normal_name(text: str) -> str:
    """The name as it is stored: composed (NFC), without blanks around it."""
    return unicodedata.normalize("NFC", text.strip())


def name_fault(name: str) -> str:
    """What keeps a text from being a name: control and invisible characters, nothing to be seen; "" if nothing does."""
    categories = [unicodedata.category(each) for each in name if each not in _JOINERS]
    if any(category in _REFUSED for category in categories):
        return "A name holds no control or invisible characters."
    if not any(category[0] in "LNPS" for category in categories):
        return "A name holds something that can be seen."
    return ""


def fold_name(text: str) -> str:
    """What two spellings of a name share: decomposed (NFKD), without case (Unicode's folding) and without marks."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = "".join(each for each in folded if unicodedata.category(each)[0] != "M").translate(_PLAIN)
    return re.sub(r"\s+", " ", plain).strip()


def name_key(name: str) -> str:
    """What the name is ordered by: letters before case and accents, then the name itself."""
    return f"{fold_name(name)}{SEPARATOR}{name}"


def name_holds(text: str) -> Q:
    """Whether a name, in any of its forms, holds the text; nobody's does where the text is nothing but marks."""
    folded = fold_name(text)
    return Q(name_key__contains=folded) if folded else Q(pk__in=[])


class NameKeyField(models.TextField):  # type: ignore[type-arg]  # not generic at run time
    """The key of the row's `name`, made anew whenever the row is stored.

    The database refuses a key that is not of its name: a change that goes past the model fails instead of hiding the
    row.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"db_collation": "C", "editable": False})

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        key = name_key(vars(model_instance)["name"])
        setattr(model_instance, self.attname, key)
        return key


class Named(models.Model):
    """A person's name with its key."""

    name = models.CharField(max_length=200)
    name_key = NameKeyField()

    class Meta:
        abstract = True

    def save(self, *, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        self.name = normal_name(self.name)
        if update_fields is not None and "name" in update_fields:
            update_fields = {*update_fields, "name_key"}
        super().save(update_fields=update_fields, **options)


def key_of_name(table: str, constraint: str) -> str:
    """SQL for the constraint that a row's key ends with its name."""
    return (
        f"ALTER TABLE {table} ADD CONSTRAINT {constraint} "
        'CHECK (right(name_key, char_length(name) + 1) = (chr(31) || name) COLLATE "C")'
    )


def fill_keys(rows: Any) -> None:
    """For migrations: the keys of rows that have none."""
    for row in rows.filter(name_key="").iterator():
        name = normal_name(row.name)
        rows.filter(pk=row.pk).update(name=name, name_key=name_key(name))
