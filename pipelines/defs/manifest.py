"""dbt's manifest, from which the assets are made: parsed when a model or a test has changed, else read.

(Dagster's own way runs dbt in two further processes at every import; a parse here costs some two seconds, once.)
What dbt keeps of a parse holds for one build file only, so it stands beside that: builds into different folders do not
come into each other's way.
"""

from __future__ import annotations

import os
from pathlib import Path

from filelock import FileLock

from pipelines import settings
from pipelines.errors import PublishError
from pipelines.publish import dbt_run

FOLDERS = ("models", "macros", "seeds", "tests")
FILES = ("dbt_project.yml", "profiles.yml")
WHOLE = "manifest.whole"  # written after the manifest, which a killed parse leaves in part


def ensure_manifest(project: Path = dbt_run.PROJECT) -> Path:
    """The path of a manifest that is as new as the project; raises PublishError when dbt cannot parse it.

    From then on dbt works in the manifest's folder, in this process and in those that it starts.
    """
    build_db = settings.load().build_db
    target = Path(os.environ.setdefault(dbt_run.TARGET_VARIABLE, str(build_db.with_name("dbt"))))
    manifest = target / "manifest.json"
    if _fresh(target, project):
        return manifest
    target.mkdir(parents=True, exist_ok=True)
    with FileLock(target / "manifest.lock"):
        if not _fresh(target, project):  # another process may have made it meanwhile
            (target / WHOLE).unlink(missing_ok=True)
            result = dbt_run.invoke(build_db, ["parse"])
            if not result.success:
                raise PublishError(f"dbt cannot parse {project}: {result.text() or 'it was interrupted'}")
            (target / WHOLE).touch()
    return manifest


def _fresh(target: Path, project: Path) -> bool:
    """Whether the manifest is whole and nothing in the project, folders included (a file may be gone), is newer."""
    try:
        made = (target / WHOLE).stat().st_mtime_ns
    except FileNotFoundError:
        return False
    parts = [project / name for name in FILES]
    parts += [path for folder in FOLDERS for path in (project / folder, *(project / folder).rglob("*"))]
    return (target / "manifest.json").exists() and all(
        path.stat().st_mtime_ns <= made for path in parts if path.exists()
    )
