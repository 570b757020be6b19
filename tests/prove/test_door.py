"""The control of the tests of slow clients: without the door, fewer of them stop everybody."""

import pytest

from hiringkit.asgi import THREADS
from tests.bench.load import free_port
from tests.door import slow
from tests.door.conftest import serving


def test_control_a_thread_that_waits_for_a_body_answers_nobody(transactional_db: None, library: None) -> None:
    port = free_port()
    arguments = [
        "-m", "granian", "--interface", "wsgi", "--port", str(port), "--no-ws", "--workers", "1",
        "--blocking-threads", str(THREADS), "--log-level", "warning", "tests.door.served:inner",
    ]  # fmt: skip
    with serving(port, arguments) as server:
        assert slow.answered(server) == [200] * 4
        with slow.holding(server, slow.half_a_sign_in(server)), pytest.raises(TimeoutError):
            slow.answered(server)
