"""Whether a panelist could already have read others' scores of the application when they wrote theirs."""

from hiringkit.people.models import GroupName
from interviews.models import BlindnessLift, Panelist, Scorecard
from interviews.vocabulary import Blindness

READERS = (GroupName.RECRUITER, GroupName.AUDITOR)


def had_seen_others(*, panelist: Panelist) -> bool:
    """True if others' submitted scores stood open to the panelist, whether or not they looked.

    They stand open while the job's blindness is `never`, once a recruiter has lifted the person's blindness, and,
    before the person was put on this panel, to whoever reads all scores of the application: recruiters, auditors, the
    job's hiring managers, and panelists who had submitted what they owed by then. Such a scorecard counts in the
    summary, but is kept out of agreement and calibration.
    """
    interview, person = panelist.interview, panelist.person
    application = interview.application
    others = Scorecard.objects.filter(application=application, submitted_at__isnull=False).exclude(interviewer=person)
    lift = BlindnessLift.objects.filter(application=application, person=person).first()
    if (lift is not None or application.job.blindness == Blindness.NEVER) and others.exists():
        return True
    if not others.filter(submitted_at__lt=panelist.added_at).exists():
        return False
    reads_all = (
        person.is_superuser
        or person.groups.filter(name__in=READERS).exists()
        or application.job.hiring_managers.filter(pk=person.pk).exists()
    )
    had_submitted = Scorecard.objects.filter(
        application=application,
        interviewer=person,
        submitted_at__lt=panelist.added_at,
    )
    return reads_all or had_submitted.exists()
