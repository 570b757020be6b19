"""The product as `make bench` serves it: on the database made for the run."""

import os

from hiringkit.wsgi import application

__all__ = ["application"]


def _use_bench_database() -> None:
    from django.db import connections

    connections.settings["default"]["NAME"] = os.environ["BENCH_DATABASE"]


_use_bench_database()
