"""`/health/live`: the process answers. `/health/ready`: it can do its work."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from psycopg_pool import PoolTimeout

from hiringkit.api.handlers import plain_problem
from hiringkit.problems import Problem


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "live"})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and holds every migration, else 503 with the reason."""
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (DatabaseError, PoolTimeout):
        return _unready(request, "database_unreachable", "The database does not answer.")
    if pending:
        return _unready(request, "migrations_pending", f"{len(pending)} migrations have not been applied.")
    return JsonResponse({"status": "ready"})


def _unready(request: HttpRequest, code: str, detail: str) -> HttpResponse:
    return plain_problem(request, Problem(503, code, detail, headers={"Retry-After": "2"}))
