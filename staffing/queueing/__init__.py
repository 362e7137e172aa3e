"""Forecast to service curves: Erlang B, C and A, and the agents that targets need.

May import domain, errors, units, numpy, and scipy late; never ortools, rules or demand.
"""

from __future__ import annotations

from staffing.domain.work import ServiceLevelDefinition
from staffing.queueing.call_log import CallLog
from staffing.queueing.capacity import max_calls
from staffing.queueing.engset import Engset, engset
from staffing.queueing.erlang_a import ErlangA, erlang_a
from staffing.queueing.erlang_b import blocking, required_trunks
from staffing.queueing.erlang_c import asa, erlang_c, occupancy, service_level
from staffing.queueing.estimates import Estimates, Waits, estimate_history, estimate_log
from staffing.queueing.exact_day import ExactDay, exact_day
from staffing.queueing.exact_loop import ExactLoop
from staffing.queueing.finite_lines import ErlangALines, erlang_a_lines
from staffing.queueing.sizing import required_agents
from staffing.queueing.table import ErlangATable, erlang_a_table
from staffing.queueing.targets import Targets

__all__ = [
    "CallLog",
    "Engset",
    "ErlangA",
    "ErlangALines",
    "ErlangATable",
    "Estimates",
    "ExactDay",
    "ExactLoop",
    "ServiceLevelDefinition",
    "Targets",
    "Waits",
    "asa",
    "blocking",
    "engset",
    "erlang_a",
    "erlang_a_lines",
    "erlang_a_table",
    "erlang_c",
    "estimate_history",
    "estimate_log",
    "exact_day",
    "max_calls",
    "occupancy",
    "required_agents",
    "required_trunks",
    "service_level",
]
