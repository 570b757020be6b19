"""System checks: what must hold before Hiring Kit serves anybody.

Run by every `manage.py` command.
"""

from collections.abc import Iterator, Sequence

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.views import APIView

from hiringkit.people.permissions import Requires, undeclared

SECRET_LENGTH = 32


@register(Tags.security)
def check_secrets(*, app_configs: Sequence[AppConfig] | None, **options: object) -> list[CheckMessage]:
    """E001: outside development the peppers and the secret key are long, and no secret serves two purposes."""
    if settings.DEVELOPMENT:
        return []
    secrets = [settings.SECRET_KEY, *settings.API_KEY_PEPPERS.values()]
    if min(map(len, secrets)) >= SECRET_LENGTH and len(set(secrets)) == len(secrets):
        return []
    return [
        Error(
            f"The secret key and each pepper of API keys need {SECRET_LENGTH} characters, and none may equal another.",
            hint="Set HIRINGKIT_SECRET_KEY and HIRINGKIT_KEY_PEPPERS.",
            id="hiringkit.E001",
        )
    ]


@register(Tags.security, deploy=True)
def check_mail(*, app_configs: Sequence[AppConfig] | None, **options: object) -> list[CheckMessage]:
    """W001: where no mail server is named, nobody can be sent a link to sign in with."""
    if settings.DEVELOPMENT or settings.EMAIL_CONFIGURED:
        return []
    return [
        Warning(
            "No mail server is named: mails are printed, and nobody can be sent a link to sign in with.",
            hint="Set EMAIL_URL, such as smtp+tls://user:password@mail.example.org:587.",
            id="hiringkit.W001",
        )
    ]


@register(Tags.urls)
def check_views(*, app_configs: Sequence[AppConfig] | None, **options: object) -> list[CheckMessage]:
    """E002: each view of the API says which scope it asks of keys and who may write, and leaves the asking to
    `Requires`. What says it not is refused to everybody, whether or not this check was run.
    """
    faults: dict[str, list[str]] = {}
    for view, methods in _views(get_resolver().url_patterns):
        asks = () if Requires in view.permission_classes else ("permission_classes without Requires",)
        found = (*undeclared(view, writes=not methods.isdisjoint(UNSAFE)), *asks)
        faults.setdefault(view.__name__, []).extend(each for each in found if each not in faults.get(view.__name__, ()))
    return [
        Error(f"{name} does not say who may call it: {', '.join(missing)}.", id="hiringkit.E002")
        for name, missing in sorted(faults.items())
        if missing
    ]


UNSAFE = frozenset({"post", "put", "patch", "delete"})


def _views(patterns: Sequence[URLPattern | URLResolver]) -> Iterator[tuple[type[APIView], frozenset[str]]]:
    """Each route's view, with the methods that it answers there."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _views(pattern.url_patterns)
        elif (view := getattr(pattern.callback, "cls", None)) is not None and issubclass(view, APIView):
            routed = getattr(pattern.callback, "actions", None)
            methods = routed if routed is not None else [name for name in UNSAFE if hasattr(view, name)]
            yield view, frozenset(methods)


OURS = ("hiringkit", "roles", "interviews")


@register(Tags.security)
def check_declarations(*, app_configs: Sequence[AppConfig] | None, **options: object) -> list[CheckMessage]:
    """E005: each app of ours that has tables says who may do what with them and what is not audited, and names only
    what it has.
    """
    return [
        Error(f"The app {app.label} {fault}.", hint="See hiringkit/people/declared.py.", id="hiringkit.E005")
        for app in apps_with_tables()
        for fault in _undeclared(app)
    ]


def apps_with_tables() -> list[AppConfig]:
    return [
        app
        for app in apps.get_app_configs()
        if app.name.partition(".")[0] in OURS and any(model._meta.managed for model in app.get_models())
    ]


def _undeclared(app: AppConfig) -> Iterator[str]:
    grants, not_audited = getattr(app, "grants", None), getattr(app, "not_audited", None)
    if grants is None:
        yield "has tables and does not say who may do what with them"
    if not_audited is None:
        yield "has tables and does not say which are not audited"
    named = {model for verbs in (grants or {}).values() for models in verbs.values() for model in models}
    for model in sorted(named - set(app.models)):
        yield f"grants something on `{model}`, which is no model of it"
    tables = {model._meta.db_table for model in app.get_models(include_auto_created=True)}
    for table in sorted((not_audited or frozenset()) - tables):
        yield f"leaves the table `{table}` unaudited, which is none of it"
