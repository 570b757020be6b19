"""Guides: what goes into every kit, kept with the library."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from hiringkit.rows.audit_trigger import AuditChanges
from hiringkit.rows.parents import StampParent
from hiringkit.rows.stamps import StampChanges

SLUG = "min(r.slug)"
GUIDE = "(SELECT slug FROM roles_guide x WHERE x.id = r.guide_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("roles", "0008_targets_that_may_be_missing"),
    ]

    operations = [
        migrations.CreateModel(
            name="Guide",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "modified_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("deleted_at", models.DateTimeField(editable=False, null=True)),
                ("changed_xid", models.BigIntegerField(db_default=0, editable=False)),
                (
                    "source_kind",
                    models.CharField(choices=[("seed", "Seed"), ("own", "Own")], default="own", max_length=8),
                ),
                ("source_file", models.CharField(blank=True, max_length=200)),
                ("source_place", models.CharField(blank=True, max_length=300)),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("title", models.CharField(max_length=120)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "slug"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source_kind__in", ["seed", "own"])), name="guide_source_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source_kind", "seed"), _negated=True),
                            models.Q(
                                models.Q(("source_file", ""), _negated=True),
                                models.Q(("source_place", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="guide_seed_has_file_and_place",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GuidePage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("body", models.TextField(help_text="Markdown.")),
                (
                    "guide",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pages", to="roles.guide"
                    ),
                ),
            ],
            options={
                "ordering": ["guide", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("guide", "position"), name="guide_page_position_once"),
                    models.CheckConstraint(
                        condition=models.Q(("body", ""), _negated=True), name="guide_page_not_empty"
                    ),
                ],
            },
        ),
        StampChanges("Guide"),
        AuditChanges("roles_guide", "guide", name=SLUG),
        AuditChanges("roles_guidepage", "guide", key="guide_id", name=GUIDE, part="pages"),
        StampParent("roles_guidepage", "roles_guide", "guide_id"),
    ]
