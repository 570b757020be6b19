"""What no caller may send, as lists: each is tried on every route of the schema."""

from typing import Any, Final

# A whole body (bytes, content type) and the answer that every route owes it. Nothing of it reaches a service.
BODIES: Final[dict[str, tuple[bytes, str, int]]] = {
    "broken JSON": (b'{"name": ', "application/json", 400),
    "not UTF-8": (b'{"name": "\xff"}', "application/json", 400),
    "a list": (b'[{"name": "A"}]', "application/json", 400),
    "a text": (b'"name"', "application/json", 400),
    "NaN": (b'{"name": NaN}', "application/json", 400),
    "a key twice": (b'{"name": "A", "name": "B"}', "application/json", 400),
    "5,000 levels": (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, "application/json", 400),
    "5,000 open lists": (b"[" * 5_000, "application/json", 400),
    "a number of 5,000 digits": (b'{"name": %s}' % (b"1" * 5_000), "application/json", 400),
    "NUL": (rb'{"name": "a\u0000b"}', "application/json", 422),
    "a lone surrogate": (rb'{"name": "\ud800"}', "application/json", 422),
    "NUL in a key": (rb'{"a\u0000b": 1}', "application/json", 422),
    "an unknown field": (b'{"no_such_field": 1}', "application/json", 422),
    "a form": (b"name=A", "application/x-www-form-urlencoded", 415),
    "a file": (b"--x--\r\n", "multipart/form-data; boundary=x", 415),
    "XML": (b"<name>A</name>", "application/xml", 415),
    "a bogus charset": (b'{"name": "A"}', "application/json; charset=bogus", 415),
    "UTF-16": ('{"name": "A"}'.encode("utf-16"), "application/json; charset=utf-16", 415),
}

# Put in the place of every single value of a good body. Some are good in some places.
VALUES: Final[dict[str, Any]] = {
    "null": None,
    "negative": -1,
    "a fraction": 1.5,
    "10^30": 10**30,
    "beyond a bigint": 2**63,
    "nearly infinite": 1e308,
    "empty text": "",
    "a long text": "x" * 5_000,
    "a text of the script's end": "\U0010ffff\ufffe",
    "half an id": "0190b5a6-0000-7000",
    "the first day": "0001-01-01T00:00:00Z",
    "before the first day": "0001-01-01T00:00:00+14:00",
    "the last moment": "9999-12-31T23:59:59-12:00",
    "an address of 300": "x" * 300 + "@example.com",
    "an empty list": [],
    "a list of lists": [[[]]],
    "an object": {"id": {"id": 1}},
    "a thousand": ["a@example.com"] * 1_000,
}

# In the place of an id or a slug in the address.
NAMES: Final = (
    "0190b5a6-0000-7000-8000-000000000000", "nobody", "0", "-1", "9" * 31, "%00", "%ED%A0%80", "%2e%2e", "a%2Fb",
    "x" * 3_000,
)  # fmt: skip

# As a query parameter, percent-encoded.
QUERY_VALUES: Final = (
    "", "%00", "%ED%A0%80", "%FF", "1" + "0" * 30, "-1", "1e400", "null", "x" * 3_000, "%25%5C'",
    "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00%2B14:00", "2030-02-31",
    "0190b5a6-0000-7000", "00000000-0000-0000-0000-000000000000", "a,b,,", "((((a%20%26%20%7C%20!",
)  # fmt: skip
