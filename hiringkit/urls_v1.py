"""The whole v1 API on one page."""

from typing import TYPE_CHECKING, Any

from django.urls import path

from hiringkit.people.views import CallerView, PersonViewSet
from interviews.exposure.views import QuestionExposureViewSet
from interviews.hiring.views import ApplicationViewSet, CandidateViewSet, InterviewViewSet, JobViewSet
from interviews.kits.views import KitExportView, KitSheetsView, KitView
from interviews.plans.views import PlanViewSet
from interviews.scores.views import OwedViewSet, ScorecardViewSet
from interviews.summaries.views import ComparisonView, DecisionView, DecisionViewSet, SummaryExportView, SummaryView
from interviews.trail.views import AuditEntryViewSet
from roles.library.views import LibraryExportView, LibraryImportView
from roles.views import (
    CompetencyAreaViewSet,
    CompetencyViewSet,
    GuideViewSet,
    QuestionViewSet,
    RoleComparisonView,
    RoleViewSet,
)

if TYPE_CHECKING:
    from rest_framework.decorators import ViewSetAction

Methods = dict[str, "str | ViewSetAction[Any]"]

READ_ALL: Methods = {"get": "list"}
READ_ONE: Methods = {"get": "retrieve"}
LIST: Methods = {"get": "list", "post": "create"}
EDITED: Methods = {"get": "retrieve", "patch": "partial_update"}
ONE: Methods = {"get": "retrieve", "patch": "partial_update", "delete": "destroy"}

urlpatterns = [
    # The library
    path("library/export", LibraryExportView.as_view(), name="library-export"),
    path("library/import", LibraryImportView.as_view(), name="library-import"),
    path("roles", RoleViewSet.as_view(LIST), name="roles"),
    path("roles/compare", RoleComparisonView.as_view(), name="role-comparison"),
    path("roles/<slug:slug>", RoleViewSet.as_view(EDITED), name="role"),
    path("competency-areas", CompetencyAreaViewSet.as_view(LIST), name="competency-areas"),
    path("competency-areas/<slug:slug>", CompetencyAreaViewSet.as_view(EDITED), name="competency_area"),
    path("competencies", CompetencyViewSet.as_view(LIST), name="competencies"),
    path("competencies/<slug:slug>", CompetencyViewSet.as_view(EDITED), name="competency"),
    path("guides", GuideViewSet.as_view(READ_ALL), name="guides"),
    path("guides/<slug:slug>", GuideViewSet.as_view(READ_ONE), name="guide"),
    path("questions", QuestionViewSet.as_view(LIST), name="questions"),
    path("questions/<id:pk>", QuestionViewSet.as_view(EDITED), name="question"),
    path("questions/<id:pk>/activate", QuestionViewSet.as_view({"post": "activate"}), name="question-activate"),
    path("questions/<id:pk>/retire", QuestionViewSet.as_view({"post": "retire"}), name="question-retire"),
    path("questions/<id:pk>/overrule", QuestionViewSet.as_view({"post": "overrule"}), name="question-overrule"),
    path("questions/<id:pk>/exposure", QuestionExposureViewSet.as_view(READ_ONE), name="question-exposure"),
    path("question-exposures", QuestionExposureViewSet.as_view(READ_ALL), name="question-exposures"),
    # Plans
    path("plans", PlanViewSet.as_view(READ_ALL), name="plans"),
    path("plans/assemble", PlanViewSet.as_view({"post": "assemble"}), name="plan-assemble"),
    path("plans/<id:pk>", PlanViewSet.as_view(ONE), name="plan"),
    path("plans/<id:pk>/publish", PlanViewSet.as_view({"post": "publish"}), name="plan-publish"),
    path("plans/<id:pk>/archive", PlanViewSet.as_view({"post": "archive"}), name="plan-archive"),
    path("plans/<id:pk>/make-standard", PlanViewSet.as_view({"post": "make_standard"}), name="plan-make-standard"),
    # Hiring
    path("jobs", JobViewSet.as_view(LIST), name="jobs"),
    path("jobs/<id:pk>", JobViewSet.as_view(ONE), name="job"),
    path("candidates", CandidateViewSet.as_view(LIST), name="candidates"),
    path("candidates/<id:pk>", CandidateViewSet.as_view(ONE), name="candidate"),
    path("applications", ApplicationViewSet.as_view(LIST), name="applications"),
    path("applications/<id:pk>", ApplicationViewSet.as_view(ONE), name="application"),
    path("interviews", InterviewViewSet.as_view(LIST), name="interviews"),
    path("interviews/<id:pk>", InterviewViewSet.as_view(ONE), name="interview"),
    path("interviews/<id:pk>/excuse", InterviewViewSet.as_view({"post": "excuse"}), name="interview-excuse"),
    path("interviews/<id:pk>/kit", KitView.as_view(), name="kit"),
    path("interviews/<id:pk>/kit/export", KitExportView.as_view(), name="kit-export"),
    path("interviews/<id:pk>/kit/sheets", KitSheetsView.as_view(), name="kit-sheets"),
    path(
        "applications/<id:pk>/lift-blindness",
        ApplicationViewSet.as_view({"post": "lift_blindness"}),
        name="application-lift-blindness",
    ),
    path("me", CallerView.as_view(), name="me"),
    path("people", PersonViewSet.as_view(READ_ALL), name="people"),
    path("people/<id:pk>", PersonViewSet.as_view(READ_ONE), name="person"),
    # Scores and what they come to
    path("scorecards/owed", OwedViewSet.as_view(READ_ALL), name="scorecards-owed"),
    path("scorecards", ScorecardViewSet.as_view(LIST), name="scorecards"),
    path(
        "scorecards/<id:pk>",
        ScorecardViewSet.as_view(ONE),
        name="scorecard",
    ),
    path("scorecards/<id:pk>/submit", ScorecardViewSet.as_view({"post": "submit"}), name="scorecard-submit"),
    path("scorecards/<id:pk>/amend", ScorecardViewSet.as_view({"post": "amend"}), name="scorecard-amend"),
    path("applications/<id:pk>/decision", DecisionView.as_view(), name="decision"),
    path("applications/<id:pk>/decisions", DecisionViewSet.as_view(READ_ALL), name="decisions"),
    path("audit-entries", AuditEntryViewSet.as_view(READ_ALL), name="audit-entries"),
    path("jobs/<id:pk>/comparison", ComparisonView.as_view(), name="comparison"),
    path("applications/<id:pk>/summary", SummaryView.as_view(), name="summary"),
    path("applications/<id:pk>/summary/export", SummaryExportView.as_view(), name="summary-export"),
]
