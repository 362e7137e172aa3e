"""Running the command line inside the test's process."""

import pytest
from typer.testing import CliRunner


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Return a function that runs `staffing ARGUMENTS` in an empty folder.

    Its result has ``exit_code``, ``stdout`` and ``stderr``; a defect's exception is raised.
    """
    from staffing.cli.app import app

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")

    def invoke(*arguments):
        result = CliRunner().invoke(app, [str(argument) for argument in arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return invoke
