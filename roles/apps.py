from django.apps import AppConfig


class RolesConfig(AppConfig):
    """The library: roles, competencies and questions."""

    name = "roles"
    verbose_name = "Library"
