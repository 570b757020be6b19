"""Changes of plans, hiring and scores in the audit trail."""

from django.db import migrations

from hiringkit.rows.audit_trigger import AuditChanges

OF_INTERVIEW = "(SELECT application_id FROM interviews_interview x WHERE x.id = r.interview_id)"
OF_SCORECARD = "(SELECT application_id FROM interviews_scorecard x WHERE x.id = r.scorecard_id)"
NOTED = (
    "(SELECT scorecard_id::text FROM interviews_competencyscore s WHERE s.id = r.score_id)",
    "(SELECT c.application_id FROM interviews_competencyscore s JOIN interviews_scorecard c ON c.id = s.scorecard_id"
    " WHERE s.id = r.score_id)",
)


class Migration(migrations.Migration):
    dependencies = [("interviews", "0003_recording"), ("audit", "0001_initial")]

    operations = [
        AuditChanges("interviews_interviewplan", "plan"),
        AuditChanges("interviews_plancompetency", "plan", key="plan_id", part="profile"),
        AuditChanges("interviews_planround", "plan", key="plan_id", part="rounds"),
        AuditChanges("interviews_planitem", "plan", key="plan_id", part="items"),
        AuditChanges("interviews_job", "job"),
        AuditChanges(
            "interviews_job_hiring_managers", "job", key="job_id", part="hiring_managers", subject="person_id"
        ),
        AuditChanges("interviews_candidate", "candidate"),
        AuditChanges("interviews_application", "application", application="id"),
        AuditChanges("interviews_interview", "interview", application="application_id"),
        AuditChanges(
            "interviews_panelist",
            "interview",
            key="interview_id",
            part="panelists",
            subject="person_id",
            application=OF_INTERVIEW,
        ),
        AuditChanges(
            "interviews_exposure",
            "application",
            key="application_id",
            part="exposures",
            subject="person_id",
            application="application_id",
        ),
        AuditChanges(
            "interviews_blindnesslift",
            "application",
            key="application_id",
            part="blindness_lifts",
            subject="person_id",
            application="application_id",
        ),
        AuditChanges(
            "interviews_decision",
            "application",
            key="application_id",
            part="decisions",
            subject="decided_by_id",
            application="application_id",
        ),
        AuditChanges("interviews_scorecard", "scorecard", subject="interviewer_id", application="application_id"),
        AuditChanges(
            "interviews_competencyscore", "scorecard", key="scorecard_id", part="scores", application=OF_SCORECARD
        ),
        AuditChanges(
            "interviews_questionnote",
            "scorecard",
            key="score_id",
            name=NOTED[0],
            part="questions",
            application=NOTED[1],
        ),
    ]
