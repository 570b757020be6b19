"""Questions in the admin: written, judged by the lint, taken into use and out of it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ORDER_VAR
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from hiringkit.admin.acts import Act, ActForm, ActsAdmin
from hiringkit.admin.forms import BlockField, DeclaredLookups, LevelsField, LinesField, ReadOnlyAdmin
from hiringkit.problems import Problem, conflict
from roles.admin_records import LibraryAdmin
from roles.admin_table import TablePages
from roles.documents.canonical import Document
from roles.documents.content import as_document
from roles.documents.form import PAIRS, FormFault, form_faults, named_by_faults
from roles.documents.records import live_questions, question_document, questions_beside
from roles.lint import Severity, open_errors
from roles.models import CONTENT, AcceptedFinding, Question, QuestionCompetency, QuestionFinding
from roles.models.findings import errs
from roles.queries import search_questions
from roles.services.findings import accept_finding
from roles.services.parts import Parts
from roles.services.questions import (
    VERSIONED,
    activate_question,
    lock_question,
    retire_question,
    save_question,
)
from roles.vocabulary import SCALE_RULE, QuestionStatus


class ActivateForm(ActForm):
    """Nothing to fill in."""

    def carry_out(self) -> None:
        activate_question(question=lock_question(pk=self.record.pk))


class RetireForm(ActForm):
    """Nothing to fill in."""

    def carry_out(self) -> None:
        retire_question(question=lock_question(pk=self.record.pk))


class AcceptForm(ActForm):
    """Which finding, and why it may stand."""

    code = forms.ChoiceField(label="What the lint finds", widget=forms.RadioSelect)
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80}),
        max_length=2000,
        help_text="Why this may be asked all the same. It is kept with your name, and holds for this version only.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["code"])
        found: dict[str, list[str]] = {}
        for row in open_findings(self.record):
            found.setdefault(f"{row.severity.capitalize()} {row.code}", []).append(f"{row.place}: {row.detail}")
        field.choices = [(name.split()[1], f"{name}: {'; '.join(told)}") for name, told in found.items()]
        field.initial = self.request.GET.get("code")

    def require_possible(self) -> None:
        if not open_findings(self.record):
            raise conflict("nothing_found", "The lint finds nothing here that is not accepted.")

    def carry_out(self) -> None:
        person: Any = self.request.user
        question = lock_question(pk=self.record.pk)
        accept_finding(question=question, by=person, **self.cleaned_data)


ACTIVATE = Act(
    name="activate",
    title="Activate",
    button="Take it into use",
    permission="roles.change_question",
    form=ActivateForm,
    done="The question is active: plans can be made of it.",
    logged="Activated.",
)
RETIRE = Act(
    name="retire",
    title="Retire",
    button="Take it out of use",
    permission="roles.change_question",
    form=RetireForm,
    done="The question is retired. Plans that ask it keep it.",
    logged="Retired.",
)
ACCEPT = Act(
    name="overrule",
    title="Accept or overrule what the lint finds",
    button="Accept it in my name",
    permission="roles.change_question",
    form=AcceptForm,
    done="It is accepted for this version, in your name.",
    logged="Accepted a finding of the lint.",
)


def open_findings(question: Question) -> list[QuestionFinding]:
    """What the lint finds and nobody has accepted for the present version."""
    accepted = question.acceptances.filter(version=question.version, code=OuterRef("code"))
    return list(question.findings.filter(~Exists(accepted)))


NAMED = ("central_to", "never_with", "alternates")
UNEQUAL = "alternate_unequal"


class ShownFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """Which competencies it shows decides whether its alternates are of equal worth."""

    def clean(self) -> None:
        super().clean()
        document = getattr(self.instance, "form_document", None)
        if document is None or any(self.errors):
            return
        rows = [row.cleaned_data for row in self.forms if row.cleaned_data and row not in self.deleted_forms]
        document["competencies"] = {row["competency"].slug: row["strength"] for row in rows}
        told = [fault.detail for fault in _faults(document) if fault.code == UNEQUAL]
        if told:
            raise forms.ValidationError(told)


def _faults(document: Document) -> list[FormFault]:
    """Faults of form, where what it goes never with goes never with it."""
    named = {slug for name in PAIRS for slug in document[name]}
    others = questions_beside(named, [document["slug"]])
    mutual = {
        slug: other
        | {"never_with": [*other.get("never_with", ()), *([document["slug"]] * (slug in document["never_with"]))]}
        for slug, other in others.items()
    }
    one_sided = [row for row in named_by_faults(document, others) if row.code == UNEQUAL]
    return [*form_faults(document, mutual), *one_sided]


class ShownRows(admin.TabularInline):  # type: ignore[type-arg]
    model = QuestionCompetency
    formset = ShownFormSet
    autocomplete_fields = ("competency",)
    extra = 0
    min_num = 1


class QuestionForm(forms.ModelForm):  # type: ignore[type-arg]
    probes = LinesField(help_text="One a line.")
    strong_answer = LinesField(help_text="One a line: what a strong answer covers.")
    red_flags = LinesField(help_text="One a line.")
    brief = LinesField(
        help_text="One a line for the interviewer: facts, the truth, what to reveal when asked what, how to push back."
    )
    sheet = BlockField(help_text="What the candidate may read: Markdown, with SVG and fenced data, no scripts.")
    reference = BlockField(help_text="A worked solution, or the right number with the range that counts.")
    answers = LevelsField(help_text="A line for each level from 2 to 5, such as `3: ...`: what it sounds like here.")
    tags = LinesField(help_text="One a line.")

    class Meta:
        model = Question
        fields = (
            "slug", "text", "kind", "difficulty", "minutes", "probes", "strong_answer", "red_flags", "brief", "sheet",
            "reference", "answers", "roles", "central_to", "never_with", "alternates", "tags",
            "source_kind", "source_file", "source_place",
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """An active question is not changed into one that nobody may be asked; nothing that was typed is lost."""
        cleaned = super().clean() or self.cleaned_data
        adding = self.instance._state.adding
        if not self.errors:
            self.instance.form_document = document = self._document(cleaned)
            for fault in _faults(document):
                if fault.code != UNEQUAL:  # which the competencies decide
                    self.add_error(fault.place.partition("/")[0], fault.detail)
        if not self.errors and not adding and self.instance.status == QuestionStatus.ACTIVE:
            changed = {name: cleaned[name] for name in VERSIONED.intersection(self.changed_data)}
            if changed:
                now = question_document(live_questions().get(pk=self.instance.pk))
                for finding in open_errors(now | as_document(changed) | {"accepted": []}):
                    name = finding.place.partition("/")[0]
                    told = f"An active question can't say this: it {finding.detail}."
                    self.add_error(name if name in self.fields else None, told)
        return dict(cleaned)

    def _document(self, cleaned: Mapping[str, Any]) -> Document:
        """What would be stored, but for the competencies, which another form has."""
        content = as_document({name: cleaned[name] for name in CONTENT})
        slugs = {name: [row.slug for row in cleaned[name]] for name in ("roles", *NAMED)}
        return content | slugs | {"slug": cleaned["slug"], "competencies": {}}


class LintFilter(admin.SimpleListFilter):
    """What the lint finds in a question and nobody has accepted."""

    title = "lint"
    parameter_name = "lint"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [("error", "Errors"), ("warning", "Warnings"), ("none", "Nothing open")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Question]) -> QuerySet[Question]:
        found = still_open().filter(question=OuterRef("pk"))
        if self.value() == "none":
            return queryset.filter(~Exists(found))
        return queryset.filter(Exists(found.filter(severity=self.value()))) if self.value() else queryset


def still_open() -> QuerySet[QuestionFinding]:
    """Findings that nobody has accepted for the version of their question."""
    accepted = AcceptedFinding.objects.filter(
        question=OuterRef("question"), code=OuterRef("code"), version=OuterRef("question__version")
    )
    return QuestionFinding.objects.filter(~Exists(accepted))


@admin.register(Question)
class QuestionAdmin(TablePages, LibraryAdmin, ActsAdmin):
    form = QuestionForm
    acts = (ACTIVATE, RETIRE, ACCEPT)
    change_form_template = "admin/roles/question/change_form.html"
    change_list_template = "admin/roles/question/change_list.html"
    list_display = (
        "slug", "kind", "difficulty", "minutes", "status", "lint", "version", "role_titles", "modified_at",
    )  # fmt: skip
    list_filter = (LintFilter, "status", "kind", "difficulty", "roles", "shows__competency", "source_kind")
    search_fields = ("slug",)
    search_help_text = "Words of the question, its tags and its probes; or a part of its slug."
    readonly_fields = ("status", "version", "as_asked")
    filter_horizontal = ("roles",)
    autocomplete_fields = ("never_with", "alternates")
    ordering = ("slug",)
    inlines = (ShownRows,)
    actions = ("activate", "retire")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        rows: QuerySet[Question] = (
            super()
            .get_queryset(request)
            .defer("words")
            .prefetch_related("roles", "acceptances")
            .annotate(
                n_errors=Count("findings", filter=Q(findings__severity=Severity.ERROR), distinct=True),
                n_warnings=Count("findings", filter=Q(findings__severity=Severity.WARNING), distinct=True),
                errs=errs(),
            )
        )
        return rows

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Question], search_term: str
    ) -> tuple[QuerySet[Question], bool]:
        """The best match first, unless a column is chosen; a part of the slug where no word is found."""
        if search_term.strip() and "\x00" not in search_term:
            found: QuerySet[Any] = search_questions(questions=queryset, text=search_term)
            if found.exists():
                return found if ORDER_VAR in request.GET else found.order_by("-rank", "pk"), False
        return super().get_search_results(request, queryset, search_term)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Says above the list how many questions nobody may be asked as they are."""
        erring = Question.objects.filter(errs()).exclude(status=QuestionStatus.RETIRED).count()
        more = {"n_erring": erring, "findings_url": reverse("admin:roles_questionfinding_changelist")}
        return super().changelist_view(request, {**(extra_context or {}), **more})

    def render_change_form(
        self,
        request: HttpRequest,
        context: Any,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> Any:
        """What the lint finds stands above the form, and again beside the field that it is about."""
        if obj is not None:
            found = open_findings(obj)
            accepted = obj.acceptances.filter(version=obj.version).select_related("by")
            context["found"], context["accepted"] = found, accepted
            context["accept_url"] = self.address(ACCEPT.name, obj)
            _show_beside(context["adminform"].form.fields, found)
        return super().render_change_form(request, context, add, change, form_url, obj)

    @admin.display(description="lint", ordering="n_errors")
    def lint(self, question: Any) -> str:
        """How much the lint finds, accepted or not."""
        counts = ((question.n_errors, "error"), (question.n_warnings, "warning"))
        told = ", ".join(f"{n} {name}{'' if n == 1 else 's'}" for n, name in counts if n)
        return f"{told} (not asked)" if question.errs else told or "-"

    @admin.display(description="as the interviewer sees it")
    def as_asked(self, question: Question) -> str:
        if question._state.adding:
            return "Save it first."
        shows = question.shows.select_related("competency").prefetch_related("competency__anchors")
        context = {"question": question, "shows": shows, "scale_rule": SCALE_RULE}
        return render_to_string("admin/roles/question.html", context)

    @admin.display(description="roles")
    def role_titles(self, question: Question) -> str:
        return ", ".join(sorted(role.title for role in question.roles.all()))

    def store(self, record: Any, changed: Collection[str], parts: Parts, form: Any) -> None:
        columns = set(changed) - {"roles", *NAMED}
        shows = cast(Sequence[QuestionCompetency], parts["shows"])
        named = {name: form.cleaned_data[name] for name in NAMED if name in form.cleaned_data}
        save_question(question=record, changed=columns, roles=form.cleaned_data["roles"], shows=shows, **named)

    @admin.action(description="Activate the chosen questions", permissions=["change"])
    def activate(self, request: HttpRequest, queryset: QuerySet[Question]) -> None:
        self._each(request, queryset, activate_question, "Active")

    @admin.action(description="Retire the chosen questions", permissions=["change"])
    def retire(self, request: HttpRequest, queryset: QuerySet[Question]) -> None:
        self._each(request, queryset, retire_question, "Retired, and kept by plans that ask it")

    def _each(
        self, request: HttpRequest, queryset: QuerySet[Question], service: Callable[..., Question], done: str
    ) -> None:
        for chosen in queryset:
            try:
                with transaction.atomic():
                    question = service(question=lock_question(pk=chosen.pk))
                    self.log_change(request, question, f"{done}.")
            except Problem as problem:
                found = " ".join(f"{fault.pointer.lstrip('/')}: {fault.detail}" for fault in problem.faults)
                messages.error(request, f"{chosen.slug}: {problem.text} {found}".rstrip())
            else:
                messages.success(request, f"{done}: {question.slug}.")


def _show_beside(fields: Mapping[str, forms.Field], found: Sequence[QuestionFinding]) -> None:
    for row in found:
        field = fields.get(row.place.partition("/")[0])
        if field is not None:
            told = format_html(
                '<span class="lint-{}">{}: {}</span>', row.severity, row.severity.capitalize(), row.detail
            )
            field.help_text = cast(
                str, format_html_join(mark_safe("<br>"), "{}", ((text,) for text in (field.help_text, told) if text))
            )


class AcceptedFilter(admin.SimpleListFilter):
    """Whether somebody has accepted a finding for the version that its question has."""

    title = "accepted"
    parameter_name = "accepted"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [("no", "No"), ("yes", "Yes")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[QuestionFinding]) -> QuerySet[QuestionFinding]:
        if self.value() == "no":
            return queryset.filter(pk__in=still_open())
        return queryset.exclude(pk__in=still_open()) if self.value() == "yes" else queryset


@admin.register(QuestionFinding)
class QuestionFindingAdmin(DeclaredLookups, ReadOnlyAdmin):
    """All that the lint finds, in one list; it is accepted or mended on the question's page."""

    list_display = ("at_question", "severity", "place", "detail", "why", "question_status")
    list_display_links = None
    list_filter = (AcceptedFilter, "severity", "code", "question__status", "question__roles")
    search_fields = ("question__slug", "detail")
    list_select_related = ("question",)
    ordering = ("severity", "question__slug", "place")

    def get_queryset(self, request: HttpRequest) -> QuerySet[QuestionFinding]:
        rows: QuerySet[QuestionFinding] = super().get_queryset(request)
        return rows.defer("question__words").prefetch_related("question__acceptances__by")

    @admin.display(description="question", ordering="question__slug")
    def at_question(self, row: QuestionFinding) -> SafeString:
        address = reverse("admin:roles_question_change", args=[row.question_id])
        return format_html('<a href="{}">{}</a>', address, row.question.slug)

    @admin.display(description="status", ordering="question__status")
    def question_status(self, row: QuestionFinding) -> str:
        return str(row.question.get_status_display())

    @admin.display(description="accepted")
    def why(self, row: QuestionFinding) -> str:
        """By whom, and why."""
        version = row.question.version
        rows = [each for each in row.question.acceptances.all() if (each.version, each.code) == (version, row.code)]
        return ", ".join(f"{each.by.name if each.by else 'by file'}: {each.reason}" for each in rows) or "-"
