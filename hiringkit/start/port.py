"""The port to serve on, known to be free before anything else is done."""

import errno
import socket

from hiringkit.start.errors import StartError

HOST = "127.0.0.1"


def choose_port(wanted: str) -> int:
    """Return `wanted` as a number, having tried it. Raises StartError if it is no port, is taken or is forbidden."""
    if not wanted.isdecimal() or not 1 <= int(wanted) <= 65535:
        raise StartError(f"PORT must be a number from 1 to 65535, not {wanted!r}.")
    port = int(wanted)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a connection just closed does not count as busy
        try:
            probe.bind((HOST, port))
        except OSError as error:
            reason = "is taken by another program" if error.errno == errno.EADDRINUSE else f"fails: {error.strerror}"
            advice = f"Choose another, for example: make run PORT={_free_port()}"
            raise StartError(f"Port {port} {reason}. {advice}") from error
    return port


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
