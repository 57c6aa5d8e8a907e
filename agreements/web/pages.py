"""The page of an agreement, and its history."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.web.signed_in import SignedInRequest
from agreements.instruments import instrument_of
from agreements.models import Agreement, AgreementSubject
from agreements.party_names import party_names
from agreements.policies import can_keep
from agreements.queries import agreement_page, facts_of, history_roots, next_steps
from agreements.web.blocking import holds_on
from agreements.web.clauses import clauses_shown
from agreements.web.documents import documents_shown
from agreements.web.force import force_shown
from agreements.web.moments import moment_asked
from agreements.web.progress import stage_track, usual_way, ways_on
from agreements.web.relations import family_shown
from agreements.web.sections import section_links
from agreements.web.sides import FEW_PARTIES, folded, others_in, sides_of, unfolded
from agreements.web.timeline import disagreements_of, timeline_of
from core.history_reading import history_page
from core.registries import registries
from core.web.history import before_of
from institutions.web.languages import language_name

RECORD_TYPE = "agreement"
# So many acts are shown, the latest, unless all are asked for.
MOST_ACTS, ALL = 20, "all"


@login_required
@require_safe
def agreement(request: SignedInRequest, reference: str) -> HttpResponse:
    """Everything about one agreement that the reader may see."""
    shown = get_object_or_404(agreement_page(request.user), reference=reference)
    moment = moment_asked(request.GET, shown, today=timezone.localdate())
    acts, may_keep = shown.acts.all(), can_keep(request.user, shown)
    instrument = instrument_of(shown, moment.known_at)
    counted = {act.key for act in instrument.acts}
    ways = ways_on(shown, next_steps(shown), mending_places(shown) if may_keep else {})
    names = party_names([shown], today=timezone.localdate())
    timeline = timeline_of(acts, counted=counted, known_at=moment.known_at)
    every_side = sides_of(shown, request.user)
    sides = every_side.present
    words, opened = request.GET.get("party", ""), request.GET.get("open", "")
    every_party, every_act = request.GET.get("parties") == ALL, request.GET.get("acts") == ALL
    context = {
        "agreement": shown,
        "moment": moment,
        "sections": section_links(),
        "track": stage_track(shown),
        "usual": usual_way(ways),
        "ways": ways,
        "sides": unfolded(sides, every=every_party, opened=opened),
        "folded_sides": folded(sides, every=every_party, opened=opened, party_names=names, words=words),
        "has_folded_sides": len(sides) > FEW_PARTIES and not every_party,
        "former_sides": every_side.former,
        "holds": holds_on(shown, sides, facts_of(shown)),
        "others": others_in(shown),
        "party_names": names,
        "clauses": clauses_shown(shown, request.user, moment),
        "documents": documents_shown(shown, request.user),
        "family": family_shown(shown, request.user, today=timezone.localdate()),
        "force": force_shown(
            shown,
            instrument,
            moment,
            request.user,
            party_names=names,
            party_words=words,
            shows_all=every_party,
        ),
        "timeline": timeline if every_act else timeline[-MOST_ACTS:],
        "earlier_acts": 0 if every_act else max(len(timeline) - MOST_ACTS, 0),
        "disagreements": disagreements_of(acts, counted=counted, party_names=names, known_at=moment.known_at),
        "other_titles": [
            (code, language_name(code), text) for code, text in shown.titles.items() if text != shown.title
        ],
        "subject_sources": _sources_of_subjects(shown),
        "may_keep": may_keep,
        "panels": registries.panels_for(RECORD_TYPE, shown, request.user),
        **_history(request, shown),
    }
    return render(request, "agreements/agreement.html", context, status=moment.status)


@login_required
@require_safe
def history(request: SignedInRequest, reference: str) -> HttpResponse:
    """Older changes: a part for the page that asks for more, a whole page without scripts."""
    shown = get_object_or_404(Agreement.objects.visible_to(request.user), reference=reference)
    template = "core/history.html" if request.htmx else "agreements/history.html"
    return render(request, template, {"agreement": shown, **_history(request, shown)})


def mending_places(agreement: Agreement) -> dict[str, str]:
    """Where something can be done about what stands against a stage, by the refusal's code."""
    page = reverse("agreements:detail", args=[agreement.reference])
    form = reverse("agreements:change", args=[agreement.reference])
    return {
        "two_parties_missing": f"{form}#rows-parties",
        "approval_steps_missing": f"{page}#parties",
        "approval_pending": f"{page}#parties",
        "steps_block_signature": f"{page}#parties",
        "steps_open": f"{page}#parties",
        "management_board_missing": f"{page}#parties",
        "signatures_missing": reverse("agreements:record_act", args=[agreement.reference]) + "?kind=signature",
        "personal_data_basis_missing": f"{form}#id_transfer_basis",
    }


def _sources_of_subjects(agreement: Agreement) -> list[AgreementSubject]:
    """One link for each source that names subjects, however many it names."""
    links = [link for link in agreement.subject_links.all() if link.source or link.source_quote]
    return list({(link.source, link.source_quote, link.source_note): link for link in links}.values())


def _history(request: SignedInRequest, agreement: Agreement) -> dict[str, Any]:
    return {
        "history": history_page(history_roots(agreement), viewer=request.user, before=before_of(request)),
        "history_url": reverse("agreements:history", args=[agreement.reference]),
    }
