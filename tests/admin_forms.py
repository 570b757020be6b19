"""What browsers send for the admin's larger forms."""

from typing import Any


def assemble_body(role: object, *rounds: dict[str, Any], **values: Any) -> dict[str, Any]:
    """The form that assembles a plan: rounds as rows, `locks` as pairs of question and round counted from 1."""
    locks = values.pop("locks", ())
    body = {"role": role, "seniority": "mid", "depth": "balanced", "free_minutes": "10"} | values
    for prefix, rows in (("rounds", rounds), ("locks", [{"question": slug, "round": at} for slug, at in locks])):
        body |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
        for number, row in enumerate(rows):
            body |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return body
