"""Templates use only the styles there are, and colours come from the identity's variables."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STYLES = sorted((ROOT / "core/static/entente").glob("*.css"))
OF_OTHER_FRAMES = {"api_documentation.css", "admin.css"}
MARKUP = [*ROOT.glob("*/templates/**/*.html"), ROOT / "core/static/entente/entente.js"]


def test_every_class_of_ours_in_a_template_has_a_style():
    defined = {name for path in STYLES for name in re.findall(r"\.(e-[a-z0-9-]+)", path.read_text(encoding="utf-8"))}
    used = {
        name
        for path in MARKUP
        for attribute in re.findall(r'class(?:Name)?\s?=\s?"([^"]*)"', path.read_text(encoding="utf-8"))
        for name in re.findall(r"(?<![\w-])e-[a-z0-9-]*[a-z0-9](?![\w-]|\{)", attribute)
    }
    assert used - defined - {"e-tone", "e-history"} == set()


def test_every_style_is_linked():
    head = (ROOT / "core/templates/core/head.html").read_text(encoding="utf-8")
    assert {path.name for path in STYLES if f"entente/{path.name}'" not in head} == OF_OTHER_FRAMES


def test_a_theme_gives_every_colour_of_the_other_one():
    light, dark = (
        set(re.findall(r"^\s+(--e-[a-z0-9-]+):", (ROOT / f"core/static/entente/{name}.css").read_text(), re.MULTILINE))
        for name in ("tokens", "dark")
    )
    assert dark <= light


def test_colours_stand_only_in_the_themes():
    exempt = {"tokens.css", "dark.css", "print.css", "band.css"} | OF_OTHER_FRAMES
    elsewhere = [path for path in STYLES if path.name not in exempt]
    assert not [
        path.name for path in elsewhere if re.search(r"#[0-9a-f]{3,8}\b|rgb\(", path.read_text(encoding="utf-8"))
    ]
