"""The library's questions in the admin, with how often each was asked: only here, as the library knows of no interview.

Takes the place of the library's own page.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import display_for_value
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest

from hiringkit.people.admin_principal import admin_principal
from interviews.exposure.queries import EXPOSURE_GROUPS, QuestionExposure, count_exposures
from roles.admin.questions import QuestionAdmin
from roles.models import Question

EXPOSURE = ("times_asked", "n_candidates", "last_asked_at")


class ExposedChangeList(ChangeList):
    """Counts for the rows of the page, all at once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        if sees_exposure(request):
            rows = list(self.result_list)
            for question, exposure in zip(rows, expose(request, rows), strict=True):
                question.exposure = exposure
            self.result_list = rows


def sees_exposure(request: HttpRequest) -> bool:
    return admin_principal(request).in_group(*EXPOSURE_GROUPS)


def expose(request: HttpRequest, questions: Sequence[Question]) -> list[QuestionExposure]:
    return count_exposures(principal=admin_principal(request), questions=questions)


admin.site.unregister(Question)


@admin.register(Question)
class ExposedQuestionAdmin(QuestionAdmin):
    def get_changelist(self, request: HttpRequest, **kwargs: object) -> type[ChangeList]:
        return ExposedChangeList

    def get_list_display(self, request: HttpRequest) -> Any:
        shown = super().get_list_display(request)
        return [*shown, *EXPOSURE] if sees_exposure(request) else shown

    def get_readonly_fields(self, request: HttpRequest, obj: object = None) -> Any:
        shown = super().get_readonly_fields(request, obj)
        return [*shown, *EXPOSURE] if obj is not None and sees_exposure(request) else shown

    def get_fieldsets(self, request: HttpRequest, obj: object = None) -> Any:
        shown = super().get_fieldsets(request, obj)
        return [*shown, ("How often it was asked", {"fields": [EXPOSURE]})] if obj and sees_exposure(request) else shown

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Question | None:
        question = super().get_object(request, object_id, from_field)
        if question is not None and sees_exposure(request):
            (question.exposure,) = expose(request, [question])
        return question

    @admin.display(description="times asked")
    def times_asked(self, question: Any) -> int:
        return int(question.exposure.times_asked)

    @admin.display(description="candidates asked")
    def n_candidates(self, question: Any) -> int:
        return int(question.exposure.n_candidates)

    @admin.display(description="last asked")
    def last_asked_at(self, question: Any) -> str:
        return display_for_value(question.exposure.last_asked_at, "-")
