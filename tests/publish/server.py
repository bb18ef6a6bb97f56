"""A PostgreSQL server of one's own, on a socket in a folder of its own or on the loopback, gone when it is done with."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

UNPRIVILEGED = "nobody"  # PostgreSQL does not run as root


def program(name: str) -> str | None:
    """The path of one of PostgreSQL's programs; distributions keep them off the PATH."""
    places = [str(folder) for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    return shutil.which(name, path=os.pathsep.join([*places, os.environ.get("PATH", os.defpath)]))


def missing() -> str:
    """Why no server can be started here, or nothing."""
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "the PostgreSQL driver (psycopg) is not installed"
    if not program("initdb") or not program("pg_ctl"):
        return "PostgreSQL is not installed"
    return ""


@contextmanager
def server(password: str = "") -> Iterator[str]:
    """The address of a server that was just made; with a password it listens on the loopback and asks for it."""
    folder = Path(tempfile.mkdtemp(prefix="taizhang-pg-"))
    options: dict[str, object] = {"check": True, "capture_output": True, "timeout": 600, "cwd": "/"}
    if os.geteuid() == 0:
        user = pwd.getpwnam(UNPRIVILEGED)
        os.chown(folder, user.pw_uid, user.pw_gid)
        options |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    data = folder / "data"
    environ = {**os.environ, "LC_ALL": "C", "TZ": "UTC"}
    control = [str(program("pg_ctl")), "-D", str(data), "-w", "-l", str(folder / "log")]
    port = _free_port() if password else 5432
    settings = f"-c listen_addresses={'127.0.0.1' if password else chr(39) * 2} -c port={port} -c unix_socket_directories={folder} -c fsync=off -c max_connections=20"
    try:
        init = [str(program("initdb")), "-D", str(data), "-U", "owner", "-E", "UTF8", "--no-sync"]
        if password:
            secret = folder / "secret"
            secret.write_text(password, encoding="utf-8")
            secret.chmod(0o644)
            init += ["-A", "scram-sha-256", f"--pwfile={secret}"]
        else:
            init += ["-A", "trust"]
        subprocess.run(init, env=environ, **options)
        subprocess.run(
            [*control, "-o", settings, "start"],
            env=environ,
            **(options | {"capture_output": False, "stdout": subprocess.DEVNULL}),
        )
        try:
            if password:
                yield f"postgresql://owner:{password}@127.0.0.1:{port}/postgres"
            else:
                yield f"postgresql://owner@/postgres?host={folder}"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], env=environ, **options)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
