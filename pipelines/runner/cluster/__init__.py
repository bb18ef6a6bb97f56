"""Documents on the machines of a Ray cluster.

    runner.py     in the build: hands out batches, takes outcomes      | one machine
    process.py    starts and ends the next                             |
    driver.py     a process beside it that speaks with Ray             |
    machines.py   what it asks Ray for                                 |
    dispatch.py   how many batches at once, what is tried again        |
    worker.py     on every machine of the cluster: reads a batch

Only machines.py imports Ray, and only in the driver's process. docs/cluster.md says how to set a cluster up.
"""

from pipelines.errors import PublishError


class ClusterError(PublishError):
    """The cluster cannot be used for this build; the message says what to do."""


PAGE = "docs/cluster.md"
