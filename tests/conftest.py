"""What tests of all rooms share: repeatable hypothesis, the shipped models, a browser."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]

# Same input, same bytes: a run of the tests draws the same examples as the last one, and time
# decides nothing. HYPOTHESIS_PROFILE=explore draws others.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, max_examples=1000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


@pytest.fixture(scope="session")
def root():
    """Return the root of the repository."""
    return ROOT


@pytest.fixture
def tiny(tmp_path):
    """Return a copy of the model that is small enough to solve by hand."""
    return Path(shutil.copytree(ROOT / "models" / "tiny", tmp_path / "tiny"))


@pytest.fixture
def cheonan(tmp_path):
    """Return a copy of the model of a municipal center with 15 counselors."""
    return Path(shutil.copytree(ROOT / "models" / "cheonan", tmp_path / "cheonan"))


@pytest.fixture(scope="session")
def chromium():
    """Return a headless browser; tests that look at pages are skipped without one."""
    for name in ("chromium", "chromium-browser", "google-chrome", "chrome"):
        found = shutil.which(name)
        if found:
            return found
    pytest.skip("no Chromium here to look at pages with")
