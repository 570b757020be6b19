"""The product as `make bench` serves it, on the database made for the run; or the plain views in its place."""

import os

from hiringkit.door import Door
from hiringkit.wsgi import application

__all__ = ["application", "behind_the_door"]
behind_the_door = Door(application, threads=2)


def _use_bench_database() -> None:
    from django.conf import settings
    from django.db import connections

    connections.settings["default"]["NAME"] = os.environ["BENCH_DATABASE"]
    if os.environ.get("BENCH_PLAIN"):
        settings.ROOT_URLCONF = "tests.bench.plain"


_use_bench_database()
