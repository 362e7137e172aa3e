"""What-ifs: named changes to the inputs, and many pipes side by side.

Never prints; runs on any ``concurrent.futures.Executor``.
"""

from staffing.whatif.scenario import Scenario, grid_of_scenarios
from staffing.whatif.sweep import Outcome, listen, sweep

__all__ = ["Outcome", "Scenario", "grid_of_scenarios", "listen", "sweep"]
