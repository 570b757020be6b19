from typing import ClassVar

from hiringkit.people import declared
from hiringkit.people.vocabulary import GroupName

_PLANS = ("interviewplan", "plancompetency", "planround", "planitem")
_HIRING = ("job", "candidate", "application", "interview", "panelist")
_SCORES = ("scorecard", "competencyscore", "questionnote", "scorecarditem", "decision")


class InterviewsConfig(declared.DeclaringApp):
    """Plans, hiring, scorecards and summaries."""

    name = "interviews"
    verbose_name = "Interviewing"
    admin_place = 1
    admin_order = ("InterviewPlan", "Job", "Candidate", "Application", "Interview", "Scorecard")
    grants: ClassVar[declared.Grants] = {
        # Decisions are added, never changed, and panelists are excused; of whose job and when the services judge.
        GroupName.HIRING_MANAGER: {
            "view": (*_PLANS, *_HIRING, *_SCORES),
            "add": ("decision",),
            "change": ("panelist",),
        },
        GroupName.RECRUITER: {
            "view": (*_PLANS, *_HIRING, *_SCORES),
            "add": (*_HIRING, "decision", "blindnesslift", "interviewplan"),
            "change": (*_HIRING, "interviewplan"),
            "delete": _HIRING,
        },
        GroupName.LIBRARY_EDITOR: {"view": _PLANS},
        GroupName.AUDITOR: {"view": (*_PLANS, *_HIRING, *_SCORES)},
    }
    not_audited = frozenset()
