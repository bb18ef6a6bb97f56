"""The process that speaks with Ray for a build (`python -m pipelines.runner.cluster.driver FD`); runner.py starts it.

Ray is kept out of the build's own process: it waits for minutes without listening to a stop, ends the whole process when
its head is gone, and writes to the terminal. Here it may; the build ends this process when it has waited long enough.

Over the pipe come the address, the terms and the patience, then a batch for each "more", and None after the last. Back
go ("connected", None), ("ready", nodes), ("more", room), ("done", outcomes), ("told", text), and at the end ("end", None)
or ("failed", why).
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Sequence
from multiprocessing.connection import Connection

from pipelines.runner.cluster import ClusterError
from pipelines.runner.cluster.dispatch import Item, dispatch
from pipelines.runner.cluster.machines import RayMachines, connect
from pipelines.runner.worker import leave_with


def serve(connection: Connection) -> None:
    """Do what the build asks for; raises EOFError when it is gone, ClusterError for what it should be told."""
    address, terms, patience = connection.recv()

    def alive() -> None:
        if connection.poll():  # nothing is due from the build, so this is the end of the pipe
            connection.recv()

    def take() -> Sequence[Item] | None:
        connection.send(("more", machines.room()))
        return connection.recv()

    ray = connect(address)
    connection.send(("connected", None))
    machines = RayMachines(ray, terms, patience, alive)
    try:
        connection.send(("ready", machines.fit()))
        for outcomes in dispatch(machines, take, lambda text: connection.send(("told", text))):
            connection.send(("done", outcomes))
    finally:
        machines.cancel()
        ray.shutdown()


def main(argv: list[str]) -> None:
    """`FD`: the pipe's descriptor."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the build, which closes the pipe
    threading.Thread(target=leave_with, args=(os.getppid(),), daemon=True).start()
    connection = Connection(int(argv[0]))
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        try:
            serve(connection)
            connection.send(("end", None))
        except ClusterError as error:
            connection.send(("failed", str(error)))
    sys.stdout.flush()
    os._exit(0)  # Ray has nothing more to do here


if __name__ == "__main__":
    main(sys.argv[1:])
