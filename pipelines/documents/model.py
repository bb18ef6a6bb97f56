"""The parts of a document as the extractors see them.

Every offset is a 0-based index of a code point in `Document.text`, the file's text decoded as it stands
(line ends, blanks and tabs untouched); ends are exclusive.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pipelines.documents.frame.model import PassageFrame

Statement = Literal["actual", "estimate", "target"]
Role = Literal["review", "plan", ""]
PassageKind = Literal["prose", "heading", "caption", "note", "list_item", "furniture", "foreign"]
TableKind = Literal["target_actual", "livelihood", "project_plan", "other"]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says about itself; a field that neither the text nor documents.yml gives is None.

    `kind` is one of plan_report, work_report, communique, press, budget_report, other. `review_year` is the year
    whose results are reported, `plan_year` the year whose targets are set. `region_code` is GB/T 2260.
    `guessed` names the fields (region, kind, review_year, plan_year) that no slot of the genre states: rows that hang on them are
    doubtful. `period_label` is set for texts on a part of a year (2024H1, 2024Q1, 2024-07).
    """

    title: str | None = None
    kind: str = "other"
    issuer: str | None = None
    region_code: str | None = None
    region_name: str | None = None
    published_date: str | None = None
    review_year: int | None = None
    plan_year: int | None = None
    period_label: str | None = None
    source_url: str | None = None
    licence: str | None = None
    guessed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it.

    `level` counts from 1 (一、) downwards; `start`..`end` covers heading and body; `parent` is the number of the
    section above, None at the top. `role` says which part of the report it is in: review, plan, or '' where unknown.
    `year_start`, `year_end` and `statement` are the defaults for figures without a period or a cue of their own.
    `topic` is true for the topic of a boxed panel (汽车摩托车：…), which is a section of one passage.
    """

    number: int
    level: int
    title: str
    start: int
    end: int
    parent: int | None
    path: str
    role: Role = ""
    year_start: int | None = None
    year_end: int | None = None
    statement: Statement = "actual"
    topic: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph: the unit in which sentences are read.

    A paragraph that a newspaper's column breaks cut into lines is one passage. kind `foreign` marks text that is
    not this document's (another place's advertisement), `furniture` page chrome; neither yields observations.
    """

    number: int
    start: int
    end: int
    section: int | None
    kind: PassageKind = "prose"


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; row and col are 0-based in the grid, `text` is the cell as printed, without its delimiters."""

    row: int
    col: int
    start: int
    end: int
    text: str
    header: bool = False
    row_span: int = 1
    col_span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table found in the text; `start`..`end` covers caption, grid and nothing else."""

    number: int
    start: int
    end: int
    caption: str
    section: int | None
    cells: tuple[Cell, ...]
    kind: TableKind = "other"


@dataclass(frozen=True, slots=True)
class PageMap:
    """For a PDF: where each character of the text stands.

    `char_pages[i]` is the 1-based page of code point i; `char_boxes[i]` its (x0, top, x1, bottom) in points with the
    origin at the top left of the page as shown, or None for characters the reader put in (line ends).
    `confidence[i]` is 1.0 for characters of a text layer and the reader's word confidence for OCR.
    """

    page_count: int
    char_pages: Sequence[int]
    char_boxes: Sequence[tuple[float, float, float, float] | None]
    confidence: Sequence[float] | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stretch of the text stands in a file that has neither pages nor lines of its own: `Sheet1!C7`."""

    start: int
    end: int
    locator: str


@dataclass(frozen=True, slots=True)
class Hints:
    """What a file says of itself beside its text: a web page's meta, a document's properties.

    `title` and `date` (ISO) are the publisher's, who may have shortened the one and mean the upload by the other; `source`
    is who the page says it has the text from; `url` where it was published; `site` whose site it is.
    """

    title: str | None = None
    date: str | None = None
    source: str | None = None
    url: str | None = None
    site: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One report inside a file: `start`..`end` covers it from its title to the next one; a file with one report has one."""

    number: int
    start: int
    end: int
    meta: Metadata


@dataclass(frozen=True, slots=True)
class Document:
    """A document read as far as the extractors need it; `frames` holds one frame for each passage, in their order.

    `places` stand in the order of the text. `member` is the path inside its archive, '' for a file of its own. `printed` is
    the text in traditional characters, of the same length, where `text` was made of one; '' else.
    """

    document_id: str
    source_file: str
    text: str
    meta: Metadata
    media_type: str = "text/plain"
    encoding: str | None = None
    sections: tuple[Section, ...] = ()
    passages: tuple[Passage, ...] = ()
    tables: tuple[Table, ...] = ()
    pages: PageMap | None = None
    places: Sequence[Place] = ()
    member: str = ""
    printed: str = ""
    frames: tuple[PassageFrame, ...] = ()
    parts: tuple[Part, ...] = ()
    warnings: tuple[str, ...] = field(default=())
