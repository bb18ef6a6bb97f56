"""What one asset hands to the next within a run stays in memory: no pickled file is written, and none is ever loaded.

Only `documents` hands something on, its plan. Where `staged` is made without it (alone, in the UI), the folder is looked at
anew, for a plan of an earlier run may be of another folder.
"""

from __future__ import annotations

from typing import Any

import dagster as dg

from pipelines.runner.look import look
from pipelines.settings import load


class Handed(dg.IOManager):
    """Values by run and step; gone with the process, which is the run's own."""

    def __init__(self) -> None:
        self._values: dict[tuple[str, ...], Any] = {}

    def handle_output(self, context: dg.OutputContext, obj: Any) -> None:
        """Keep a value; assets that write files themselves have none."""
        if obj is not None:
            self._values[context.run_id, *context.asset_key.path] = obj

    def load_input(self, context: dg.InputContext) -> Any:
        """The value that this run kept, else a plan of the folder as it is."""
        run = context.step_context.run_id
        return self._values.get((run, *context.asset_key.path)) or look(load())
