"""What holds for every template: nothing inline, nothing from elsewhere, every icon and component there."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parents[2]
APPS = ("core", "accounts", "institutions", "approvals", "agreements", "activities", "reminders", "dashboard")
PAGES = sorted(
    path
    for app in APPS
    for path in (ROOT / app / "templates").rglob("*.html")
    if not {"email", "mail", "letters"} & set(path.relative_to(ROOT).parts)  # mail programs want it inline
)
ICONS = set(
    re.findall(
        r'<symbol id="([^"]+)"', (ROOT / "core/static/vendor/bootstrap-icons/icons.svg").read_text(encoding="utf-8")
    )
)
NAMED = (r'<c-icon name="([^"{]+)"', r'\sicon="([^"{]+)"', r"""\{% icon ["']([^"']+)["']""")
INLINE = re.compile(
    r"""\sstyle="|<style|<script(?![^>]*\ssrc=)|\son[a-z]+="|javascript:|(?:src|href|action)="(?:https?:)?//"""
)


def _source(path):
    return re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_has_nothing_inline_and_compiles(path):
    assert not INLINE.search(_source(path))
    get_template(str(path).split("/templates/")[1])


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_uses_icons_and_components_that_exist(path):
    source = _source(path)
    named = {name for pattern in NAMED for name in re.findall(pattern, source)}
    assert named <= ICONS
    components = set(re.findall(r"<c-([a-z-]+)", source)) - {"slot", "vars"}
    assert all((ROOT / "core/templates/cotton" / f"{name.replace('-', '_')}.html").exists() for name in components)


def test_every_component_says_what_it_takes():
    for path in (ROOT / "core/templates/cotton").glob("*.html"):
        assert path.read_text(encoding="utf-8").startswith("{# "), path.name
