"""Presets are data that must stay readable, and a center must be able to overrule them."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from importlib import resources

import pytest

from staffing.domain.people import Contract
from staffing.domain.rule import Breach, Subject
from staffing.domain.toys import MONDAY, rota, toy
from staffing.presets import DEFAULTS, STRUCTURE, load, names, resolve, stated
from staffing.rules._personal import agreeing
from staffing.rules.daily_hours import DailyHours
from staffing.rules.rest import Rest


def keywords(*tables: dict[str, object], preset: str | None = None) -> list[str]:
    """Return the keywords of the rules in force, in order."""
    return [rule.rule for rule in resolve(preset, tables)]


@pytest.mark.parametrize("name", names())
def test_every_preset_is_made_of_known_rules(name: str) -> None:
    """A renamed rule or parameter cannot leave a preset behind, and each names its source."""
    rules = {rule.rule: rule for rule in resolve(name, ())}
    for table in load(name):
        assert rules[str(table["rule"])].source
    assert max(Counter(str(table) for table in load(name)).values()) == 1


def test_korean_law_is_hard_and_good_practice_says_so() -> None:
    """The 11 hours of rest are not sold as law; the 40 hours are."""
    rules = {rule.rule: rule for rule in resolve("KR_LSA", ())}
    law = ("weekly_hours", "daily_hours", "law_breaks", "weekly_rest_day", "overtime")
    assert all(rules[name].hard and "art." in rules[name].source for name in law)
    assert not rules["rest"].hard
    assert all(
        rules[name].source.startswith("good practice")
        for name in ("rest", "consecutive_days", "days_off_together")
    )


def test_names_are_found_in_any_case() -> None:
    """A planner may write kr_lsa."""
    assert load("kr_lsa") == load("KR_LSA")


def test_a_misspelt_preset_gets_a_suggestion() -> None:
    """A wrong preset name raises instead of meaning no law."""
    with pytest.raises(ValueError, match="did you mean 'KR_LSA'"):
        load("KR_LAS")
    with pytest.raises(ValueError, match="unknown preset"):
        resolve("", ())


def test_standing_rules_need_no_preset() -> None:
    """What a roster is, and contracts and callers, count without any law."""
    assert keywords() == [*STRUCTURE, *DEFAULTS]


def test_a_center_replaces_the_preset_rule_whole() -> None:
    """An overriding table stands alone, with the rule's own defaults."""
    rules = resolve("KR_LSA", [{"rule": "rest", "hours": 9}, {"rule": "daily_hours", "hours": 10}])
    rest = [rule for rule in rules if isinstance(rule, Rest)]
    assert rest == [Rest(hours=9)]
    assert [rule for rule in rules if isinstance(rule, DailyHours)] == [DailyHours(hours=10)]


def test_several_tables_may_share_a_keyword() -> None:
    """Two covers for different days both stand."""
    table = {"rule": "minimum_cover"}
    assert keywords({**table, "days": "Mon"}, {**table, "days": "Tue"})[-2:] == [
        "minimum_cover",
        "minimum_cover",
    ]


def test_off_removes_a_rule() -> None:
    """A planner can switch a preset's or a default rule off, and off = false changes nothing."""
    assert "rest" not in keywords({"rule": "rest", "off": True}, preset="KR_LSA")
    assert "service" not in keywords({"rule": "service", "off": True})
    assert keywords({"rule": "service", "off": False}) == keywords()


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"rule": "leave", "off": True}, "cannot be off"),
        ({"rule": "rest", "off": True, "hours": 9}, "still has hours"),
        ({"rule": "rset", "off": True}, "did you mean 'rest'"),
        ({"rule": "rest", "off": "yes"}, "off is true or false"),
        ({"hours": 9}, "unknown rule"),
    ],
)
def test_wrong_tables_raise(table: dict[str, object], message: str) -> None:
    """Nothing that a planner writes about a rule is ignored."""
    with pytest.raises(ValueError, match=message):
        resolve("KR_LSA", [table])


def test_flexible_hours_inherit_what_they_do_not_replace() -> None:
    """The regime of six months has its own caps and rest, and the breaks of the Act."""
    rules = {rule.rule: rule for rule in resolve("KR_LSA_FLEX6M", ())}
    base = {rule.rule: rule for rule in resolve("KR_LSA", ())}
    assert rules["law_breaks"] == base["law_breaks"]
    assert rules["weekly_rest_day"] == base["weekly_rest_day"]
    assert rules["rest"].hard
    assert not base["rest"].hard
    assert [rules[k].model_dump()["hours"] for k in ("weekly_hours", "daily_hours")] == [52, 12]
    assert rules["average_hours"].model_dump()["weeks_long"] == 26


def test_the_directive_asks_for_35_hours_once_a_week() -> None:
    """24 hours and the daily rest, not just any day off."""
    rules = {rule.rule: rule for rule in resolve("EU_WTD", ())}
    assert rules["weekly_rest"].model_dump()["hours"] == 35
    assert rules["average_hours"].model_dump()["most"] == 48


@pytest.mark.parametrize("name", names())
def test_each_preset_says_what_is_law(name: str) -> None:
    """The file tells a planner, value by value, what the law demands and what it does not."""
    folder = resources.files("staffing.presets")
    text = folder.joinpath(f"{name.lower()}.toml").read_text(encoding="utf-8")
    assert "law" in text
    assert "Not legal advice" in text
    assert text.count("source = ") == text.count("[[rules]]")
    assert "Looked up: " in text
    assert "General knowledge: " in text.partition("[[rules]]")[0].replace("\n# ", " ")


def test_flexible_hours_still_ask_part_timers() -> None:
    """Under six months' flexible hours a part-timer's week stays at the contract without consent.

    Full-timers need none, and who agreed in counselors.csv has 12 hours more.
    """
    (rule,) = (r for r in resolve("KR_LSA_FLEX6M", ()) if r.rule == "overtime")
    part = Contract(code="part", days_per_week=4, hours_per_week=Decimal(32))
    team = agreeing(toy("ABC", contract={"A": part, "B": part}), "B", "overtime")
    week = rota(team, {"A": "EEEEE..", "B": "EEEEE..", "C": "EEEEEE."})
    (breach,) = rule.check(team, week)
    assert breach == Breach(Subject("A", MONDAY), 480)
    assert "without consent to overtime" in rule.say(team, breach)
    assert "동의가 없어" in rule.say(team, breach, "ko")
    late = rota(team, {"B": "EEEEEE.", "C": "EEEEEEE"})
    told = [rule.say(team, found) for found in rule.check(team, late)]
    assert [text.partition(" beyond")[2] for text in told] == [
        " the 44 h that the contract and its overtime allow.",
        " the 52 h that the contract and its overtime allow.",
    ]


def test_whom_consent_is_asked_of_without_asking_raises() -> None:
    """A bound on contracts that nothing uses is no silent parameter."""
    with pytest.raises(ValueError, match="write consent = true beside it"):
        resolve("KR_LSA", [{"rule": "overtime", "consent_below": 40}])


@pytest.mark.parametrize("name", names())
def test_each_value_says_since_when_it_holds(name: str) -> None:
    """A planner can tell an old number from a new one; what is no law says that it has no date."""
    for table in load(name):
        source = str(table["source"])
        dated = re.search(r", since \d{4}-\d\d-\d\d", source)
        assert dated is not None or source.startswith("good practice (no date)")
        assert dated is None or re.search(r"art\. |sections? |U\.S\.C\. ", source)


def test_what_a_center_puts_in_place_of_a_preset_is_told() -> None:
    """Each rule knows where it comes from, and one that is off or other than the law's is seen."""
    tables = [{"rule": "rest", "off": True}, {"rule": "weekly_hours", "hours": 52}]
    found = stated("KR_LSA", tables)
    assert [item.rule for item in found if item.rule] == list(resolve("KR_LSA", tables))
    origins = {item.keyword: item.origin for item in found}
    assert (origins["leave"], origins["service"]) == ("always", "default")
    assert (origins["daily_hours"], origins["weekly_hours"]) == ("preset", "center")
    longer, off = found[-2:]
    assert (longer.keyword, off.keyword, off.rule) == ("weekly_hours", "rest", None)
    assert [getattr(rule, "hours", None) for rule in longer.replaced] == [40]
    assert [type(rule) for rule in off.replaced] == [Rest]
    assert not any(item.replaced for item in stated("KR_LSA", [{"rule": "seats", "most": 9}]))
