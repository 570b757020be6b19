"""The library in the admin: where library editors keep roles, competencies, anchors and questions.

Nothing of the library is deleted here: plans and scores point at it. Questions are retired.
"""

from collections.abc import Iterator
from typing import cast

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

from hiringkit.admin.site import Need, Site
from roles.admin import activities, competencies, findings, guides, questions, role
from roles.models import Question
from roles.models.findings import errs
from roles.vocabulary import QuestionStatus


def needs_of(request: HttpRequest) -> Iterator[Need]:
    """Questions that nobody may be asked as they are, for who can mend them."""
    if request.user.has_perm("roles.change_question"):
        erring = Question.objects.filter(errs()).exclude(status=QuestionStatus.RETIRED).count()
        address = f"{reverse('admin:roles_questionfinding_changelist')}?accepted=no&severity__exact=error"
        yield Need("questions", "that nobody may be asked as they are", erring, address)


cast(Site, admin.site).needs.append(needs_of)

__all__ = ["activities", "competencies", "findings", "guides", "questions", "role"]
