"""What the admin says where a rule of the database is broken: a sentence, never the rule's name."""

import pytest
from django.contrib import admin
from django.db.models import CheckConstraint, UniqueConstraint
from django.db.models.constraints import BaseConstraint

from hiringkit.people.vocabulary import GroupName
from interviews.models import Candidate, Job
from roles.models import Question
from tests.interviews.test_admin import address, sign_in

# What the field itself refuses first, by its choices or as required; and columns that are on no form.
ELSEWHERE = ("_known", "_not_empty", "_version_from_1", "_lower_case", "_of_one_application")
READ_ONLY = ("interviewplan", "scorecard", "competencyscore", "scorecarditem", "questionfinding", "auditentry")
SHOWN = {
    constraint.name: constraint
    for model, of in admin.site._registry.items()
    for model in (
        model,
        *(row.model for row in (*of.inlines, *(r for s in getattr(of, "sections", ()) for r in s.rows))),
    )
    if model._meta.model_name not in READ_ONLY
    for constraint in model._meta.constraints
    if isinstance(constraint, CheckConstraint) or (isinstance(constraint, UniqueConstraint) and constraint.condition)
    if not constraint.name.endswith(ELSEWHERE)
}


@pytest.mark.parametrize("constraint", SHOWN.values(), ids=SHOWN)
def test_a_rule_that_a_form_can_break_is_said_in_a_sentence(constraint: BaseConstraint) -> None:
    told = str(constraint.get_violation_error_message())
    assert constraint.name not in told
    assert told.endswith(".")


@pytest.mark.django_db
def test_the_forms_say_it(library: None) -> None:
    recruiter = sign_in("r@example.com", GroupName.RECRUITER, GroupName.LIBRARY_EDITOR)
    job = {"title": "A job", "status": "open", "blindness": "never", "remote_id": "a/b"}
    page = recruiter.post(address(Job, "add"), job).content.decode()
    assert "A remote id has no slash." in page
    recruiter.post(address(Candidate, "add"), {"name": "Somebody", "remote_id": "c-1"})
    page = recruiter.post(address(Candidate, "add"), {"name": "Somebody else", "remote_id": "c-1"}).content.decode()
    assert "Another one has this remote id." in page
    question = Question.objects.first()
    assert question is not None
    form = recruiter.get(address(Question, "change", question.pk)).context["adminform"].form
    sent = {name: value for name, value in form.initial.items() if isinstance(value, str | int)}
    rows = {"shows-TOTAL_FORMS": 0, "shows-INITIAL_FORMS": 0}
    page = recruiter.post(address(Question, "change", question.pk), sent | rows | {"minutes": 999}).content.decode()
    assert "A question takes 1 to 240 minutes." in page
    assert "Constraint" not in page
