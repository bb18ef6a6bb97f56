"""Files of old office programs (.doc, .wps, .rtf, .odt): turned into .docx by LibreOffice, where it is installed.

It runs without a screen, in a profile of its own with macros and remote links switched off, under a time limit.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from pipelines.lexicon.media import suffix_of
from pipelines.readers import docx
from pipelines.readers.medium import MediumError, Reading

_SECONDS = 90
_PROGRAMS = ("soffice", "libreoffice")
_TYPES = {".rtf": "application/rtf", ".odt": "application/vnd.oasis.opendocument.text"}
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


def program() -> str | None:
    """LibreOffice's program, None where it is not installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def read(data: bytes, name: str) -> Reading:
    """The document of an old office file; raises MediumError, with the command to install where LibreOffice is missing."""
    if data.startswith(b"PK\x03\x04") and b"word/document.xml" in data:
        return docx.read(data, name)
    found = program()
    if found is None:
        raise MediumError(
            "files of this kind are read by LibreOffice, which is not installed: "
            "apt-get install libreoffice-writer-nogui, or save the file as .docx"
        )
    reading = docx.read(_converted(found, data, suffix_of(name) or ".doc"), name)
    return replace(reading, media_type=_TYPES.get(suffix_of(name), "application/msword"))


def _converted(soffice: str, data: bytes, suffix: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="taizhang-office-") as place:
        folder = Path(place)
        (folder / "profile" / "user").mkdir(parents=True)
        (folder / "profile" / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        source = folder / f"file{suffix}"
        source.write_bytes(data)
        command = [
            soffice, "--headless", "--norestore", "--nolockcheck", "--nodefault",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), str(source),
        ]  # fmt: skip
        said = _run(command, folder)
        made = folder / "out" / "file.docx"
        if not made.is_file():
            raise MediumError(f"LibreOffice could not read the file ({said or 'it said nothing'}); save it as .docx")
        return made.read_bytes()


def _run(command: list[str], folder: Path) -> str:
    """What the program said; raises MediumError when it takes too long. Its children end with it."""
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "LANG": "C.UTF-8"}
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment,
        start_new_session=True,
    )  # fmt: skip
    try:
        said, _ = process.communicate(timeout=_SECONDS)
        return said.decode("utf-8", "replace").strip()[-200:]
    except subprocess.TimeoutExpired:
        raise MediumError(f"LibreOffice took more than {_SECONDS} s for the file; save it as .docx") from None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
