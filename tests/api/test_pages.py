"""What every page of ours keeps to: nothing in it runs or is styled by text of its own, or comes from elsewhere."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.api_client import Client

TEMPLATES = sorted(
    path
    for folder in ("hiringkit", "interviews", "roles")
    for path in (Path(settings.BASE_DIR) / folder).rglob("templates/**/*.html")
    if path.parent.name != "files"  # to be downloaded, and read without us
)
LOOSE = re.compile(r"<style|\sstyle=|<script(?![^>]* src=)|\son[a-z]+=|(?:src|href)=[\"']?(?:https?:)?//")


def test_templates_are_found() -> None:
    assert len(TEMPLATES) > 20


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_no_template_holds_what_the_policy_refuses(path: Path) -> None:
    assert LOOSE.findall(path.read_text()) == []


@pytest.mark.parametrize(
    "text", ["<style>", '<p style="x">', "<script>x</script>", "<a onclick=x>", '<img src="//elsewhere/x.png">']
)
def test_it_would_be_found(text: str) -> None:
    assert LOOSE.search(text)


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/link", "/docs", "/nowhere"])
def test_pages_go_out_with_the_policy_and_answers_of_the_api_without(client: Client, db: None, path: str) -> None:
    policy = client.get(path, headers={"Accept": "text/html"}).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "Content-Security-Policy" not in client.get("/api/v1/me").headers


def test_a_program_that_asks_for_no_page_gets_a_problem(client: Client, db: None) -> None:
    assert client.get("/nowhere").headers["Content-Type"] == "application/problem+json"
    assert client.get("/nowhere", headers={"Accept": "text/html"}).headers["Content-Type"].startswith("text/html")
    assert client.get("/api/v1/nowhere", headers={"Accept": "text/html"}).headers["Content-Type"] == (
        "application/problem+json"
    )
