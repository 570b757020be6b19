"""Mails to people, sent by the worker: no request waits for a mail server, or shows by its time who is known."""

import logging
from datetime import timedelta

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from hiringkit.people.links import GOOD_FOR, forget_link, link_path, make_link
from hiringkit.people.models import Person, SignInLink

logger = logging.getLogger(__name__)


@app.task(retry=RetryStrategy(max_attempts=3, wait=10))
def mail_sign_in_link(address: str, base: str, after: str = "") -> None:
    """Send the person of this address a one-time link, which leads on to the page `after`; to nobody else anything."""
    person = Person.objects.filter(email=address, is_active=True).first()
    token = None if person is None else make_link(person=person)
    if person is None or token is None:
        logger.info("a sign-in link was asked for, and none was sent")
        return
    context = {
        "person": person,
        "link": f"{base}{link_path(token=token, after=after)}",
        "minutes": int(GOOD_FOR.total_seconds() // 60),
    }
    text = render_to_string("pages/link_mail.txt", context)
    try:
        send_mail(_("Your link to Hiring Kit"), text, None, [person.email])
    except Exception:  # whatever a mail server says: the next try has a link of its own
        forget_link(token=token)
        raise


@app.periodic(cron="29 3 * * *")
@app.task(queueing_lock="remove_old_links")
def remove_old_links(timestamp: int) -> None:
    """Drop the rows of links that nobody can use any more."""
    SignInLink.objects.filter(expires_at__lt=timezone.now() - timedelta(days=1)).delete()
