"""Pictures of pages (.jpg, .png, .tif, .heic): each frame a scanned page, read as those of a PDF are."""

from __future__ import annotations

import importlib.util
import io
import warnings
from dataclasses import replace

from PIL import Image

from pipelines.readers.medium import MediumError, Reading
from pipelines.readers.pdf import entry, ocr

_MOST_PIXELS = 120_000_000
_MOST_FRAMES = 200
_FORMATS = ("JPEG", "PNG", "TIFF", "BMP", "WEBP")


def read(data: bytes, name: str) -> Reading:
    """The text of a picture; raises MediumError where it is damaged, too large, or the ocr extra is missing."""
    if not ocr.installed():
        raise MediumError("a picture, which is read by character recognition: pip install -e '.[ocr]'")
    pages, kind = as_pages(data)
    return replace(entry.read(pages, name), media_type=kind)


def as_pages(data: bytes) -> tuple[bytes, str]:
    """A picture as a PDF with a page for each frame, and the picture's media type; raises MediumError as `read`.

    Boxes of what is read from a picture are in points of these pages, so who shows a picture draws them.
    """
    heic = data[4:8] == b"ftyp"
    if heic and not _heif():
        raise MediumError("a picture of a telephone (HEIC), which needs pillow-heif: pip install -e '.[ocr]'")
    pages = io.BytesIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=("HEIF",) if heic else _FORMATS)
        if picture.width * picture.height > _MOST_PIXELS or getattr(picture, "n_frames", 1) > _MOST_FRAMES:
            raise MediumError(f"a picture of {picture.width:,} × {picture.height:,} points; no page needs so many")
        kind = Image.MIME.get(picture.format or "", "image/png")
        frames = []
        for number in range(getattr(picture, "n_frames", 1)):
            picture.seek(number)
            frames.append(picture.convert("RGB"))
        frames[0].save(
            pages, "PDF", save_all=True, append_images=frames[1:], resolution=_resolution(picture), quality=95
        )
    except MediumError:
        raise
    except Exception as error:  # decoders of pictures raise whatever a damaged one leads to
        raise MediumError(f"no picture that can be read: {type(error).__name__}: {error}") from error
    return pages.getvalue(), kind


def _heif() -> bool:
    """Let Pillow read HEIC, where the package for it is installed."""
    if importlib.util.find_spec("pillow_heif") is None:
        return False
    import pillow_heif

    pillow_heif.register_heif_opener(thumbnails=False)
    return True


def _resolution(picture: Image.Image) -> float:
    """Points per inch: as the picture says, else as if it were a page of A4."""
    said = picture.info.get("dpi", (0, 0))[0]
    return float(said) if 72 < float(said) <= 1200 else max(72.0, min(picture.size) / 8.27)
