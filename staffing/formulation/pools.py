"""Who shares break counts: people whose breaks the same meetings can displace.

Everything here follows from the center alone; days and solvers are elsewhere.
"""

from __future__ import annotations

from itertools import product

from staffing.domain.center import CallCenter
from staffing.domain.meetings import Attended, has_room, spans_of, ways_to_attend
from staffing.formulation.breaks import Family, families, without

Agenda = tuple[str, ...]
"""Codes of the meetings that may take place on a day for a person."""
Session = tuple[int, str]
"""Start and code of a meeting that is held together."""


def sessions_within(center: CallCenter, agenda: Agenda, shift: str) -> tuple[Session, ...]:
    """Return the times at which an agenda's meetings may be held together during a shift."""
    span = center.shift[shift]
    return tuple(
        (start, code)
        for code in agenda
        if center.meeting[code].together
        for start in center.starts_of_meeting[code]
        if center.meeting[code].within(span, start)
    )


class Pools:
    """Break families by agenda, shift and the meetings of one's own, made when first asked for.

    Parameters
    ----------
    center
        Whose breaks and meetings.
    known
        Gets every family that is made.
    """

    def __init__(self, center: CallCenter, known: list[Family]) -> None:
        self._center, self._known = center, known
        self._bases = families(center)
        self._number: dict[tuple[object, ...], int] = {}
        self._of: dict[tuple[Agenda, str, Attended], tuple[int, ...]] = {}
        self._ways: dict[tuple[Agenda, str], tuple[Attended, ...]] = {}
        self._clashes: dict[tuple[Agenda, str, Attended], tuple[tuple[Session, ...], ...]] = {}
        for family in self._bases:
            self._pool(len(self._number), family, (), ())

    def of(self, agenda: Agenda, shift: str, own: Attended) -> tuple[int, ...]:
        """Return the numbers of the families that people share in.

        Parameters
        ----------
        agenda, shift
            What may be held for them together, and when they are at work.
        own
            The meetings that they attend by themselves.
        """
        key = agenda, shift, own
        if key not in self._of:
            sessions = sessions_within(self._center, agenda, shift)
            self._of[key] = tuple(
                self._pool(base, without(family, self._overlapping(family, own)), sessions, own)
                for base, family in enumerate(self._bases)
                if shift in family.windows
            )
        return self._of[key]

    def ways(self, agenda: Agenda, shift: str) -> tuple[Attended, ...]:
        """Return every way to attend the meetings that one attends by oneself."""
        key = agenda, shift
        if key not in self._ways:
            meetings = [self._center.meeting[c] for c in agenda]
            alone = [meeting for meeting in meetings if not meeting.together]
            self._ways[key] = ways_to_attend(self._center, alone, self._center.shift[shift])
        return self._ways[key]

    def clashes(self, agenda: Agenda, shift: str, own: Attended) -> tuple[tuple[Session, ...], ...]:
        """Return the smallest sets of sessions that leave no room beside own ones and breaks."""
        key = agenda, shift, own
        if key not in self._clashes:
            center = self._center
            sessions = sessions_within(center, agenda, shift)
            by_meeting = [[s for s in sessions if s[1] == code] for code in agenda]
            found: list[tuple[Session, ...]] = []
            sets = [
                tuple(s for s in chosen if s is not None)
                for chosen in product(*([None, *of] for of in by_meeting if of))
            ]
            for chosen in sorted(sets, key=len):
                known = any(set(smaller) <= set(chosen) for smaller in found)
                fits = has_room(center, center.shift[shift], tuple(sorted((*own, *chosen))))
                if not known and not fits:
                    found.append(chosen)
            self._clashes[key] = tuple(found)
        return self._clashes[key]

    def _overlapping(self, family: Family, attended: Attended) -> frozenset[int]:
        minutes = self._center.pause[family.code].minutes
        spans = spans_of(self._center, attended)
        return frozenset(
            start
            for start in family.starts
            if any(begin < start + minutes and start < end for begin, end in spans)
        )

    def _pool(self, base: int, family: Family, sessions: tuple[Session, ...], own: Attended) -> int:
        during = {
            start: tuple(s for s in sessions if start in self._overlapping(family, (s,)))
            for start in family.starts
        }
        during = {start: found for start, found in during.items() if found}
        # Tied breaks are handed out in one order of people: the same must share in each of them.
        with_whom = (sessions, own) if family.apart else ()
        key = base, family.starts, tuple(during.items()), with_whom
        if key not in self._number:
            self._number[key] = len(self._known)
            self._known.append(family._replace(during=during))
        return self._number[key]
