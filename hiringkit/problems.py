"""What can go wrong, as plain exceptions: each says every fault with its place.

Services raise `Problem`, mostly through the shorthands below. Each door tells it in its own way: the API as an RFC 9457
document (`hiringkit.api.handlers`), the admin as errors of a form (`hiringkit.admin`), a command as lines.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import IntegrityError


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: a machine code, the place (an RFC 6901 pointer into the body, or `?name` for a query parameter),
    and a sentence for people.
    """

    code: str
    pointer: str
    detail: str


class Problem(Exception):
    """An error with a machine code and all its faults. `status` sorts it by the numbers of RFC 9110 (409: the state
    forbids it, 422: wrong in meaning, ...); `extra` members stand beside the standard ones.
    """

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        faults: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.text = detail
        self.faults = tuple(faults)
        self.headers = dict(headers or {})
        self.extra = dict(extra or {})


def conflict(code: str, detail: str) -> Problem:
    """409: the state of things forbids it."""
    return Problem(409, code, detail)


def invalid(faults: Iterable[Fault]) -> Problem:
    """422: understood, but wrong in meaning; every fault at once."""
    listed = tuple(faults)
    return Problem(422, "invalid", "The request can't be carried out as it is; see `errors`.", listed)


def bad_query(faults: Iterable[Fault]) -> Problem:
    """400: unknown or malformed query parameters."""
    listed = tuple(faults)
    code = listed[0].code if len({fault.code for fault in listed}) == 1 else "invalid_parameters"
    return Problem(400, code, "The query can't be read; see `errors`.", listed)


def not_found() -> Problem:
    """404: not there, or out of reach; the answer is the same."""
    return Problem(404, "not_found", "There is nothing here that you can reach.")


def forbidden(code: str, detail: str) -> Problem:
    """403: a scope or a group is missing."""
    return Problem(403, code, detail)


def unmatchable(current: object, *, tag: str) -> Problem:
    """412 for an `If-Match` that names no version of ours: getting the state anew and trying again would not help."""
    detail = (
        "If-Match names no version as we give it: a strong tag in quotes, as it stood in ETag. A weak one (W/) never "
        "matches; a proxy that compresses may have rewritten it. Nothing says that the resource has changed."
    )
    return Problem(412, "unmatchable", detail, headers={"ETag": tag}, extra={"current": current})


def stale(current: object, *, tag: str) -> Problem:
    """412: the caller's version is old; `current` is what the resource looks like now, and `tag` its version."""
    detail = "The resource has changed since; see `current`."
    return Problem(412, "stale", detail, headers={"ETag": tag}, extra={"current": current})


def precondition_required() -> Problem:
    """428: this change needs an `If-Match`."""
    return Problem(428, "precondition_required", "Send `If-Match` with the ETag you read, or `*`.")


@contextmanager
def constraint_faults(faults: Mapping[str, Fault]) -> Iterator[None]:
    """Turn the violation of a named database constraint into its fault (422); other violations pass.

    Wraps a whole transaction, never a part of one: after the violation PostgreSQL takes nothing more in it.
    """
    try:
        yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        if isinstance(name, str) and name in faults:
            raise invalid([faults[name]]) from error
        raise
