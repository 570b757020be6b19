"""The schema and its page, served without the internet."""

import re

from django.contrib.staticfiles import finders

from hiringkit.api.docs import SCHEMA_FILE
from tests.api_client import Client


def test_the_schema_is_the_committed_file_byte_for_byte(client: Client) -> None:
    response = client.get("/schema")
    assert (response.status_code, response.content) == (200, SCHEMA_FILE.read_bytes())
    again = client.get("/schema", headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_page_loads_nothing_from_elsewhere(client: Client) -> None:
    page = client.get("/docs").content.decode()
    linked = re.findall(r'(?:src|href|url)\s*[=:]\s*"([^"]+)"', page)
    assert linked
    for address in linked:
        assert address.startswith(("/static/", "/schema", "#", "data:")), address
        if address.startswith("/static/"):
            assert finders.find(address.removeprefix("/static/")), address


def test_the_page_to_sign_in_at_leads_programmers_to_it(client: Client) -> None:
    assert 'href="/docs"' in client.get("/sign-in").content.decode()
