"""Clients that send or read slowly, 64 at a time: everybody else is answered meanwhile, and the server ends them.

`tests/prove/test_door.py` has the control.
"""

import time

import pytest

from hiringkit.asgi import THREADS
from tests.door import PATIENCE
from tests.door.conftest import Server
from tests.door.slow import (
    MANY,
    answered,
    ended,
    half_a_body,
    half_a_body_in_chunks,
    half_a_body_without_a_key,
    half_a_sign_in,
    holding,
    much_to_read,
    still_held,
)

pytestmark = pytest.mark.slow("waits for a server to lose its patience")
assert MANY > 4 * THREADS


def test_half_sent_bodies_stop_nobody_and_are_ended(server: Server, subtests: pytest.Subtests) -> None:
    for request_of in (half_a_body, half_a_body_without_a_key, half_a_body_in_chunks, half_a_sign_in):
        with subtests.test(msg=request_of.__name__), holding(server, request_of(server)) as held:
            assert answered(server) == [200] * 4
            assert still_held(server) == MANY
            for sock in held:
                assert ended(sock, within=5 * PATIENCE).startswith(b"HTTP/1.1 408 ")
    with subtests.test(msg="who reads nothing"), holding(server, much_to_read(server)):
        assert answered(server) == [200] * 4
        assert still_held(server) == MANY
        until = time.monotonic() + 10 * PATIENCE
        while still_held(server) and time.monotonic() < until:
            time.sleep(0.2)
        assert still_held(server) == 0
