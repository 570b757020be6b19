"""The product as `make run` serves it, on the database of a test, whose people sign in with the tests' quick hasher."""

from django.conf import settings

from tests.door.served import application

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
__all__ = ["application"]
