"""The door for people: by password, with a limit on tries, and by one-time links that come by mail."""

import re
import socket
import threading
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from hiringkit.people.links import AT_ONCE, GOOD_FOR, make_link, use_link
from hiringkit.people.models import Person, SignInLink
from hiringkit.people.services import create_person
from hiringkit.people.tasks import mail_sign_in_link, remove_old_links
from hiringkit.people.vocabulary import GroupName
from tests.api_client import Client
from tests.people.factories import make_person

pytestmark = pytest.mark.django_db
ADDRESS, PASSWORD = "ada@example.com", "a long enough password"
WRONG = "No account has this e-mail address and password."


def person(*groups: GroupName, email: str = ADDRESS) -> Person:
    return create_person(email=email, name="Ada", groups=groups, password=PASSWORD)


def try_password(client: Client, email: str = ADDRESS, password: str = PASSWORD, **values: Any) -> Any:
    extra = {"REMOTE_ADDR": values.pop("place", "127.0.0.1")}
    return client.post("/sign-in", {"username": email, "password": password, **values}, headers=_PAGE, **extra)


_PAGE = {"Accept": "text/html"}


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def ask_for_link(client: Client, email: str = ADDRESS, query: str = "") -> None:
    """Ask on the page, and let the worker do what was put into the queue."""
    assert client.post(f"/sign-in/link{query}", {"email": email}, headers=_PAGE).status_code == 200
    job = ProcrastinateJob.objects.latest("pk")
    assert job.task_name == "hiringkit.people.tasks.mail_sign_in_link"
    mail_sign_in_link(**job.args)


def link_in_mail() -> str:
    found = re.search(r"http://testserver(\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("group", "page"),
    [
        (GroupName.INTERVIEWER, "/"),
        (GroupName.HIRING_MANAGER, "/"),
        (GroupName.RECRUITER, "/admin/"),
        (GroupName.LIBRARY_EDITOR, "/admin/"),
        (GroupName.AUDITOR, "/admin/"),
    ],
)
def test_each_lands_where_their_work_is(client: Client, group: GroupName, page: str) -> None:
    person(group)
    answer = try_password(client)
    assert (answer.status_code, answer["Location"]) == (302, page)
    assert client.get(page).status_code == 200


def test_the_page_that_was_asked_for_comes_first_if_it_is_ours(client: Client) -> None:
    person()
    assert client.get("/account")["Location"] == "/sign-in?next=/account"
    assert try_password(client, next="/account")["Location"] == "/account"
    for elsewhere in ("https://evil.example", "//evil.example", "javascript:alert(1)", "/\\evil.example"):
        assert try_password(client, next=elsewhere)["Location"] == "/"


def test_whoever_it_was_the_refusal_is_the_same(client: Client) -> None:
    person()
    inactive = person(email="gone@example.com")
    Person.objects.filter(pk=inactive.pk).update(is_active=False)
    make_person(email="named@example.com")  # never had a password
    for email in (ADDRESS, "nobody@example.com", "gone@example.com", "named@example.com"):
        answer = try_password(client, email, "wrong" if email == ADDRESS else PASSWORD)
        assert (answer.status_code, WRONG in answer.content.decode()) == (422, True)
        assert not signed_in(client)


def test_the_address_is_read_as_it_is_stored(client: Client) -> None:
    person()
    assert try_password(client, " ADA@Example.COM ")["Location"] == "/"


def test_too_many_tries_are_too_many_for_this_address_from_there(client: Client) -> None:
    person()
    person(email="ben@example.com")
    tried = [try_password(client, ADDRESS if each % 2 else ADDRESS.upper(), "wrong").status_code for each in range(6)]
    assert tried == [422, 422, 422, 422, 429, 429]
    locked = try_password(client)
    assert (locked.status_code, locked["Retry-After"]) == (429, "900")
    assert "too many tries" in locked.content.decode()
    assert not signed_in(client)
    assert try_password(client, "ben@example.com").status_code == 302
    assert try_password(Client(), place="127.0.0.9").status_code == 302
    ask_for_link(client)
    assert client.post(link_in_mail()).status_code == 302


def test_behind_a_proxy_the_place_is_what_it_has_appended(client: Client, settings: Any) -> None:
    person()
    settings.BEHIND_PROXY = True

    def tried(forwarded: str) -> int:
        headers = {**_PAGE, "X-Forwarded-For": forwarded}
        values = {"username": ADDRESS, "password": "wrong"}
        return int(client.post("/sign-in", values, headers=headers).status_code)

    assert [tried(f"10.0.0.{each}, 192.0.2.1") for each in range(6)][-1] == 429  # what anybody may write counts nothing
    assert tried("192.0.2.1, 192.0.2.2") == 422
    assert tried("nonsense") == 422  # then it is the server's own word
    settings.BEHIND_PROXY = False
    assert tried("192.0.2.1") == 422


def test_a_sign_in_forgets_the_tries_before_it(client: Client) -> None:
    person()
    for _ in range(3):
        for _ in range(4):
            assert try_password(client, password="wrong").status_code == 422
        assert try_password(client).status_code == 302


@pytest.mark.parametrize("values", [{}, {"username": "\x00"}, {"username": "a" * 5_000, "password": "\x00"}])
def test_nonsense_is_refused(client: Client, values: dict[str, str]) -> None:
    assert client.post("/sign-in", values, headers=_PAGE).status_code == 422


def test_a_link_signs_in_once_and_opening_it_uses_nothing_up(client: Client) -> None:
    person()
    ask_for_link(client, query="?next=/account")
    assert mail.outbox[0].to == [ADDRESS]
    link = link_in_mail()
    for _ in range(3):
        assert "One click" in Client().get(link).content.decode()
    answer = client.post(link)
    assert (answer.status_code, answer["Location"], signed_in(client)) == (302, "/account", True)
    late = Client().post(link, headers=_PAGE)
    assert (late.status_code, "used up" in late.content.decode()) == (410, True)
    assert Client().get(link, headers=_PAGE).status_code == 410


def test_a_person_who_was_only_named_gets_in_by_link(client: Client) -> None:
    make_person(email=ADDRESS)
    ask_for_link(client)
    assert client.post(link_in_mail())["Location"] == "/"


def test_a_link_is_good_for_a_quarter_of_an_hour(client: Client) -> None:
    person()
    ask_for_link(client)
    made = SignInLink.objects.get()
    assert made.expires_at - made.made_at == pytest.approx(timedelta(minutes=15), abs=timedelta(seconds=1))
    SignInLink.objects.update(expires_at=timezone.now())
    assert client.post(link_in_mail(), headers=_PAGE).status_code == 410


def test_who_is_not_active_any_more_gets_in_by_none(client: Client) -> None:
    person()
    ask_for_link(client)
    Person.objects.update(is_active=False)
    assert client.post(link_in_mail(), headers=_PAGE).status_code == 410
    ask_for_link(client)
    assert len(mail.outbox) == 1


def test_nobody_learns_who_is_known_and_no_mailbox_is_flooded(client: Client) -> None:
    person()
    pages = [
        client.post("/sign-in/link", {"email": email}, headers=_PAGE).content.decode().replace(email, "")
        for email in (ADDRESS, "nobody@example.com")
    ]
    assert pages[0] == pages[1]
    ask_for_link(client, "nobody@example.com")
    assert mail.outbox == []
    for _ in range(AT_ONCE + 2):
        ask_for_link(client)
    assert len(mail.outbox) == AT_ONCE
    SignInLink.objects.update(made_at=timezone.now() - GOOD_FOR)
    ask_for_link(client)
    assert len(mail.outbox) == AT_ONCE + 1


def test_a_mail_server_that_is_down_uses_up_no_links(settings: Any) -> None:
    person()
    with socket.socket() as nobody_listens:
        nobody_listens.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = nobody_listens.getsockname()
        for _ in range(AT_ONCE + 1):
            with pytest.raises(OSError, match="refused"):
                mail_sign_in_link(address=ADDRESS, base="http://testserver")
    assert not SignInLink.objects.exists()


def test_links_that_nobody_can_use_go_after_a_day() -> None:
    ada = person()
    for _ in range(2):
        make_link(person=ada)
    old = SignInLink.objects.earliest("pk")
    SignInLink.objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(days=2))
    remove_old_links(timestamp=0)
    assert [link.pk for link in SignInLink.objects.all()] == [old.pk + 1]


def test_only_the_digest_is_kept() -> None:
    token = make_link(person=person())
    assert token is not None
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_signinlink l WHERE l::text LIKE %s", [f"%{token}%"])
        assert cursor.fetchone()[0] == 0


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_sign_in() -> None:
    token = make_link(person=person())
    assert token is not None
    came: list[Person | None] = []
    gate = threading.Barrier(4)

    def click() -> None:
        gate.wait()
        with transaction.atomic():
            came.append(use_link(token=token))
        connection.close()

    threads = [threading.Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(each is not None for each in came) == 1


def test_a_forgotten_password_is_set_anew_after_coming_by_link(client: Client) -> None:
    person()
    elsewhere = Client()
    try_password(elsewhere)
    ask_for_link(client, query="?password")
    assert client.post(link_in_mail())["Location"] == "/account/password"
    new = "another long password"
    answer = client.post("/account/password", {"new_password1": new, "new_password2": new})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302  # signed out there
    assert try_password(Client()).status_code == 422
    assert try_password(Client(), password=new).status_code == 302


def test_whoever_came_by_password_is_asked_for_it_and_so_is_a_link_of_yesterday(client: Client) -> None:
    person()
    try_password(client)
    values = {"new_password1": "another long password", "new_password2": "another long password"}
    assert client.post("/account/password", values, headers=_PAGE).status_code == 422
    assert client.post("/account/password", {**values, "old_password": PASSWORD}).status_code == 302
    ask_for_link(client)
    client.post(link_in_mail())
    kept = client.session
    kept["came_by_link"] -= 15 * 60
    kept.save()
    assert client.post("/account/password", values, headers=_PAGE).status_code == 422


def test_a_weak_password_is_refused_with_every_reason(client: Client) -> None:
    person()
    try_password(client)
    values = {"old_password": PASSWORD, "new_password1": "1234", "new_password2": "1234"}
    answer = client.post("/account/password", values, headers=_PAGE)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert all(reason in text for reason in ("too short", "too common", "entirely numeric"))


def test_the_admins_own_door_leads_here_and_round_no_circle(client: Client) -> None:
    person(GroupName.INTERVIEWER)
    answer = client.get("/admin/", follow=True)
    assert [urlsplit(url).path for url, _ in answer.redirect_chain] == ["/admin/login/", "/sign-in"]
    assert answer.context["next"] == "/admin/"
    try_password(client)
    answer = client.get("/admin/", follow=True)
    assert "You are signed in as" in answer.content.decode()
    assert len(answer.redirect_chain) == 2


def test_signing_out(client: Client) -> None:
    person()
    try_password(client)
    assert client.get("/sign-out", headers=_PAGE).status_code == 405
    assert signed_in(client)
    assert client.post("/sign-out")["Location"] == "/sign-in"
    assert not signed_in(client)


def test_a_form_of_another_page_is_refused_with_a_page() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/sign-in", {"username": ADDRESS, "password": PASSWORD}, headers=_PAGE)
    assert (answer.status_code, answer["Content-Type"]) == (403, "text/html; charset=utf-8")


def test_the_time_zone_is_ones_own(client: Client) -> None:
    ada = person()
    try_password(client)
    assert client.post("/account", {"time_zone": "Europe/Oslo"}).status_code == 302
    ada.refresh_from_db()
    assert ada.time_zone == "Europe/Oslo"
    for odd in ("Europe/Atlantis", "../../etc/passwd", "\x00"):
        assert client.post("/account", {"time_zone": odd}, headers=_PAGE).status_code == 422
    assert client.post("/account", {"time_zone": ""}).status_code == 302
    ada.refresh_from_db()
    assert ada.time_zone is None


def test_a_time_zone_that_is_gone_is_no_fault_of_the_page(client: Client) -> None:
    ada = person()
    Person.objects.filter(pk=ada.pk).update(time_zone="Europe/Atlantis")
    try_password(client)
    assert "Times are those of UTC." in client.get("/").content.decode()


def test_the_command_makes_a_link_for_whom_no_mail_reaches(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    person()
    call_command("create_sign_in_link", email="Ada@example.com", next="/account")
    link = capsys.readouterr().out.strip()
    assert client.post(link.removeprefix("http://127.0.0.1:8000"))["Location"] == "/account"
    with pytest.raises(CommandError, match="Nobody"):
        call_command("create_sign_in_link", email="nobody@example.com")
