"""Files that are a zip of XML parts (.docx, .xlsx, .ofd, .odt): opened within bounds, parsed without anything outside."""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from pipelines.readers.medium import MediumError

MOST_PARTS = 20_000
MOST_BYTES = 200_000_000  # of all parts unpacked; a report of a thousand pages has a tenth of it
_RATIO = 300  # times that a part may grow, beyond its first megabyte
_SMALL = 1_000_000
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # what Office wraps around an encrypted file, and its old formats


class Package:
    """An open package. Parts are read one by one; a part that grows beyond what is written of it is refused."""

    def __init__(self, data: bytes, what: str) -> None:
        if data.startswith(_OLE):
            raise MediumError(
                f"no {what} inside: it is locked with a password, or of an older kind than its name says; save a copy "
                "without a password, under its right name"
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise MediumError(f"damaged or cut off {what}: {error}; get the file again") from error
        self.what = what
        infos = self._zip.infolist()
        if len(infos) > MOST_PARTS:
            raise MediumError(f"{len(infos):,} parts in a {what}, the limit is {MOST_PARTS:,}")
        size = sum(info.file_size for info in infos)
        packed = sum(info.compress_size for info in infos)
        if size > MOST_BYTES or (size > 20 * _SMALL and size > _RATIO * max(1, packed)):
            raise MediumError(f"the {what} unpacks to {size:,} bytes from {packed:,}: no report does")
        self.names = frozenset(info.filename for info in infos)

    def read(self, name: str) -> bytes:
        """The bytes of a part; raises MediumError where it is damaged, locked or larger than it says."""
        try:
            info = self._zip.getinfo(name)
            if info.flag_bits & 1:
                raise MediumError(f"encrypted {self.what}: save a copy without a password")
            with self._zip.open(info) as stream:
                data = stream.read(info.file_size + 1)
        except MediumError:
            raise
        except KeyError:
            raise MediumError(f"no {name} in the {self.what}: it is damaged or of another kind") from None
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise MediumError(f"damaged {self.what}: {name}: {error}; get the file again") from error
        if len(data) > info.file_size:
            raise MediumError(f"damaged {self.what}: {name} is larger than the file says")
        return data

    def size(self, name: str) -> int:
        """Bytes of a part unpacked, 0 where there is none."""
        return self._zip.getinfo(name).file_size if name in self.names else 0

    def xml(self, name: str) -> etree._Element:
        """A part as a tree; raises MediumError where it is no XML."""
        return parse_xml(self.read(name), f"{self.what}: {name}")


def parse_xml(data: bytes, where: str) -> etree._Element:
    """The tree of an XML text without entities, documents or networks outside it; raises MediumError."""
    if b"<!DOCTYPE" in data[:2000] or b"<!ENTITY" in data[:20_000]:
        raise MediumError(f"{where} declares entities, which no office file does; it is not read")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise MediumError(f"{where}: {error}; get the file again") from error
