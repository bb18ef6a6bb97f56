"""The raw folder looked at and compared with what was read last."""

from __future__ import annotations

import time

from pipelines.documents.overrides import load_overrides
from pipelines.documents.scan import Limits, scan
from pipelines.runner.plan import NoDocumentsError, Plan, make_plan
from pipelines.settings import Settings
from pipelines.version import extractor_version


def look(chosen: Settings, *, read_again: bool = False) -> Plan:
    """Scan the raw folder and compare it with what was read last.

    Raises ScanError, OverrideError, or NoDocumentsError.
    """
    since = time.time()
    files = scan(chosen.raw, Limits.of_megabytes(chosen.max_file_mb, chosen.max_text_mb))
    if not any(file.error is None for file in files):
        refused = "; ".join(f"{file.source_file}: {file.error}" for file in files[:3])
        raise NoDocumentsError(
            f"no document to read in {chosen.raw}; put reports there as .txt, .md or .pdf, or name another folder: "
            f"taizhang build --raw DIR" + (f" (found {len(files)}: {refused})" if files else "")
        )
    overrides = load_overrides(chosen.raw, known=[file.source_file for file in files])
    return make_plan(files, overrides, chosen.staged, extractor_version(), read_again=read_again, since=since)
