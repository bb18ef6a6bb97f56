"""dbt's documentation of the marts as one file that opens from the disk: models, columns, tests, lineage, exposures.

    python -m pipelines.serve.dbt_docs [FILE]        # default: <warehouse>/site/dbt.html

Made from the project and a copy of the published file (dbt opens what it describes for writing), so a build may run
beside it. The page asks for no address.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from pipelines import settings
from pipelines.errors import PublishError
from pipelines.publish import dbt_run
from pipelines.publish.files import write_aside


def write(published: Path, target: Path) -> Path:
    """Write the page; returns its path. Raises PublishError where there is no warehouse or dbt refuses."""
    if not published.exists():
        raise PublishError(f"there is no warehouse at {published}; make one with: taizhang build")
    before = os.environ.get(dbt_run.TARGET_VARIABLE)
    with tempfile.TemporaryDirectory(prefix="taizhang-docs-") as folder:
        copied = Path(shutil.copyfile(published, Path(folder) / published.name))
        os.environ[dbt_run.TARGET_VARIABLE] = folder
        try:
            result = dbt_run.invoke(copied, ["docs", "generate", "--static"])
        finally:
            if before is None:
                del os.environ[dbt_run.TARGET_VARIABLE]
            else:
                os.environ[dbt_run.TARGET_VARIABLE] = before
        if not result.success:
            raise PublishError(f"dbt did not write its documentation: {result.text()}")
        text = (Path(folder) / "static_index.html").read_text(encoding="utf-8")
    target.parent.mkdir(parents=True, exist_ok=True)
    with write_aside(target) as aside:
        # Where the project lies on the machine that made the page is nobody's business.
        aside.write_text(text.replace(str(dbt_run.PROJECT), "dbt_project"), encoding="utf-8", newline="\n")
    return target


def main() -> None:
    """The command line of this file."""
    chosen = settings.load()
    try:
        print(write(chosen.published, Path(sys.argv[1]) if sys.argv[1:] else chosen.warehouse / "site" / "dbt.html"))
    except PublishError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
