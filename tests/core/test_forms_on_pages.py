"""Forms are drawn one way: label, help, error, control, tied together."""

import datetime as dt
import re

import pytest
from django import forms
from django.template import Context, Template

from core.web.forms import DayInput


class ActForm(forms.Form):
    """A form with each kind of control."""

    title = forms.CharField(label="Title", help_text="As in the text.")
    precision = forms.ChoiceField(
        label="Precision", choices=[("day", "Day"), ("year", "Year")], widget=forms.RadioSelect
    )
    date = forms.DateField(label="Date", widget=DayInput, required=False)
    sure = forms.BooleanField(label="I am sure", required=False)
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        """Refuse one title as a whole."""
        if self.cleaned_data.get("title") == "no":
            raise forms.ValidationError("Not this <one>.")


def _page(form):
    return Template('{% cotton form :form="form" %}{% endcotton %}').render(Context({"form": form}))


def test_a_label_a_help_text_and_a_control_are_tied_together():
    page = _page(ActForm())
    assert '<label for="id_title">Title' in page
    assert re.search(r'<div class="e-help"\s+id="id_title_helptext">As in the text\.</div>', page)
    assert re.search(r'<input[^>]*id="id_title"[^>]*>', page)[0].count('aria-describedby="id_title_helptext"') == 1


def test_an_error_is_tied_to_its_control():
    page = _page(ActForm({"title": ""}))
    control = re.search(r'<input[^>]*id="id_title"[^>]*>', page)[0]
    assert 'aria-invalid="true"' in control
    assert "id_title_error" in control
    assert 'id="id_title_error"' in page


def test_the_summary_leads_to_each_field_and_to_the_first_of_choices():
    page = _page(ActForm({"title": ""}))
    assert '<a href="#id_title">Title: This field is required.</a>' in page
    assert '<a href="#id_precision_0">Precision: This field is required.</a>' in page
    assert 'id="id_precision_0"' in page
    assert "autofocus" in page


def test_an_error_of_the_whole_form_is_said_and_escaped():
    page = _page(ActForm({"title": "no", "precision": "day"}))
    assert "<li>Not this &lt;one&gt;.</li>" in page


def test_an_untouched_form_has_no_summary():
    assert "e-error-summary" not in _page(ActForm())


def test_choices_stand_in_a_fieldset_with_a_legend():
    assert re.search(r"<fieldset[^>]*>\s*<legend>Precision", _page(ActForm()))


def test_a_day_is_filled_in_as_an_iso_date():
    page = _page(ActForm(initial={"date": dt.date(2019, 12, 19)}))
    assert re.search(r'<input[^>]*type="date"[^>]*value="2019-12-19"', page)


def test_a_hidden_field_has_no_label():
    page = _page(ActForm())
    assert page.count('name="hidden"') == 1
    assert 'for="id_hidden"' not in page


@pytest.mark.parametrize(("data", "title"), [(None, "Page"), ({"title": ""}, "Error: Page")])
def test_the_title_of_a_page_says_that_its_form_has_errors(data, title):
    page = Template("{% error_prefix %}Page").render(Context({"form": ActForm(data)}))
    assert page == title
