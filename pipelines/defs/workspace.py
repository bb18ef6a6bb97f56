"""The one resource of all assets: the settings of the build and the lock on its warehouse folder."""

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from pipelines import logs, settings
from pipelines.defs import abandoned, history
from pipelines.runner import Runner, choose
from pipelines.runner.lock import lock


class Workspace(dg.ConfigurableResource):
    """Read from the environment when a run starts, so that the UI and the command line share the settings.

    The lock is held as long as the run: two runs never write into the same folder, whoever started them.
    """

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["Workspace"]:
        """Hold the lock; a run that cannot have it fails with a message that says what to do."""
        chosen = self.settings
        with lock(chosen.warehouse, chosen.lock_seconds), logs.to_file(chosen.build_db.parent, context.run_id or ""):
            if context.instance and context.run_id:  # none of both where a single asset is tried out
                abandoned.end(context.instance, held=chosen.warehouse)
                abandoned.mark(context.instance, context.run_id, chosen.warehouse, chosen.raw)
                history.forget_old(context.instance)
            yield self

    @property
    def settings(self) -> settings.Settings:
        """The settings of this process's environment."""
        return settings.load()

    @property
    def runner(self) -> Runner:
        """Where documents are read."""
        return choose.runner(self.settings)
