"""A person's days as text."""

from staffing.domain.toys import rota, toy
from staffing.reports.messages import person_text


def test_a_week_in_english(plan):
    """One line a day, with breaks."""
    person = plan.problem.center.counselor["B"]
    assert person_text(plan.problem, plan.roster, person, "en").splitlines() == [
        '<b>"&B</b>, 8/3(Mon) – 8/9(Sun)',
        "8/3(Mon) L 10:00-19:00, lunch 11:00, 오후 휴게 14:00",
        "8/4(Tue) L 10:00-19:00, lunch 11:00, 오후 휴게 14:00",
        "8/5(Wed) L 10:00-19:00, lunch 11:00, 오후 휴게 14:00",
        "8/6(Thu) M 09:00-18:00, lunch 11:00, 오후 휴게 14:00",
        "8/7(Fri) Day off",
        "8/8(Sat) E 08:00-17:00, lunch 11:00, 오후 휴게 14:00",
        "8/9(Sun) L 10:00-19:00, lunch 11:00, 오후 휴게 14:00",
        "6 days, 48 h",
    ]


def test_a_week_in_korean(plan):
    """The names of the field."""
    person = plan.problem.center.counselor["E"]
    lines = person_text(plan.problem, plan.roster, person, "ko").splitlines()
    assert lines[0] == "E 8/3(월) – 8/9(일)"
    assert lines[1] == "8/3(월) 휴무"
    assert lines[2] == "8/4(화) M 09:00-18:00, 점심 11:00, 오후 휴게 14:00"
    assert lines[-1] == "5일, 40시간"


def test_leave_is_named():
    """And a single day is no plural."""
    problem = toy("A", days=2, leave={"A": "Tue"})
    text = person_text(problem, rota(problem, {"A": "E."}), problem.center.counselors[0])
    assert text.splitlines()[1:] == [
        "8/3(Mon) E 08:00-16:00",
        "8/4(Tue) Annual leave",
        "1 day, 8 h",
    ]
