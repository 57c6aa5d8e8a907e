"""Tags about approvals for the pages of records that are approved."""

from __future__ import annotations

from django import template

from approvals.web import resets

register = template.Library()
register.simple_tag(resets.decisions_at_stake, name="decisions_at_stake")
register.simple_tag(resets.is_running, name="approval_is_running")
