"""The tables of interviewing: plans, hiring, scorecards, decisions."""

from interviews.models.decisions import Decision
from interviews.models.hiring import Application, Candidate, Job
from interviews.models.interviews import BlindnessLift, Interview, Panelist, Sighting
from interviews.models.plans import InterviewPlan, PlanCompetency, PlanItem, PlanRound
from interviews.models.rules import BlindOn, OwedBy, ReachedBy
from interviews.models.scores import CompetencyScore, QuestionNote, Scorecard, ScorecardItem

__all__ = [
    "Application",
    "BlindOn",
    "BlindnessLift",
    "Candidate",
    "CompetencyScore",
    "Decision",
    "Interview",
    "InterviewPlan",
    "Job",
    "OwedBy",
    "Panelist",
    "PlanCompetency",
    "PlanItem",
    "PlanRound",
    "QuestionNote",
    "ReachedBy",
    "Scorecard",
    "ScorecardItem",
    "Sighting",
]
