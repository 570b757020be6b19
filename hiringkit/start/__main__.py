"""`python -m hiringkit.start`: prepare everything, serve, and stop cleanly. PORT in the environment names the port."""

import logging
import os
import signal
import sys
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError
from django.db import OperationalError, connections

from hiringkit.postgres.places import find_cluster
from hiringkit.start.disk import say_what_is_full
from hiringkit.start.errors import StartError
from hiringkit.start.port import HOST, choose_port
from hiringkit.start.secrets_file import ensure_secrets
from hiringkit.start.serving import STOPPING, serve

PROJECT = Path(__file__).resolve().parents[2]

READY = """
Hiring Kit serves at http://{host}:{port} until Ctrl-C.

  API documentation  http://{host}:{port}/docs
  OpenAPI schema     http://{host}:{port}/schema
  Sign in            http://{host}:{port}/sign-in

Where people begin, with one of the accounts below:

  recruiter, library editor  http://{host}:{port}/admin/  what waits, plans, jobs, applications; roles, questions
  interviewer                http://{host}:{port}/  what they owe and what comes, each with its kit and scorecard
  hiring manager             http://{host}:{port}/  the debriefs of their jobs, with the decision
  auditor                    http://{host}:{port}/admin/audit/auditentry/  who changed what, and when

An interviewer's next interview with its kit (signs in once, within 15 minutes):

  {kit_link}

Demo accounts (kept in var/demo-accounts.txt):

{accounts}

Try the API:

  curl -H 'Authorization: Bearer {api_key}' http://{host}:{port}/api/v1/roles
"""


def main() -> int:
    """Return the exit code: 0 after Ctrl-C or a request to stop, 1 with one paragraph if it cannot start."""
    for number in STOPPING:
        signal.signal(number, signal.default_int_handler)
    try:
        _run(choose_port(os.environ.get("PORT", "8000")))
    except KeyboardInterrupt:
        print("\nStopped.", flush=True)
    except (StartError, ImproperlyConfigured, CommandError, OperationalError, OSError) as error:
        print(f"\n{error}", file=sys.stderr, flush=True)
        if full := say_what_is_full([PROJECT, *_data_folders()]):
            print(f"\n{full}", file=sys.stderr, flush=True)
        return 1
    return 0


def _data_folders() -> list[Path]:
    """Where the embedded server keeps its data, if it is known by now that there is one."""
    if not (settings.configured and apps.ready):
        return []
    folder = connections["default"].settings_dict.get("EMBEDDED_DIR")
    return [find_cluster(Path(folder)).home] if folder else []


def _run(port: int) -> None:
    print("Hiring Kit", flush=True)
    keys_are_void = ensure_secrets(PROJECT / ".env")
    os.environ.setdefault("HIRINGKIT_DEVELOPMENT", "1")
    os.environ.setdefault("HIRINGKIT_LOG_LEVEL", "WARNING")  # a terminal is for what needs attention
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hiringkit.settings")
    django.setup()
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)  # it tries again; what comes of it is said once
    from hiringkit.start.content import prepare_content

    base = f"http://{HOST}:{port}"
    content = prepare_content(folder=PROJECT / "var", keys_are_void=keys_are_void, base=base)
    print(f"\n{content.summary}\n", flush=True)

    def say_ready() -> None:
        told = {"accounts": content.accounts, "api_key": content.api_key, "kit_link": content.kit_link}
        print(READY.format(host=HOST, port=port, **told), flush=True)

    serve(port=port, project=PROJECT, when_ready=say_ready)


if __name__ == "__main__":
    sys.exit(main())
