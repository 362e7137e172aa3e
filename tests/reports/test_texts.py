"""Every text in every language."""

import string
import typing

import pytest

from staffing.domain.center import Language
from staffing.reports.texts import TEXTS, WEEKDAYS
from staffing.reports.words import Words

LANGUAGES = typing.get_args(Language)


def fields(text):
    """Return the names of the fields of a text."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", TEXTS)
def test_every_key_speaks_every_language_with_the_same_fields(key):
    """No language misses a text or a field of it."""
    assert set(TEXTS[key]) == set(LANGUAGES)
    assert all(TEXTS[key].values())
    assert len({frozenset(fields(text)) for text in TEXTS[key].values()}) == 1


def test_every_language_has_seven_weekdays():
    """Monday to Sunday."""
    assert {language: len(names) for language, names in WEEKDAYS.items()} == dict.fromkeys(
        LANGUAGES, 7
    )


@pytest.mark.parametrize(
    ("share", "text"), [(1.0, "100.0%"), (0.99999, "99.9%"), (0.8562, "85.6%"), (0.0, "0.0%")]
)
def test_only_all_calls_are_a_hundred_percent(share, text):
    """A miss is never rounded away."""
    assert Words().percent(share) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (1.5, "+1½"), (-2.0, "-2"), (-0.5, "-½"), (0.25, "+0.2")]
)
def test_gaps_show_their_sign_and_halves(value, text):
    """Over is plus, under is minus."""
    assert Words().gap(value) == text


def test_spans_name_the_year_once(plan):
    """And weekdays in the language of the reader."""
    horizon = plan.problem.horizon
    assert Words("en").span(horizon.first, horizon.last) == "Mon Aug 3 – Sun Aug 9, 2026"
    assert Words("ko").span(horizon.first, horizon.last) == "2026년 8월 3일(월) – 8월 9일(일)"
