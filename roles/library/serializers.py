"""The shapes of moving a library: files in, files out, and what an import changed."""

from typing import ClassVar

from rest_framework import serializers

from hiringkit.api.serializers import ReadSerializer, StrictSerializer
from hiringkit.api.shapes import ProblemSerializer
from roles.library.report import CREATED, UPDATED
from roles.lint import Severity

KIND_CHOICES = [(kind, kind) for kind in ("activity", "area", "competency", "role", "question", "guide")]
ACTION_CHOICES = [(CREATED, CREATED), (UPDATED, UPDATED)]
SEVERITY_CHOICES = [(severity.value, severity.value) for severity in Severity]
EXISTING_CHOICES = [("update", "update"), ("keep", "keep")]


class LibraryFileSerializer(StrictSerializer):
    """One file of the library."""

    name = serializers.CharField(max_length=200, help_text="A path such as `roles/data-scientist.yaml`.")
    content = serializers.CharField(trim_whitespace=False, help_text="YAML; see docs/library.md.")


class LibraryFilesSerializer(ReadSerializer):
    """The whole library; what an import takes."""

    files = LibraryFileSerializer(many=True)


class LibraryImportSerializer(StrictSerializer):
    example: ClassVar = {
        "files": [
            {
                "name": "activities.yaml",
                "content": "activities:\n- slug: labelling\n  name: Labelling\n  kind: exclusive\n"
                "  summary: Saying of examples what they show.\n  source: {kind: own}\n",
            }
        ],
        "dry_run": True,
    }

    files = LibraryFileSerializer(many=True, allow_empty=False)
    existing = serializers.ChoiceField(
        choices=EXISTING_CHOICES,
        default="update",
        help_text="Of what is there already: set it to what the files say, or keep it.",
    )
    dry_run = serializers.BooleanField(default=False, help_text="Answer with what would change, and change nothing.")


class LibraryThingSerializer(ReadSerializer):
    """A thing of the library by kind and slug."""

    kind = serializers.ChoiceField(choices=KIND_CHOICES)
    slug = serializers.CharField()


class LibraryChangeSerializer(LibraryThingSerializer):
    """One thing that was written."""

    action = serializers.ChoiceField(choices=ACTION_CHOICES)
    fields = serializers.ListField(  # type: ignore[assignment]  # DRF's own `fields` is an instance's
        child=serializers.CharField(), help_text="Which parts differ, where it was there already."
    )


class LibraryFindingSerializer(LibraryThingSerializer):
    """One thing that an editor should look at; see `manage.py lint_library`."""

    severity = serializers.ChoiceField(choices=SEVERITY_CHOICES)
    code = serializers.CharField()
    place = serializers.CharField()
    detail = serializers.CharField()


class LibraryDraftFindingSerializer(ReadSerializer):
    code = serializers.CharField()
    severity = serializers.ChoiceField(choices=SEVERITY_CHOICES)
    place = serializers.CharField()
    detail = serializers.CharField()


class LibraryFaultSerializer(ReadSerializer):
    """One thing wrong with a file, and where: its line, and a path such as `questions/3/minutes`."""

    file = serializers.CharField()
    line = serializers.IntegerField()
    place = serializers.CharField()
    code = serializers.CharField()
    detail = serializers.CharField()


class LibraryProblemSerializer(ProblemSerializer):
    """Why nothing was imported. With the code `library_invalid` it has every fault with file and line."""

    faults = LibraryFaultSerializer(many=True, required=False)


class LibraryDraftSerializer(ReadSerializer):
    """A draft that a row of a table has become."""

    slug = serializers.CharField()
    row = serializers.IntegerField(help_text="In the table; the header's is 1.")
    text = serializers.CharField()
    findings = LibraryDraftFindingSerializer(many=True, help_text="What it lacks, and what the lint says of it.")


class LibraryImportReportSerializer(ReadSerializer):
    dry_run = serializers.BooleanField()
    changes = LibraryChangeSerializer(many=True)
    unchanged = LibraryThingSerializer(many=True)
    findings = LibraryFindingSerializer(many=True, help_text="What the lint says of the whole library then.")
    kept = LibraryThingSerializer(many=True, help_text="What differs from the files, and was left as it is.")
    drafts = LibraryDraftSerializer(many=True, help_text="Of a table: what its rows have become.")
    faults = LibraryFaultSerializer(
        many=True, help_text="Of a table, with `dry_run`: what keeps it out; `line` is the row, `place` the column."
    )
