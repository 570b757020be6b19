"""What each app of ours says of itself, so that nothing below has to know what stands above it."""

from collections.abc import Mapping
from typing import ClassVar

from django.apps import AppConfig

from hiringkit.people.vocabulary import GroupName

Grants = Mapping[GroupName, Mapping[str, tuple[str, ...]]]


class DeclaringApp(AppConfig):
    """An app with tables says who may do what with them in the admin, and that their changes are audited.

    `grants` are group -> verb (`view`, `add`, `change`, `delete`) -> names of the app's models. Each table is audited
    but those that `not_audited` names. Both are None until they are said: check E005 refuses an app with tables and
    neither. `admin_place` orders apps in the admin, `admin_order` their models, as work goes from one to the next.
    Import this module rather than the class: Django takes the only config class of an `apps.py`.
    """

    grants: ClassVar[Grants | None] = None
    not_audited: ClassVar[frozenset[str] | None] = None
    admin_place: ClassVar[int] = 9
    admin_order: ClassVar[tuple[str, ...]] = ()
