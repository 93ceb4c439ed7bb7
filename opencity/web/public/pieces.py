"""The living page of pieces: every part of the look with sample content, for whoever builds a page and for tests."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from opencity.foundation.languages import in_words
from opencity.web.public import pieces_samples as samples


def pieces(request: HttpRequest, community: str) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    return render(request, "public/pieces.html", sample_context())


def sample_context() -> dict[str, Any]:
    """What the template shows, in the reader's language. Nothing is read from the database."""
    context = _said(samples.EVERYTHING)
    assert isinstance(context, dict)
    return {**context, "form": _form_that_came_back(context["fields"]), "page": Paginator(range(200), 20).page(3)}


def _said(value: Any) -> Any:
    """The samples with every pair of languages replaced by the words of one."""
    if isinstance(value, dict):
        if set(value) == {"uk", "en"}:
            return in_words(value)
        return {key: _said(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_said(part) for part in value]
    return value


class SampleForm(forms.Form):
    place = forms.CharField(widget=forms.TextInput(attrs={"class": "inp"}))
    email = forms.EmailField(required=False, widget=forms.EmailInput(attrs={"class": "inp", "autocomplete": "email"}))
    words = forms.CharField(required=False, widget=forms.Textarea(attrs={"class": "inp", "rows": 3}))


def _form_that_came_back(said: dict[str, dict[str, str]]) -> SampleForm:
    form = SampleForm({"place": "", "email": "olena", "words": said["written"]["words"]})
    for name, field in form.fields.items():
        field.label = said[name]["label"]
        field.help_text = said[name].get("help_text", "")
    form.fields["place"].error_messages["required"] = said["errors"]["place"]
    form.full_clean()
    return form
