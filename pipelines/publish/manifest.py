"""dbt's manifest, from which the assets are made: parsed where dbt is asked and a model or a test has changed, else read.

(Dagster's own way runs dbt in two further processes at every import; a parse here costs some four seconds, once.)
A parse stands beside the build file that it was made for, so that builds into different folders do not come into each
other's way; and it is kept in the checkout, so that the first build into another folder need not parse again. Whether one is
as new as the project is told by a digest of the project's files, for clocks may be set back and copies keep old times.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
from importlib.metadata import version
from pathlib import Path

from filelock import FileLock

from pipelines import settings
from pipelines.errors import PublishError
from pipelines.publish import dbt_run

FOLDERS = ("models", "macros", "seeds", "tests")
FILES = ("dbt_project.yml", "profiles.yml")
WHOLE = (
    "manifest.whole"  # the digest of what was parsed, written after the manifest, which a killed parse leaves in part
)
PARSED = ("manifest.json", "partial_parse.msgpack")  # what of a parse is kept, and copied to where it is needed
KEPT = Path("target") / "parsed"  # below the project: the last parse


def ensure_manifest(project: Path = dbt_run.PROJECT) -> Path:
    """The path of a manifest that is of the project as it is; raises PublishError when dbt cannot parse it.

    From then on dbt works in the manifest's folder, in this process and in those that it starts.
    """
    build_db = settings.load().build_db
    target = Path(os.environ.setdefault(dbt_run.TARGET_VARIABLE, str(build_db.with_name("dbt"))))
    manifest = target / "manifest.json"
    now = parse_digest(project)
    if is_of(target, now):
        return manifest
    try:
        target.mkdir(parents=True, exist_ok=True)
        with FileLock(target / "manifest.lock"):
            if not is_of(target, now):  # another process may have made it meanwhile
                (target / WHOLE).unlink(missing_ok=True)
                if not _bring(project / KEPT, target, now):
                    _parse(project, build_db, target, now)
    except OSError as error:
        raise PublishError(
            f"cannot write into {target}: {error.strerror or error}; make room there or name another folder with --warehouse"
        ) from None
    return manifest


def digest(project: Path = dbt_run.PROJECT) -> str:
    """A digest of what dbt parses, wherever it lies: the names and contents of the project's files, and dbt's versions.

    Raises OSError where a file cannot be read.
    """
    total = hashlib.sha256(f"{version('dbt-core')} {version('dbt-duckdb')}".encode())
    found = [path for folder in FOLDERS for path in (project / folder).rglob("*") if path.is_file()]
    for path in sorted(path for path in (*found, *(project / name for name in FILES)) if path.exists()):
        total.update(f"{path.relative_to(project)} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def parse_digest(project: Path) -> str:
    """A digest of what a parse follows from: it names the project's folder."""
    return hashlib.sha256(f"{project} {digest(project)}".encode()).hexdigest()


def is_of(target: Path, wanted: str) -> bool:
    """Whether a folder holds a whole manifest of the project with this digest."""
    try:
        return (target / WHOLE).read_text(encoding="ascii") == wanted and (target / "manifest.json").exists()
    except (OSError, ValueError):
        return False


def _bring(kept: Path, target: Path, wanted: str) -> bool:
    """Take the parse that the checkout keeps, if it is of the project as it is."""
    if not is_of(kept, wanted) or kept == target:
        return False
    try:
        for name in PARSED:
            shutil.copyfile(kept / name, target / name)
    except FileNotFoundError:  # another process is just putting a newer one there
        return False
    if not is_of(kept, wanted):
        return False
    (target / WHOLE).write_text(wanted, encoding="ascii")
    return True


def _parse(project: Path, build_db: Path, target: Path, wanted: str) -> None:
    result = dbt_run.invoke(build_db, ["parse"])
    if result.unwritable:
        raise result.unwritable
    if not result.success:
        raise PublishError(f"dbt cannot parse {project}: {result.text() or 'it was interrupted'}")
    (target / WHOLE).write_text(wanted, encoding="ascii")
    with contextlib.suppress(OSError):  # a checkout of somebody else's, or without room: the next folder parses anew
        _keep(target, project / KEPT, wanted)


def _keep(target: Path, kept: Path, wanted: str) -> None:
    """Put a parse aside in the checkout and rename it into its place, so that it is there whole or not at all."""
    aside = kept.with_name(f".aside-{os.getpid()}-{secrets.token_hex(4)}")
    try:
        aside.mkdir(parents=True)
        for name in PARSED:
            shutil.copyfile(target / name, aside / name)
        (aside / WHOLE).write_text(wanted, encoding="ascii")
        shutil.rmtree(kept, ignore_errors=True)
        aside.rename(kept)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
