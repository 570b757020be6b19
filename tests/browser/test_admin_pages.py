"""The admin's pages along the main job, at a desk and on a phone, in light and in dark; kept in build/screenshots."""

import pytest
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer
from selenium.webdriver import Chrome

from hiringkit.people.models import Person
from hiringkit.people.services import create_person
from hiringkit.people.vocabulary import GroupName
from tests.browser.test_admin_hiring import PASSWORD, REA, sign_in
from tests.browser.test_pages import keep, overflows, violations, widen
from tests.story import Hiring

pytestmark = [pytest.mark.slow("drives Chromium"), pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_pages_along_the_job_are_labelled_and_fit_a_phone(
    browser: Chrome, live_server: LiveServer, hiring: Hiring
) -> None:
    create_person(email=REA, name="Rea", groups=[GroupName.RECRUITER, GroupName.LIBRARY_EDITOR])
    rea = Person.objects.get(email=REA)
    rea.set_password(PASSWORD)
    rea.save()
    sign_in(browser, live_server, REA)
    application, interview, job = hiring.application, hiring.first, hiring.job
    pages = {
        "index": reverse("admin:index"),
        "owed": reverse("admin:interviews_owed"),
        "plan": reverse("admin:interviews_interviewplan_change", args=[job.plan_id]),
        "publish": reverse("admin:interviews_interviewplan_archive", args=[job.plan_id]),
        "job": reverse("admin:interviews_job_change", args=[job.pk]),
        "candidate": reverse("admin:interviews_candidate_change", args=[application.candidate_id]),
        "application": reverse("admin:interviews_application_change", args=[application.pk]),
        "interview": reverse("admin:interviews_interview_change", args=[interview.pk]),
        "whose": reverse("admin:interviews_interview_add"),
        "schedule": f"{reverse('admin:interviews_interview_add')}?application={application.pk}",
    }
    found = {}
    for name, address in pages.items():
        for width in (1280, 390):
            widen(browser, width, dark=width == 390)
            browser.get(f"{live_server.url}{address}")
            faults = violations(browser) if width == 1280 else []
            found[name, width] = faults + (["scrolls sideways"] if overflows(browser) else [])
            keep(browser, f"admin-{name}-{width}")
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
    assert {page: faults for page, faults in found.items() if faults} == {}
