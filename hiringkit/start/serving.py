"""Runs the web server and the background worker side by side until someone stops them or one of them ends."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from hiringkit.start.errors import StartError
from hiringkit.start.port import HOST

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
HEADER_PATIENCE = 10_000  # milliseconds for the head of a request
PATIENCE = 10.0  # seconds for a request or a job to finish before its process is killed


def web_server(*, port: int, workers: int, application: str = "hiringkit.asgi:application") -> list[str]:
    """The arguments for Python that serve the application on this machine."""
    return [
        "-m", "granian", "--interface", "asginl", "--host", HOST, "--port", str(port), "--no-ws",
        "--workers", str(workers), "--http1-header-read-timeout", str(HEADER_PATIENCE), "--log-level", "warning",
        application,
    ]  # fmt: skip


def serve(*, port: int, project: Path, when_ready: Callable[[], None]) -> None:
    """Serve until interrupted (KeyboardInterrupt), then stop both. Raises StartError if one of them ends by itself."""
    web = web_server(port=port, workers=os.cpu_count() or 1)
    worker = ["manage.py", "procrastinate", "worker"]
    running: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, arguments in {"web server": web, "worker": worker}.items():
            # In sessions of their own: Ctrl-C reaches this process only, which then stops them in order.
            running[name] = subprocess.Popen(
                [sys.executable, *arguments], cwd=project, stdout=subprocess.DEVNULL, start_new_session=True
            )
        while not _answers(port):
            _check_alive(running)
            time.sleep(0.1)
        when_ready()
        while True:
            _check_alive(running)
            time.sleep(0.5)
    except KeyboardInterrupt:
        print("\nStopping ...", flush=True)
    finally:
        for number in STOPPING:
            signal.signal(number, signal.SIG_IGN)  # an impatient second Ctrl-C would leave processes behind
        _stop(running)


def _answers(port: int) -> bool:
    """Whether the web server gives an answer, whatever it is."""
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", "/health/live")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def _check_alive(running: dict[str, subprocess.Popen[bytes]]) -> None:
    for name, process in running.items():
        if process.poll() is not None:
            raise StartError(f"The {name} ended by itself (exit code {process.returncode}); its last words are above.")


def _stop(running: dict[str, subprocess.Popen[bytes]]) -> None:
    for process in running.values():
        process.terminate()
    deadline = time.monotonic() + PATIENCE
    for process in running.values():
        try:
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
