"""Installations of the size that a large company has, in bulk: the shipped questions again and again, and hiring."""

from itertools import cycle, islice
from uuid import uuid4

from django.db import connection

from roles.models import Question, QuestionCompetency

AT_ONCE = 2_000

# Jobs on a plan that is there, applications dealt to them, two interviews of each by two of the people; three fifths of
# the interviews have both scorecards submitted, one fifth one, the rest none. The recruiter owes one.
_HIRING = """
CREATE TEMP TABLE crowd AS SELECT gen_random_uuid() AS id, n - 1 AS n FROM generate_series(1, {people}) n;
INSERT INTO people_person (id, email, name, name_key, password, is_active, is_superuser, is_staff)
SELECT id, 'p' || n || '@example.com', 'Person ' || n, 'person ' || n || chr(31) || 'Person ' || n,
    '!', true, false, false FROM crowd;
CREATE TEMP TABLE openings AS SELECT gen_random_uuid() AS id, n - 1 AS n FROM generate_series(1, {jobs}) n;
INSERT INTO interviews_job (id, title, role_id, plan_id, status, blindness)
SELECT o.id, 'Opening ' || o.n, p.role_id, p.id, 'open', 'until_own_submission'
FROM openings o, (SELECT * FROM interviews_interviewplan WHERE status = 'published' ORDER BY id LIMIT 1) p;
INSERT INTO interviews_job_hiring_managers (job_id, person_id)
SELECT o.id, c.id FROM openings o JOIN crowd c ON c.n IN (o.n, o.n + {jobs});
CREATE TEMP TABLE held AS
SELECT n, gen_random_uuid() AS candidate, gen_random_uuid() AS application, gen_random_uuid() AS first,
    gen_random_uuid() AS second FROM generate_series(1, {applications}) n;
INSERT INTO interviews_candidate (id, name, name_key)
SELECT candidate, 'Candidate ' || n, 'candidate ' || n || chr(31) || 'Candidate ' || n FROM held;
INSERT INTO interviews_application (id, candidate_id, job_id, plan_id, status)
SELECT h.application, h.candidate, o.id, j.plan_id, 'active'
FROM held h JOIN openings o ON o.n = h.n % {jobs} JOIN interviews_job j ON j.id = o.id;
CREATE TEMP TABLE sides AS SELECT id, row_number() OVER (ORDER BY position) AS side FROM interviews_planround
WHERE plan_id = (SELECT plan_id FROM interviews_job j JOIN openings o ON o.id = j.id LIMIT 1) AND position < 2;
INSERT INTO interviews_interview (id, application_id, round_id, scheduled_at)
SELECT CASE s.side WHEN 1 THEN h.first ELSE h.second END, h.application, s.id, now() - h.n % 1000 * interval '1 hour'
FROM held h, sides s;
INSERT INTO interviews_panelist (interview_id, person_id, added_at, excuse_reason, from_scorecard)
SELECT t.interview, c.id, now(), '', false
FROM (SELECT n, first AS interview FROM held UNION ALL SELECT n + 3, second FROM held) t
JOIN crowd c ON c.n IN (t.n % {people}, (t.n * 7 + 1) % {people});
INSERT INTO interviews_scorecard (id, application_id, interview_id, interviewer_id, status, overall_recommendation,
    informed, submitted_at, amendment_reason)
SELECT gen_random_uuid(), h.application, t.interview_id, t.person_id, 'submitted', 'yes', false, now(), ''
FROM held h JOIN interviews_panelist t ON t.interview_id IN (h.first, h.second)
JOIN crowd c ON c.id = t.person_id
WHERE h.n % 5 < 3 OR (h.n % 5 = 3 AND c.n = h.n % {people});
INSERT INTO interviews_panelist (interview_id, person_id, added_at, excuse_reason, from_scorecard)
SELECT h.first, p.id, now(), '', false FROM held h, people_person p WHERE h.n = 7 AND p.email = '{recruiter}';
"""


def copy_questions(number_of: int) -> None:
    """The shipped questions again and again, each under a slug of its own, up to so many."""
    shipped = list(Question.objects.prefetch_related("shows", "roles"))
    columns = [field.attname for field in Question._meta.concrete_fields if field.attname != "words"]
    listed = Question.roles.through
    questions, shows, roles = [], [], []
    for number, question in enumerate(islice(cycle(shipped), number_of - len(shipped))):
        values = {column: getattr(question, column) for column in columns}
        copy = Question(**values | {"id": uuid4(), "slug": f"{question.slug[:90]}-{number}"})
        questions.append(copy)
        shows += [
            QuestionCompetency(question=copy, competency_id=row.competency_id, strength=row.strength)
            for row in question.shows.all()
        ]
        roles += [listed(question=copy, role=role) for role in question.roles.all()]
    Question.objects.bulk_create(questions, AT_ONCE)
    QuestionCompetency.objects.bulk_create(shows, AT_ONCE)
    listed._default_manager.bulk_create(roles, AT_ONCE)
    _analyze()


def fill_hiring(*, people: int, jobs: int, applications: int, recruiter: str) -> None:
    """Beside a published plan of two rounds or more: so many of each, with two interviews of every application."""
    sizes = {"people": people, "jobs": jobs, "applications": applications, "recruiter": recruiter}
    with connection.cursor() as cursor:
        for statement in _HIRING.format(**sizes).split(";\n"):
            if statement.strip():
                cursor.execute(statement)
    _analyze()


def _analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
