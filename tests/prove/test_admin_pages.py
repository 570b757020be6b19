"""Every page of the admin that somebody in all groups can open: labelled, no wider than the window at a desk and on a
phone, in light and in dark, and to be used with the keyboard alone. Screenshots are kept in build/screenshots.
"""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer
from selenium.webdriver import Chrome

from hiringkit.people.models import Person
from hiringkit.people.services import create_person
from hiringkit.people.vocabulary import GroupName
from roles.models import Role
from tests.browser.test_admin_hiring import PASSWORD, REA, sign_in
from tests.browser.test_pages import keep, overflows, violations, widen
from tests.story import ADA, Hiring, submit

pytestmark = [pytest.mark.prove, pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What a mouse can use and Tab doesn't reach. Parts of a select that searches are reached by its box.
UNREACHED = """
const seen = (each) => each.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && !each.closest("[aria-hidden=true], .select2-container, .select2-hidden-accessible");
const usable = "a[href], button, input:not([type=hidden]), select, textarea, summary, [onclick], [role=button]";
return [...document.querySelectorAll(usable)].filter((each) => {
    if (!seen(each) || each.disabled || each.matches(".select2-hidden-accessible")) return false;
    each.focus();
    return document.activeElement !== each || each.tabIndex < 0;
}).map((each) => each.outerHTML.slice(0, 120));
"""


def pages(viewer: Person, hiring: Hiring) -> Iterator[tuple[str, str]]:
    """Each list, each form for a new row, a row of each kind, and the pages that belong to one."""
    request = type("Request", (), {"user": viewer, "GET": {}})()
    for model, of in admin.site._registry.items():
        label, name = model._meta.app_label, str(model._meta.model_name)
        if not viewer.has_perm(f"{label}.view_{name}"):
            continue
        yield f"{name}-list", reverse(f"admin:{label}_{name}_changelist")
        if of.has_add_permission(request):
            yield f"{name}-add", reverse(f"admin:{label}_{name}_add")
        row = model._default_manager.order_by("pk").last()
        if row is not None:
            yield f"{name}-one", reverse(f"admin:{label}_{name}_change", args=[row.pk])
            yield f"{name}-history", reverse(f"admin:{label}_{name}_history", args=[row.pk])
            for act in getattr(of, "acts", ()):
                yield f"{name}-{act.name}", reverse(f"admin:{label}_{name}_{act.name}", args=[row.pk])
    role = Role.objects.get(slug="data-scientist")
    for section in ("profile", "activities", "tools", "neighbours"):
        yield f"role-{section}", reverse(f"admin:roles_role_{section}", args=[role.pk])
    plan = hiring.plan.pk
    yield "plan-kit", reverse("admin:interviews_interviewplan_kit", args=[plan, 0])
    yield "plan-like", f"{reverse('admin:interviews_interviewplan_add')}?like={plan}&questions=kept"
    yield "comparison", reverse("admin:interviews_job_comparison", args=[hiring.job.pk])
    yield "schedule", f"{reverse('admin:interviews_interview_add')}?application={hiring.application.pk}"
    yield "index", reverse("admin:index")
    yield "owed", reverse("admin:interviews_owed")
    yield "import", reverse("admin:roles_library")
    yield "table", reverse("admin:roles_question_spreadsheet")
    yield "nowhere", "/admin/nope/"


def test_every_page_is_labelled_fits_and_needs_no_mouse(
    browser: Chrome, live_server: LiveServer, hiring: Hiring
) -> None:
    groups = [GroupName.RECRUITER, GroupName.LIBRARY_EDITOR, GroupName.AUDITOR]
    create_person(email=REA, name="Rea", groups=groups)
    rea = Person.objects.get(email=REA)
    rea.set_password(PASSWORD)
    rea.save()
    submit(ADA, hiring.first)
    sign_in(browser, live_server, REA)
    found, opened = {}, dict(pages(rea, hiring))
    for name, address in opened.items():
        for width, dark in ((1280, False), (390, True)):
            widen(browser, width, dark=dark)
            browser.get(f"{live_server.url}{address}")
            faults = violations(browser) + [f"no key reaches {each}" for each in browser.execute_script(UNREACHED)]
            found[f"{name} {width}"] = faults + (["scrolls sideways"] if overflows(browser) else [])
            keep(browser, f"all-{name}-{width}")
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
    print(f"{len(opened)} pages")
    assert {page: faults for page, faults in found.items() if faults} == {}


def test_a_page_that_needs_a_mouse_would_be_found(browser: Chrome) -> None:
    browser.get("data:text/html,<a href=x tabindex=-1>by mouse</a><button>by key</button>")
    assert ["by mouse" in each for each in browser.execute_script(UNREACHED)] == [True]
