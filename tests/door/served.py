"""The product as `make run` serves it, on the database of a test and with a test's patience."""

import os

from django.conf import settings
from django.db import connections

from hiringkit.asgi import THREADS
from hiringkit.door import Door, Limits
from hiringkit.wsgi import application as inner
from tests.door import PATIENCE

connections.settings["default"]["NAME"] = os.environ["SERVED_DATABASE"]
settings.ALLOWED_HOSTS = ["127.0.0.1"]
__all__ = ["application", "inner"]  # `inner` as it was served once, for the control
application = Door(inner, threads=THREADS, limits=Limits(receive_seconds=PATIENCE, send_seconds=PATIENCE))
