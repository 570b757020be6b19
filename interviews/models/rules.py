"""The rules that everything asks, each once, as views of the database: who owes, who is blind, who reaches.

They are named alike by the ORM, by statements written by hand and by COPY. The views' text is in migration 0006;
`tests/interviews/access` holds them to the same rules written as querysets. A view's row says that something is so now:
nothing is stored, so nothing can be out of date. A person and an application may stand in several rows.
"""

from django.conf import settings
from django.db import models

from interviews.models.hiring import Application
from interviews.models.interviews import Interview, Panelist


class OwedBy(models.Model):
    """A seat whose panelist owes its scorecard: the interview is neither cancelled nor deleted, they are not excused,
    and they have no submitted scorecard of it.
    """

    seat = models.OneToOneField(Panelist, on_delete=models.DO_NOTHING, primary_key=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, related_name="+")
    interview = models.ForeignKey(Interview, on_delete=models.DO_NOTHING, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.DO_NOTHING, related_name="+")

    class Meta:
        managed = False
        db_table = "interviews_owed_by"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.person} owes a scorecard of {self.interview}"


class BlindOn(models.Model):
    """A person who may not see others' scores of an application now, a row for each seat that makes them so.

    By the job's `blindness`: `until_own_submission` while they owe a scorecard of it, `until_panel_complete` while
    anybody on its panels owes one, `never` not at all; and in no case once a recruiter has lifted their blindness.
    """

    pk = models.CompositePrimaryKey("person_id", "application_id")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.DO_NOTHING, related_name="+")

    class Meta:
        managed = False
        db_table = "interviews_blind_on"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.person} is blind on {self.application}"


class ReachedBy(models.Model):
    """An application that a person reaches by themselves: they sit on an interview of it that is not deleted, or manage
    its job. What their groups let them reach comes on top (`interviews.access.reach`).
    """

    pk = models.CompositePrimaryKey("person_id", "application_id")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.DO_NOTHING, related_name="+")

    class Meta:
        managed = False
        db_table = "interviews_reached_by"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.person} reaches {self.application}"
