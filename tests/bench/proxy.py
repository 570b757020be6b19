"""A proxy that receives requests whole before it passes them on: the other way to keep slow clients from threads."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.load import free_port, wait_until_up

_CONFIGURATION = """
daemon off; worker_processes 1; pid {folder}/pid; error_log stderr crit;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    upstream product {{ server 127.0.0.1:{product}; keepalive 4; }}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://product; proxy_http_version 1.1; proxy_request_buffering on; proxy_buffering on;
            proxy_set_header Connection ""; proxy_set_header Host $http_host;
        }}
    }}
}}
"""


@contextmanager
def nginx(product: int) -> Iterator[int | None]:
    """The port of an nginx in front of the product's; None where there is no nginx."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
    if program is None:
        yield None
        return
    port = free_port()
    with TemporaryDirectory() as folder:
        file = Path(folder, "nginx.conf")
        file.write_text(_CONFIGURATION.format(folder=folder, product=product, port=port))
        with subprocess.Popen([program, "-c", str(file), "-e", "stderr"], stderr=subprocess.DEVNULL) as process:
            try:
                wait_until_up(port)
                yield port
            finally:
                process.terminate()
