"""Every text of every report, in each language; nothing else in this room writes prose.

Imports nothing. A text may hold ``{fields}``; `staffing.reports.words` fills them in.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_TEXTS: dict[str, dict[str, str]] = {
    # Titles
    "title": {"en": "Roster", "ko": "근무표"},
    "title.of": {"en": "{center}: roster {span}", "ko": "{center} 근무표 {span}"},
    "figures": {"en": "Figures", "ko": "주요 지표"},
    "coverage": {"en": "Coverage per half hour", "ko": "30분 단위 투입 현황"},
    "coverage.other": {
        "en": "Coverage per {minutes} minutes",
        "ko": "{minutes}분 단위 투입 현황",
    },
    "fairness": {"en": "Share of the work", "ko": "근무 형평"},
    "wishes": {"en": "Wishes", "ko": "희망 근무"},
    "costs": {"en": "What the roster costs, in calls", "ko": "규칙별 비용(호 단위)"},
    "notes": {"en": "About the forecast", "ko": "예측 참고 사항"},
    "definitions": {"en": "Definitions", "ko": "용어 정의"},
    "breaches": {"en": "Broken rules", "ko": "위반한 규칙"},
    "list": {"en": "List", "ko": "목록"},
    "coverage.sheet": {"en": "Coverage", "ko": "시간대별"},
    "fairness.sheet": {"en": "Fairness", "ko": "형평"},
    # Status
    "status.optimal": {
        "en": "Proved optimal: no roster that keeps every rule is better.",
        "ko": "최적임이 증명되었습니다. 규칙을 모두 지키는 더 나은 근무표는 없습니다.",
    },
    "status.optimal.exact": {
        "en": "Proved best on service curves that are exact at this roster; elsewhere they are "
        "near, so another roster may still be a little better.",
        "ko": "이 근무표에서 정확한 서비스 곡선 기준으로 최적임이 증명되었습니다. 그 밖에서는 "
        "근사이므로 조금 더 나은 근무표가 있을 수 있습니다.",
    },
    "status.feasible": {
        "en": "Good, not proved best: at most {gap} more of {offered} calls (or as much in "
        "wishes and soft rules) could be won by any roster; the gap is {share}.",
        "ko": "최적 여부는 미증명: 어떤 근무표라도 인입호 {offered}호 중 최대 {gap}호(또는 "
        "그만큼의 희망·권장 규칙)까지만 더 나아질 수 있습니다. 차이 {share}.",
    },
    "status.tiers.proved": {
        "en": "Proved best with the rules in order of importance (cost in calls): {tiers}.",
        "ko": "규칙을 중요한 순서대로 지켰을 때 최적임이 증명되었습니다(비용, 호 단위): {tiers}.",
    },
    "status.tiers": {
        "en": "Rules in order of importance (cost in calls): {tiers}.",
        "ko": "규칙을 중요한 순서대로 지켰습니다(비용, 호 단위): {tiers}.",
    },
    "tier.proved": {"en": "{rules} {price}", "ko": "{rules} {price}"},
    "tier.open": {
        "en": "{rules} {price} (not proved best; at least {bound})",
        "ko": "{rules} {price}(최적 미증명, 하한 {bound})",
    },
    "status.unbounded": {
        "en": "Every rule is kept; how much better another roster could be is not known.",
        "ko": "규칙을 모두 지켰습니다. 더 나은 근무표가 있는지는 알 수 없습니다.",
    },
    "status.given": {
        "en": "A given roster, checked and evaluated; it was not optimized.",
        "ko": "주어진 근무표를 검사하고 평가했습니다. 최적화한 것은 아닙니다.",
    },
    "status.interrupted": {
        "en": "The search was stopped by hand.",
        "ko": "탐색이 사용자에 의해 중단되었습니다.",
    },
    "status.broken": {
        "en": "NOT LEGAL: {rules}. Do not publish this roster.",
        "ko": "규칙 위반 {rules}. 이 근무표를 공지하지 마십시오.",
    },
    "broken.one": {"en": "a rule is broken once", "ko": "1건"},
    "broken.many": {"en": "rules are broken {count} times", "ko": "{count}건"},
    "status.kept": {"en": "Every hard rule is kept.", "ko": "필수 규칙을 모두 지켰습니다."},
    "status.breakless": {
        "en": "The roster names no breaks: all {count} are missing, and service and occupancy are "
        "what they would be if nobody took one.",
        "ko": "휴게 시각이 하나도 없어 휴게 {count}건이 모두 빠져 있습니다. 서비스레벨과 점유율은 "
        "아무도 쉬지 않는다고 본 값입니다.",
    },
    "against.more": {
        "en": "It costs {cost} calls, {more} more than the plan.",
        "ko": "비용은 {cost}호로 계획보다 {more}호 더 듭니다.",
    },
    "against.less": {
        "en": "It costs {cost} calls, {more} less than the plan.",
        "ko": "비용은 {cost}호로 계획보다 {more}호 덜 듭니다.",
    },
    "against.same": {
        "en": "It costs {cost} calls, as much as the plan.",
        "ko": "비용은 {cost}호로 계획과 같습니다.",
    },
    "against.best": {
        "en": "No roster that keeps every rule costs less; this is proved.",
        "ko": "규칙을 모두 지키면서 비용이 더 적은 근무표는 없습니다(증명됨).",
    },
    "against.gap": {
        "en": "Every roster that keeps every rule costs at least {bound}, so this one lies at most "
        "{gap} calls ({share}) above the best.",
        "ko": "규칙을 모두 지키는 근무표의 비용은 최소 {bound}호이므로, 최선보다 최대 "
        "{gap}호({share}) 더 듭니다.",
    },
    "against.broken": {
        "en": "Every roster that keeps every rule costs at least {bound}; this one breaks rules, "
        "so the two prices do not compare.",
        "ko": "규칙을 모두 지키는 근무표의 비용은 최소 {bound}호입니다. 이 근무표는 규칙을 "
        "위반하므로 두 비용을 견줄 수 없습니다.",
    },
    "badge.optimal": {"en": "Optimal", "ko": "최적"},
    "badge.feasible": {"en": "Feasible", "ko": "적합"},
    "badge.given": {"en": "Checked", "ko": "검사 완료"},
    "badge.broken": {"en": "Rules broken", "ko": "규칙 위반"},
    # Figures
    "service_level": {"en": "Service level", "ko": "서비스레벨"},
    "answer_rate": {"en": "Answer rate", "ko": "응대율"},
    "asa": {"en": "Wait (ASA)", "ko": "평균대기시간(ASA)"},
    "occupancy": {"en": "Occupancy", "ko": "점유율"},
    "offered": {"en": "Offered calls", "ko": "인입호"},
    "answered": {"en": "Answered", "ko": "응대호"},
    "in_time": {"en": "Answered in time", "ko": "제때 응대호"},
    "blocked": {"en": "Blocked calls", "ko": "회선 부족 차단호"},
    "lines": {"en": "{count} lines", "ko": "{count}회선"},
    "paid_hours": {"en": "Hours paid", "ko": "유급 근로시간"},
    "phone_hours": {"en": "Hours on phones", "ko": "통화 투입시간"},
    "short_slots": {"en": "Half hours short", "ko": "인원 부족 시간대"},
    "short_slots.other": {"en": "Intervals short", "ko": "인원 부족 시간대"},
    "worst": {"en": "Worst half hour", "ko": "최저 시간대"},
    "worst.other": {"en": "Worst interval", "ko": "최저 시간대"},
    "of_total": {"en": "{part}/{total}", "ko": "{part}/{total}"},
    "target": {"en": "target {value}", "ko": "목표 {value}"},
    "floor": {"en": "floor {value}", "ko": "최저 {value}"},
    "share.paid": {"en": "{value} of paid", "ko": "유급시간의 {value}"},
    "people.count": {"en": "{count} counselors", "ko": "상담사 {count}명"},
    "expected": {"en": "expected", "ko": "예측"},
    # Definitions
    "define.service_level.offered": {
        "en": "Service level: calls answered within {seconds} s / calls offered, over the period.",
        "ko": "서비스레벨 = 기간 내 {seconds}초 안에 응대한 호의 합 / 인입호의 합.",
    },
    "define.service_level.queues": {
        "en": "Service level: calls answered within the queue's threshold / calls offered.",
        "ko": "서비스레벨 = 큐별 기준 시간 안에 응대한 호의 합 / 인입호의 합.",
    },
    "define.service_level.answered": {
        "en": "Service level: calls answered within {seconds} s / calls answered, over the "
        "period. The price of a roster counts calls offered and not answered in time.",
        "ko": "서비스레벨 = 기간 내 {seconds}초 안에 응대한 호의 합 / 응대호의 합. 근무표의 비용은 "
        "인입호 가운데 제때 응대하지 못한 호를 셉니다.",
    },
    "define.service_level.virtual": {
        "en": "Service level: callers who would be answered within {seconds} s if they never "
        "hung up / calls offered, over the period. These are the calls in time, in the price "
        "of a roster too.",
        "ko": "서비스레벨 = 기간 내 끊지 않는다면 {seconds}초 안에 응대될 호의 합 / 인입호의 합. "
        "제때 응대호와 근무표의 비용도 이 기준으로 셉니다.",
    },
    "define.service_level.mixed": {
        "en": "Service level: calls in time / calls counted, over the period, each queue as its "
        "target defines them ({queues}).",
        "ko": "서비스레벨 = 기간 내 제때 응대호의 합 / 대상 호의 합. 큐별 정의: {queues}.",
    },
    "definition.offered": {"en": "of calls offered", "ko": "인입호 기준"},
    "definition.answered": {"en": "of calls answered", "ko": "응대호 기준"},
    "definition.virtual": {"en": "of callers if none hung up", "ko": "끊지 않는다고 볼 때"},
    "define.blocked": {
        "en": "Blocked calls: callers who find every line taken. They are offered, not answered.",
        "ko": "회선 부족 차단호 = 모든 회선이 사용 중이라 연결되지 못한 호(인입호에 포함).",
    },
    "define.answer_rate": {
        "en": "Answer rate: sum of answered / sum of offered over the period, never a mean of "
        "daily rates.",
        "ko": "응대율 = 기간 내 Σ응대호 / Σ인입호(일별 응대율의 평균이 아님).",
    },
    "define.asa": {
        "en": "Wait (ASA): mean wait of the answered calls.",
        "ko": "평균대기시간(ASA) = 응대된 호의 평균 대기시간.",
    },
    "define.occupancy": {
        "en": "Occupancy: time spent on calls / time available on the phones.",
        "ko": "점유율 = 통화·후처리 시간 / 통화 가능 시간.",
    },
    "define.required": {
        "en": "Required: the fewest counselors on the phones that meet the target in the interval.",
        "ko": "필요인원 = 그 시간대의 목표를 지키는 최소 통화 투입인원.",
    },
    "define.on_phones": {
        "en": "On the phones: counselors on a shift and on no break, the mean of the interval.",
        "ko": "투입인원 = 근무 중이며 휴게가 아닌 상담사(시간대 평균).",
    },
    "define.cost": {
        "en": "Costs are in calls: 1 is as bad as one call not answered in time.",
        "ko": "비용 단위는 호: 1은 제때 응대하지 못한 호 1건과 같습니다.",
    },
    "define.expected": {
        "en": "All calls and rates are expected values under the forecast ({method}).",
        "ko": "모든 호수와 비율은 예측에 따른 기댓값입니다({method}).",
    },
    # Columns
    "counselor": {"en": "Counselor", "ko": "상담사"},
    "name": {"en": "Name", "ko": "상담사"},
    "remark": {"en": "Remark", "ko": "비고"},
    "objective": {"en": "Total cost", "ko": "총비용"},
    "bound": {"en": "No roster costs less than", "ko": "증명된 하한"},
    "end.interval": {"en": "To", "ko": "종료"},
    "heads.of": {"en": "{shift}: heads", "ko": "{shift} 인원"},
    "id": {"en": "Id", "ko": "사번"},
    "contract": {"en": "Contract", "ko": "계약"},
    "date": {"en": "Date", "ko": "일자"},
    "weekday": {"en": "Weekday", "ko": "요일"},
    "queue": {"en": "Queue", "ko": "큐"},
    "shift": {"en": "Shift", "ko": "근무조"},
    "start": {"en": "Start", "ko": "출근"},
    "end": {"en": "End", "ko": "퇴근"},
    "lunch": {"en": "Lunch", "ko": "점심"},
    "interval": {"en": "From", "ko": "시간대"},
    "required": {"en": "Required", "ko": "필요인원"},
    "on_phones": {"en": "On phones", "ko": "투입인원"},
    "gap": {"en": "Over/under", "ko": "과부족"},
    "required.hours": {"en": "Required h", "ko": "필요 시간"},
    "on_phones.hours": {"en": "On phones h", "ko": "투입 시간"},
    "gap.hours": {"en": "Over/under h", "ko": "과부족 시간"},
    "days": {"en": "Days", "ko": "일수"},
    "hours": {"en": "Hours", "ko": "시간"},
    "weekends": {"en": "Weekend days", "ko": "주말 근무"},
    "weekends.short": {"en": "W/e", "ko": "주말"},
    "holidays": {"en": "Holidays", "ko": "공휴일 근무"},
    "credited": {"en": "Leave", "ko": "휴가"},
    "early": {"en": "Early", "ko": "이른 조"},
    "late": {"en": "Late", "ko": "늦은 조"},
    "granted": {"en": "Wishes granted", "ko": "희망 반영"},
    "refused": {"en": "Wishes refused", "ko": "희망 미반영"},
    "total": {"en": "Total", "ko": "합계"},
    "heads": {"en": "At work", "ko": "근무 인원"},
    "rule": {"en": "Rule", "ko": "규칙"},
    "times": {"en": "Times", "ko": "건수"},
    "cost": {"en": "Cost in calls", "ko": "비용(호)"},
    "reason": {"en": "What happened", "ko": "내용"},
    "wish": {"en": "Wish", "ko": "희망"},
    "outcome": {"en": "Outcome", "ko": "결과"},
    "outcome.granted": {"en": "granted", "ko": "반영"},
    "outcome.refused": {"en": "refused", "ko": "미반영"},
    "value": {"en": "Value", "ko": "값"},
    "unit": {"en": "Unit", "ko": "단위"},
    "figure": {"en": "Figure", "ko": "지표"},
    "range": {"en": "least to most", "ko": "최소~최대"},
    "carried.head": {"en": "{kind}: balance before", "ko": "{kind}: 이전 잔고"},
    "carried": {
        "en": "(+1.5): that much above the fair share before these days",
        "ko": "(+1.5): 이 기간 전까지 공정한 몫보다 많은 정도",
    },
    # Cells
    "off": {"en": "off", "ko": "휴"},
    "off.long": {"en": "Day off", "ko": "휴무"},
    "holiday": {"en": "PH", "ko": "공휴일"},
    "holiday.long": {"en": "Public holiday", "ko": "공휴일"},
    "leave": {"en": "leave", "ko": "휴가"},
    "leave.annual": {"en": "AL", "ko": "연차"},
    "leave.annual.long": {"en": "Annual leave", "ko": "연차"},
    "leave.sick": {"en": "SL", "ko": "병가"},
    "leave.sick.long": {"en": "Sick leave", "ko": "병가"},
    "leave.official": {"en": "OL", "ko": "공가"},
    "leave.official.long": {"en": "Official leave", "ko": "공가"},
    "leave.training": {"en": "TR", "ko": "교육"},
    "leave.training.long": {"en": "Training", "ko": "교육"},
    "unknown.counselor": {"en": "{id} (not in the center)", "ko": "{id} (등록되지 않음)"},
    "unknown.shift": {"en": "unknown shift", "ko": "등록되지 않은 근무조"},
    # Wishes
    "wish.off": {"en": "{days} off", "ko": "{days} 휴무"},
    "wish.work": {"en": "to work {days}", "ko": "{days} 근무"},
    "wish.shift": {"en": "shift {shift}, {days}", "ko": "{days} {shift} 근무조"},
    "wish.not": {"en": "any shift but {shift}, {days}", "ko": "{days} {shift} 외 근무조"},
    "wishes.summary": {
        "en": "{granted} of {all} wishes granted",
        "ko": "희망 {all}건 중 {granted}건 반영",
    },
    "wishes.none": {"en": "No wishes were made.", "ko": "접수된 희망이 없습니다."},
    "costs.none": {"en": "No soft rule is missed.", "ko": "어긴 권장 규칙이 없습니다."},
    "legend.marks": {
        "en": "✓ wish granted   ✗ wish refused   ! rule broken",
        "ko": "✓ 희망 반영   ✗ 희망 미반영   ! 규칙 위반",
    },
    "legend.required": {"en": "required", "ko": "필요인원"},
    "legend.on_phones": {"en": "on the phones", "ko": "투입인원"},
    "legend.calls": {"en": "calls (right scale)", "ko": "인입호(오른쪽 눈금)"},
    "legend.short": {"en": "short", "ko": "부족"},
    "legend.service": {"en": "answered in time, %", "ko": "서비스레벨 %"},
    "row.calls": {"en": "Calls", "ko": "인입호"},
    "row.level": {"en": "Service lvl.", "ko": "서비스레벨"},
    "row.service": {"en": "In time %", "ko": "SL %"},
    "closed": {"en": "closed", "ko": "휴무일"},
    "day.summary": {
        "en": "{heads} at work, {calls} calls, service level {rate}, answer rate {answered}",
        "ko": "근무 {heads}명, 인입 {calls}호, 서비스레벨 {rate}, 응대율 {answered}",
    },
    "day.summary.queue": {
        "en": "{calls} calls, service level {rate}, answer rate {answered}",
        "ko": "인입 {calls}호, 서비스레벨 {rate}, 응대율 {answered}",
    },
    "more": {"en": "… and {count} more", "ko": "… 외 {count}건"},
    # Units and phrases
    "unit.calls": {"en": "calls", "ko": "호"},
    "unit.seconds": {"en": "seconds", "ko": "초"},
    "unit.hours": {"en": "hours", "ko": "시간"},
    "unit.share": {"en": "share", "ko": "비율"},
    "unit.count": {"en": "count", "ko": "건"},
    "seconds": {"en": "{value} s", "ko": "{value}초"},
    "hours.value": {"en": "{value} h", "ko": "{value}시간"},
    "calls": {"en": "{value} calls", "ko": "{value}호"},
    "person.head": {"en": "{name}, {span}", "ko": "{name} {span}"},
    "person.sum": {"en": "{days} days, {hours}", "ko": "{days}일, {hours}"},
    "person.sum.one": {"en": "1 day, {hours}", "ko": "1일, {hours}"},
    "tooltip": {
        "en": "{when}: on phones {on}, required {need}, {calls} calls, service level {rate}, "
        "answer rate {answered}, wait {wait}, occupancy {busy}",
        "ko": "{when}: 투입 {on}, 필요 {need}, 인입 {calls}호, 서비스레벨 {rate}, "
        "응대율 {answered}, 대기 {wait}, 점유율 {busy}",
    },
    "made": {"en": "staffing {version}", "ko": "staffing {version}"},
}

TEXTS = MappingProxyType({key: MappingProxyType(said) for key, said in _TEXTS.items()})
"""Text by key and language."""

WEEKDAYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
        "ko": tuple("월화수목금토일"),
    }
)
"""Short names, Monday first."""

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""English short names; Korean writes numbers."""
