"""Colors of shifts and signals, light enough for dark text and distinct in black and white.

Imports domain only.
"""

from __future__ import annotations

from collections.abc import Sequence

from staffing.domain.work import Shift

PALETTE = (
    "#cfe5fb",
    "#d8efcf",
    "#ffe3bf",
    "#e6d9f5",
    "#fbd6dd",
    "#cdeeec",
    "#f3efbb",
    "#e0dcd3",
)
"""Backgrounds of shifts that name no color."""

DARK, LIGHT = "#1b2733", "#ffffff"
SATURDAY, RED = "#1d4fa3", "#b3261e"
SATURDAY_TINT, RED_TINT = "#eaf1fc", "#fdeceb"
SHORT, OVER, FINE = "#f6b8b0", "#cfe0f5", "#d6edd9"
LEAVE = "#ececec"


def shift_colors(shifts: Sequence[Shift]) -> dict[str, str]:
    """Return the background of each shift by code, ``#rrggbb``."""
    free = [color for color in PALETTE if color not in {s.color for s in shifts}]
    found = {}
    for index, shift in enumerate(shifts):
        found[shift.code] = shift.color or free[index % len(free)]
    return found


def ink(background: str) -> str:
    """Return the text color that contrasts most with a background.

    Examples
    --------
    >>> ink("#cfe5fb"), ink("#123456")
    ('#1b2733', '#ffffff')
    """
    light = _luminance(background)
    on_dark = (_luminance(LIGHT) + 0.05) / (light + 0.05)
    on_light = (light + 0.05) / (_luminance(DARK) + 0.05)
    return DARK if on_light >= on_dark else LIGHT


def _luminance(color: str) -> float:
    channels = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
