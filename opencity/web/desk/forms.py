"""What is asked for each deed. Labels say what will be published."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opencity.casework.rules.filling import has_blanks
from opencity.catalogue.models import Category
from opencity.catalogue.pauses import pause_reasons
from opencity.communities.models import Community
from opencity.foundation.languages import in_words
from opencity.people.models import Organisation
from opencity.people.present import bodies_here
from opencity.places.models import Area
from opencity.problems.models import Evidence, Problem, Report
from opencity.problems.operations.reviewing import REJECTIONS

REJECTION_WORDS = {
    "not_local": _("not a matter of this community"),
    "private_dispute": _("a private dispute"),
    "false": _("not true"),
    "offensive": _("insults or threats"),
    "advertising": _("advertising"),
    "no_place": _("the place cannot be found"),
    "dangerous": _("could help an enemy or hurt somebody"),
}


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DeedForm(forms.Form):
    """A form of the desk; it knows the problem, so that choices belong to its community."""

    def __init__(self, problem: Problem, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, prefix=None)
        self.problem = problem
        self.prepare(problem.community)
        for name, field in self.fields.items():
            field.widget.attrs["class"] = "inp"
            if self[name].errors:
                field.widget.attrs["aria-invalid"] = "true"

    def prepare(self, community: Community) -> None:
        """Fill in choices."""

    def clean_words(self) -> str:
        """What a template left to be written by hand is written."""
        said = str(self.cleaned_data.get("words", ""))
        if has_blanks(said):
            raise forms.ValidationError(_("“{?}” still stands in the words. Write there what is meant, then send it."))
        return said


def words(label: Any, *, hint: Any = "", required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AcceptForm(DeedForm):
    words = words(_("Public answer"), hint=_("Everybody will see it. Say what you will do and when."))
    promised_for = forms.DateField(
        label=_("Done by"), required=False, widget=Day(), help_text=_("If you can name a day.")
    )


class AnswerForm(DeedForm):
    words = words(_("Public answer"), hint=_("Everybody will see it."))


class BeginForm(DeedForm):
    words = words(_("What has begun"), required=False)


class PromiseForm(DeedForm):
    day = forms.DateField(label=_("Done by"), widget=Day())
    words = words(_("Why this day"), required=False, hint=_("A changed day stays visible in the story."))


class ForwardForm(DeedForm):
    to = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Whose is it"),
        required=False,
        empty_label=_("We do not know: let a coordinator find out"),
        to_field_name="slug",
    )
    words = words(_("Why it is not yours"), hint=_("The deadline stays. The next body reads this first."))

    def prepare(self, community: Community) -> None:
        if self.problem.asset_id is not None and "words" in self.fields and type(self) is ForwardForm:
            self.fields["words"].help_text = _(
                "Everybody will see it. It is also your word on whose this thing is: the search for its owner opens."
            )
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = bodies_here(community).exclude(pk=self.problem.owner_id or 0)
        field.label_from_instance = lambda row: row.name  # type: ignore[assignment, method-assign]


class AssignForm(ForwardForm):
    words = words(_("Why this body"), required=False)

    def prepare(self, community: Community) -> None:
        super().prepare(community)
        self.fields["to"].required = True


class BlockForm(DeedForm):
    words = words(_("What stands in the way"), hint=_("Everybody will see it."))
    review_on = forms.DateField(label=_("When you will look again"), widget=Day())


class AskForm(DeedForm):
    words = words(
        _("Your question"), hint=_("Everybody will see it in the story; the reply too. The deadline runs meanwhile.")
    )


class PauseForm(DeedForm):
    reason = forms.ChoiceField(label=_("Why the deadline has to wait"))
    until = forms.DateField(label=_("Until which day"), widget=Day())
    words = words(
        _("In your own words"),
        hint=_("Everybody will see it, and the day on which an answer was due without the pause."),
    )

    def prepare(self, community: Community) -> None:
        field = self.fields["reason"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, in_words(names)) for code, names in pause_reasons(community).items()]


class UnblockForm(DeedForm):
    words = words(_("What changed"), required=False)


class ClaimForm(DeedForm):
    photo = forms.FileField(label=_("Photo of the result"), help_text=_("Taken at the place, after the work."))
    words = words(_("What was done"), hint=_("Neighbours will read it and check."))


class ReasonForm(DeedForm):
    words = words(_("Reason"), hint=_("It is published."))


class NoWordsForm(DeedForm):
    """Nothing to fill in: one button."""


class RejectForm(DeedForm):
    rule = forms.ChoiceField(label=_("Which rule"), choices=[(one, REJECTION_WORDS[one]) for one in REJECTIONS])
    words = words(_("Reason"), hint=_("The reporter and everybody else will read it."))


class ScopeForm(DeedForm):
    words = words(_("Where to turn instead"), hint=_("Name the body, its phone or address."))


class RecategoriseForm(DeedForm):
    category = forms.ModelChoiceField(Category.objects.none(), label=_("Category"), to_field_name="code")
    words = words(_("Reason"))

    def prepare(self, community: Community) -> None:
        field = self.fields["category"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Category.everywhere.filter(community=community, active=True).order_by("position")


class RelocateForm(DeedForm):
    lat = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    lon = forms.FloatField(label=_("Longitude"), required=False, min_value=-180, max_value=180)
    area = forms.ModelChoiceField(Area.objects.none(), label=_("Part of town"), required=False, to_field_name="code")
    place_words = forms.CharField(label=_("Address or landmark"), required=False, max_length=200)
    words = words(_("Reason"))

    def prepare(self, community: Community) -> None:
        field = self.fields["area"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Area.everywhere.filter(community=community).order_by("depth", "position")


class MergeForm(DeedForm):
    into = forms.IntegerField(label=_("Number of the other problem"), min_value=1)
    words = words(_("Why they are the same"))


class SplitForm(DeedForm):
    title = forms.CharField(label=_("What the second problem is called"), max_length=120)
    words = words(_("What is still to be done"))


class NoteForm(DeedForm):
    words = words(_("Internal note"), hint=_("Only those who handle the case see it."))


class RedactForm(DeedForm):
    report = forms.ModelChoiceField(Report.objects.none(), label=_("Report"), widget=forms.HiddenInput)
    covered = words(_("Cover with █"), hint=_("Replace each character that must go with █. Words cannot be changed."))
    words = words(_("Reason"))

    def prepare(self, community: Community) -> None:
        field = self.fields["report"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Report.everywhere.filter(problem=self.problem)


class PhotoForm(DeedForm):
    evidence = forms.ModelChoiceField(Evidence.objects.none(), label=_("Photo"), widget=forms.HiddenInput)
    shown = forms.BooleanField(label=_("Show it"), required=False)
    words = words(_("Reason"), required=False)

    def prepare(self, community: Community) -> None:
        field = self.fields["evidence"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Evidence.everywhere.filter(problem=self.problem)


class CompleteForm(DeedForm):
    photo = forms.FileField(label=_("What you saw"), help_text=_("Go and look, then add a photo."))


class DismissForm(DeedForm):
    author = forms.IntegerField(widget=forms.HiddenInput)
    words = words(_("Reason"), hint=_("It is published."))


def day_of(form: forms.Form, name: str) -> date | None:
    value = form.cleaned_data.get(name)
    return value if isinstance(value, date) else None
