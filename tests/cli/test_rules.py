"""``staffing rules``: the catalogue, and what a center has in force."""

import pytest

from staffing.presets import names
from staffing.rules.registry import catalogue

OWN = """
[[rules]]
rule = "rest"
off = true

[[rules]]
rule = "consecutive_days"
most = 5
"""


def told(result):
    """Return what was printed, on one line."""
    assert result.exit_code == 0, result.output
    return " ".join(result.stdout.split())


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_every_rule_is_listed_with_its_parameters(run, monkeypatch, lang):
    """In 80 columns, nothing cut; what all rules about people share is said once."""
    monkeypatch.setenv("COLUMNS", "80")
    text = told(run("rules", "--lang", lang))
    for keyword, cls in catalogue().items():
        assert f" {keyword} " in text
        assert cls.title[lang] in text
    assert "…" not in text
    assert text.count("valid_until") == 1


def test_one_rule_says_what_each_parameter_means(run):
    """The author's own words, without marks of the source."""
    text = told(run("rules", "overtime"))
    for name in catalogue()["overtime"].model_fields:
        assert f" {name} " in text or name == "rule"
    assert "----" not in text
    assert "`" not in text


@pytest.mark.parametrize(("lang", "words"), [("en", "in place of"), ("ko", "대체된 규칙")])
def test_a_center_sees_what_it_puts_in_place_of_the_preset(run, cheonan, lang, words):
    """Where each rule comes from, its source, and the preset's value beside the center's."""
    with (cheonan / "center.toml").open("a", encoding="utf-8") as file:
        file.write(OWN)
    text = told(run("rules", "--model", cheonan, "--lang", lang))
    assert "art. 50(1), since 2011-07-01" in text
    assert "(most = 5)" in text
    assert "(most = 6)" in text
    assert words in text
    (off,) = (line for line in text.split("center.toml") if line.split()[0] == "rest")
    assert off.split()[1] == {"en": "off", "ko": "해제"}[lang]


@pytest.mark.parametrize("name", names())
def test_a_preset_is_shown_with_its_sources(run, name):
    """Article and date beside each value."""
    text = told(run("rules", "--preset", name.lower()))
    assert name in text
    assert "since" in text


@pytest.mark.parametrize(
    "arguments",
    [
        ("--preset", "KR_LAS"),
        ("--preset", "KR_LSA", "--model", "tiny"),
        ("seats", "--preset", "KR_LSA"),
    ],
)
def test_wrong_questions_are_errors_of_usage(run, tiny, arguments):
    """With a word on what there is."""
    result = run("rules", *arguments)
    assert result.exit_code == 2
    assert "; " in result.stderr
