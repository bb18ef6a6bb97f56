"""Pages of PDFs and pictures as they were printed, so that a number can be seen where it was printed.

    picture = page_picture(raw, source_file, document_id, 3)       # PNG, POINT pixels for each point of the page
    album = Album(raw, folder); album.picture(source_file, document_id, 3); album.tidy()     # kept for the next build

The page is drawn in a process of its own with bounds on time and memory: a broken file ends that process, not the server.
Nothing is drawn of a file that is not byte for byte the one that was read.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import io
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.errors import PublishError
from pipelines.publish.files import write_aside

POINT = 1.5  # pixels for each point
SECONDS = 20.0
MEMORY = 1_500_000_000  # bytes
MOST_SIDE = 3000  # points; no page of a report is larger
MOST_BYTES = 200_000_000


def is_drawn(media_type: str | None) -> bool:
    """Whether a document of this type has pages that can be shown.

    >>> is_drawn("application/pdf"), is_drawn("image/png"), is_drawn("text/plain"), is_drawn(None)
    (True, True, False, False)
    """
    return media_type == "application/pdf" or (media_type or "").startswith("image/")


class PictureError(PublishError):
    """A page that cannot be shown; the message says why."""


def original(raw: Path, source_file: str, document_id: str) -> Path:
    """The file that a document was read from; PictureError where it is not there or is another one now."""
    path = (raw / source_file).resolve()
    if not path.is_relative_to(raw.resolve()) or not path.is_file():
        raise PictureError(f"{source_file} is not in the folder of documents")
    if path.stat().st_size > MOST_BYTES or hashlib.sha256(path.read_bytes()).hexdigest() != document_id:
        raise PictureError(f"{source_file} is not the file any more that was read")
    return path


def page_picture(raw: Path, source_file: str, document_id: str, page: int) -> bytes:
    """A page (from 1) of a PDF or a picture as PNG; PictureError where it is neither or cannot be drawn."""
    path = original(raw, source_file, document_id)
    command = [sys.executable, "-m", "pipelines.serve.site.pictures", str(path), str(page)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise PictureError(f"page {page} of {source_file} takes too long to be drawn") from None
    if done.returncode or not done.stdout.startswith(b"\x89PNG"):
        raise PictureError(f"page {page} of {source_file} cannot be drawn")
    return done.stdout


@dataclass
class Album:
    """Pages of the documents in `raw`, kept in a folder of their own: drawing one takes a process, and few documents change.

    A page is known by its document's digest, its number and the programs that draw it. Without a folder nothing is kept, and
    what cannot be written is drawn again the next time.
    """

    raw: Path
    folder: Path | None
    asked: set[Path] = field(default_factory=set)

    def picture(self, source_file: str, document_id: str, page: int) -> bytes:
        """As `page_picture`."""
        if self.folder is None:
            return page_picture(self.raw, source_file, document_id, page)
        original(self.raw, source_file, document_id)
        programs = "-".join(importlib.metadata.version(name) for name in ("pypdfium2", "pillow"))
        path = self.folder / f"{document_id}-{page}-{POINT}-{programs}.png"
        self.asked.add(path)
        with contextlib.suppress(OSError):
            return path.read_bytes()
        drawn = page_picture(self.raw, source_file, document_id, page)
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            with write_aside(path) as aside:
                aside.write_bytes(drawn)
        return drawn

    def tidy(self) -> None:
        """Remove the pages that nobody asked for since this album was opened."""
        for path in self.folder.iterdir() if self.folder is not None and self.folder.is_dir() else ():
            if path not in self.asked:
                with contextlib.suppress(OSError):
                    path.unlink()


def draw(path: Path, page: int) -> bytes:
    """The page in sixteen greys: text stays sharp, and a page takes some 60 kB."""
    import pypdfium2

    from pipelines.readers.image import as_pages

    data = path.read_bytes()
    document = pypdfium2.PdfDocument(data if data.startswith(b"%PDF") or b"%PDF-" in data[:1024] else as_pages(data)[0])
    shown = document[page - 1]
    if max(shown.get_size()) > MOST_SIDE:
        raise PictureError("the page is too large")
    picture = shown.render(scale=POINT, grayscale=True).to_pil().convert("L").quantize(16)
    memory = io.BytesIO()
    picture.save(memory, "PNG", optimize=True)
    return memory.getvalue()


def main(arguments: list[str]) -> int:
    """Draw a page to standard output, within the bounds."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (int(SECONDS), int(SECONDS) + 1))
    path, page = arguments
    sys.stdout.buffer.write(draw(Path(path), int(page)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
