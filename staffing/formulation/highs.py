"""A linear model as HiGHS reads it: one sparse matrix, passed whole."""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain

import highspy
import numpy as np

from staffing.formulation.model import Model


def to_highs(model: Model, integer: Collection[int] | None = None) -> highspy.HighsLp:
    """Return the program for HiGHS; column i is variable i of the linear model.

    Parameters
    ----------
    model
        The linear model.
    integer
        Numbers of the variables that must be whole; None is all of them.
    """
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = model.size, len(model.rows)
    lp.col_cost_ = np.array(model.cost, dtype=np.float64)
    lp.col_lower_ = np.array(model.lower, dtype=np.float64)
    lp.col_upper_ = np.array(model.upper, dtype=np.float64)
    lp.offset_ = float(model.constant)
    lp.row_lower_ = np.array(
        [-highspy.kHighsInf if least is None else least for *_, least, _ in model.rows],
        dtype=np.float64,
    )
    lp.row_upper_ = np.array(
        [highspy.kHighsInf if most is None else most for *_, most in model.rows], dtype=np.float64
    )
    starts = np.zeros(len(model.rows) + 1, dtype=np.int32)
    np.cumsum([len(row[0]) for row in model.rows], out=starts[1:])
    matrix = lp.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = starts
    matrix.index_ = np.fromiter(chain.from_iterable(row[0] for row in model.rows), dtype=np.int32)
    matrix.value_ = np.fromiter(chain.from_iterable(row[1] for row in model.rows), dtype=np.float64)
    whole = range(model.size) if integer is None else integer
    kinds = [highspy.HighsVarType.kContinuous] * model.size
    for number in whole:
        kinds[number] = highspy.HighsVarType.kInteger
    lp.integrality_ = kinds
    return lp
