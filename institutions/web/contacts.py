"""Focal points: add one, erase a person's data."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core.actors import Actor
from core.errors import require
from core.web.domain_errors import attempt
from institutions.actions.contacts import NewContact, add_contact, erase_contact_details
from institutions.models import Contact, Institution
from institutions.policies import can_edit_institutions
from institutions.web.forms import ContactForm, ErasureForm


@login_required
def add(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Add a focal point to an institution."""
    institution = get_object_or_404(Institution.objects.visible_to(request.user), uid=uid)
    require(can_edit_institutions(request.user))
    form = ContactForm(request.POST or None)
    status = 200
    if request.method == "POST":
        actor = Actor.for_request(request)
        outcome = attempt(
            form,
            lambda: add_contact(by=actor, institution=institution, contact=NewContact(**form.cleaned_data)),
        )
        if outcome.succeeded:
            messages.success(request, _("The contact is added."))
            return redirect("institutions:detail", uid)
        status = outcome.status
    context = {"form": form, "institution": institution}
    return render(request, "institutions/add_contact.html", context, status=status)


@login_required
def erase(request: HttpRequest, uid: uuid.UUID, contact_id: int) -> HttpResponse:
    """Say what erasing means, and erase a person's data."""
    institution = get_object_or_404(Institution.objects.visible_to(request.user), uid=uid)
    contacts = Contact.objects.select_related("details").exclude(details=None)
    contact = get_object_or_404(contacts, institution=institution, pk=contact_id)
    require(can_edit_institutions(request.user))
    form = ErasureForm(request.POST or None)
    status = 200
    if request.method == "POST":
        actor = Actor.for_request(request)
        outcome = attempt(
            form,
            lambda: erase_contact_details(by=actor, contact=contact, reason=form.cleaned_data["reason"]),
        )
        if outcome.succeeded:
            messages.success(request, _("The person's data is erased. The role stays, without a name."))
            return redirect("institutions:detail", uid)
        status = outcome.status
    context = {"form": form, "contact": contact, "institution": institution}
    return render(request, "institutions/erase_contact.html", context, status=status)
