"""``staffing design``: which shifts to offer, and how many people each needs."""

from __future__ import annotations

from typing import Annotated

import typer

from staffing.cli.options import (
    AsJson,
    DayCount,
    From,
    Language,
    Method,
    ModelFolder,
    Seed,
    Uncertain,
    console,
    horizon_of,
)


def design(
    model: ModelFolder,
    first: From = None,
    days: DayCount = 7,
    queue: Annotated[
        str | None,
        typer.Option("--queue", help="Queue to staff. Default: the first.", show_default=False),
    ] = None,
    missing: Annotated[
        int, typer.Option("--missing", help="Price of a head too few in a slot.", min=1)
    ] = 2,
    surplus: Annotated[
        int, typer.Option("--surplus", help="Price of a head too many in a slot.", min=0)
    ] = 1,
    kind: Annotated[
        int, typer.Option("--kind", help="Price of each different shift in use.", min=0)
    ] = 10,
    cyclic: Annotated[
        bool, typer.Option("--cyclic", help="Let the last night serve the first morning.")
    ] = False,
    time_limit: Annotated[
        float, typer.Option("--time-limit", help="Seconds of search.", min=0.1)
    ] = 60,
    seed: Seed = 0,
    method: Method = None,
    uncertain: Uncertain = None,
    lang: Language = None,
    as_json: AsJson = False,
) -> None:
    """Choose the shifts to offer: few different ones that meet what every slot requires.

    Chooses among the shifts and [[shift_designs]] of center.toml, for people without names.
    """
    from staffing.domain.offer import OfferPrices
    from staffing.io.model_folder import read_model
    from staffing.pipe import prepare
    from staffing.reports.offer import offer_view
    from staffing.solver.design import design as designed
    from staffing.solver.settings import SolveSettings

    inputs = read_model(model)
    problem = prepare(inputs, horizon_of(first, days), method, uncertain=uncertain).problem
    offer = designed(
        problem,
        OfferPrices(missing=missing, surplus=surplus, kind=kind),
        queue=queue,
        cyclic=cyclic,
        settings=SolveSettings(time_limit_s=time_limit, seed=seed),
    )
    if as_json:
        typer.echo(offer.model_dump_json(indent=2))
        return
    console().print(offer_view(offer, inputs.center, lang or inputs.center.language))
