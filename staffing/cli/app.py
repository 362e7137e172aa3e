"""The Typer application, and the one place where errors become messages and exit codes."""

from __future__ import annotations

import typer
from typer.core import TyperGroup

from staffing.cli.backtest import backtest
from staffing.cli.balance import balance
from staffing.cli.check import check
from staffing.cli.design import design
from staffing.cli.estimate import estimate
from staffing.cli.evaluate import evaluate
from staffing.cli.explain import explain
from staffing.cli.forecast import forecast
from staffing.cli.new import new
from staffing.cli.publish import publish
from staffing.cli.require import require
from staffing.cli.roster import roster
from staffing.cli.rules import rules
from staffing.cli.schema import schema
from staffing.cli.simulate import simulate
from staffing.cli.whatif import whatif
from staffing.errors import StaffingError


class Commands(TyperGroup):
    """Commands in the order in which a manager meets them; our errors are messages."""

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]  # noqa: ARG002
        """Return the commands in the order they were added."""
        return list(self.commands)

    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override]
        """Run a command; a StaffingError ends it with its message and exit code."""
        try:
            return super().invoke(ctx)
        except StaffingError as error:
            for line in str(error).splitlines():
                typer.echo(f"error: {line}", err=True)
            raise typer.Exit(error.exit_code) from error


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help loads in half the time
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Rosters for call centers that answer the callers. Start with: staffing new mycenter",
)
app.command("new", short_help="Create a model folder of your own.")(new)
app.command("roster", short_help="Make next week's roster and write all its files.")(roster)
app.command("check", short_help="Judge any roster file: rules, service, price.")(check)
app.command("publish", short_help="Publish a roster; the next one continues it.")(publish)
app.command("balance", short_help="Show who has had what: weekends, late shifts.")(balance)
app.command("evaluate", short_help="Compute exactly what a roster achieves.")(evaluate)
app.command("simulate", short_help="Simulate a roster call by call.")(simulate)
app.command("forecast", short_help="Forecast the calls of next week.")(forecast)
app.command("backtest", short_help="Show how well calls would have been forecast.")(backtest)
app.command("estimate", short_help="Estimate patience and handle times from calls.")(estimate)
app.command("require", short_help="Show how many counselors each slot needs.")(require)
app.command("design", short_help="Choose the shifts to offer.")(design)
app.command("explain", short_help="Say why: no roster, this roster, the price of rules.")(explain)
app.command("whatif", short_help="Compare scenarios: service, hours, gap.")(whatif)
app.command("rules", short_help="List the rules that center.toml can state.")(rules)
app.command("schema", short_help="Print the JSON Schema of center.toml.")(schema)


@app.callback(invoke_without_command=True)
def version(
    ctx: typer.Context,
    show: bool = typer.Option(False, "--version", help="Print the version and leave."),
) -> None:
    """Rosters for call centers that answer the callers."""
    if show:
        from importlib.metadata import version as installed

        typer.echo(f"staffing {installed('staffing')}")
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())
        raise typer.Exit(2)


def main() -> None:
    """Run the command line."""
    app()
