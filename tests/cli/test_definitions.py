"""A promise in any of the three definitions, and few lines, from the model to what is printed."""

import json
import re

import pytest

DAY = ("--from", "2026-11-30", "--days", "1")


def change(model, definition="offered", lines=None):
    """Let callers of the tiny model hang up, and give it a definition and lines."""
    path = model / "center.toml"
    text = path.read_text("utf-8").replace('patience_s = "none"', "patience_s = 120")
    if lines is not None:
        text = text.replace("aht_s = 300", f"aht_s = 300\nlines = {lines}")
    text = text.replace("threshold_s = 0", f'threshold_s = 20\ndefinition = "{definition}"')
    path.write_text(text, "utf-8")
    return model


@pytest.mark.parametrize(
    ("definition", "lang", "said"),
    [
        ("offered", "en", "80% of calls answered within 20 s"),
        ("answered", "en", "80% of the calls answered"),
        ("virtual", "en", "if none hung up"),
        ("answered", "ko", "응대호 중 20초 내"),
        ("virtual", "ko", "끊지 않는다고 볼 때"),
    ],
)
def test_requirements_name_their_promise(run, tiny, definition, lang, said):
    """Whoever reads a head count reads what it promises."""
    found = run("require", change(tiny, definition), *DAY, "--lang", lang)
    assert found.exit_code == 0, found.stderr
    assert said in found.stdout


@pytest.mark.parametrize("definition", ["answered", "virtual"])
def test_levels_of_requirements_follow_the_definition(run, tiny, definition):
    """With the same heads, a share of another whole, or of patient callers, is larger."""
    found = []
    for name in ("offered", definition):
        model = change(tiny, name) if name == "offered" else tiny
        path = model / "center.toml"
        path.write_text(path.read_text("utf-8").replace('"offered"', f'"{name}"'), "utf-8")
        found.append(json.loads(run("require", model, *DAY, "--json").stdout)["slots"])
    for before, after in zip(*found, strict=True):
        assert before["required"] >= after["required"]
        if before["required"] == after["required"]:
            assert before["service_level"] < after["service_level"]


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_roster_says_its_definition_and_its_blocked_calls(run, tiny, lang):
    """The terminal, the page and `evaluate` name the share, and count who found no line."""
    model = change(tiny, "answered", lines=3)
    ran = run("roster", model, *DAY, "--lang", lang, "--out", "out")
    assert ran.exit_code == 0, ran.stderr
    share, blocked = {
        "en": ("within 20 s / calls answered", "Blocked calls"),
        "ko": ("응대호의 합", "차단호"),
    }[lang]
    page = (model.parent / "out" / "roster.html").read_text("utf-8")
    exact = run("evaluate", model, "out/roster.csv", "--lang", lang).stdout
    for text in (ran.stdout, page, exact):
        flat = re.sub(r"\s+", " ", text)
        assert share in flat
        assert blocked in flat
    data = json.loads(run("evaluate", model, "out/roster.csv", "--json").stdout)
    assert data["exact"]["total"]["blocked"] > 1
    checked = json.loads(run("check", model, "out/roster.csv", "--json").stdout)
    assert checked["service_level_of"] == {"calls": "answered"}


def test_a_misspelled_definition_is_named(run, tiny):
    """The message says which definitions there are."""
    found = run("require", change(tiny, "gross"), *DAY)
    assert found.exit_code == 3
    assert "'offered', 'answered' or 'virtual'" in found.stderr
