"""What an API key may be allowed: `all`, or an area with `:read` or `:write` (which includes reading)."""

AREAS = ("library", "plans", "hiring", "scorecards", "summaries", "webhooks", "people", "audit")
SCOPES = frozenset({"all", *(f"{area}:{verb}" for area in AREAS for verb in ("read", "write"))})


def grants(scopes: frozenset[str], wanted: str) -> bool:
    """Whether the scopes include the wanted one."""
    area, _, verb = wanted.partition(":")
    return "all" in scopes or wanted in scopes or (verb == "read" and f"{area}:write" in scopes)
