"""Interviewing in the admin: where recruiters work.

Every write goes through the slices' services, every read through the one rule of reach and blindness.
"""

from typing import cast

from django.contrib import admin

from hiringkit.admin.site import Site
from interviews.admin.hiring import ApplicationAdmin, CandidateAdmin
from interviews.admin.interviews import InterviewAdmin
from interviews.admin.jobs import JobAdmin
from interviews.admin.needs import needs_of
from interviews.admin.plans import InterviewPlanAdmin
from interviews.admin.questions import ExposedQuestionAdmin
from interviews.admin.scores import ScorecardAdmin
from interviews.admin.trail import AuditEntryAdmin, AuditSealAdmin

cast(Site, admin.site).needs.append(needs_of)

__all__ = [
    "ApplicationAdmin",
    "AuditEntryAdmin",
    "AuditSealAdmin",
    "CandidateAdmin",
    "ExposedQuestionAdmin",
    "InterviewAdmin",
    "InterviewPlanAdmin",
    "JobAdmin",
    "ScorecardAdmin",
]
