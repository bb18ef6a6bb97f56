{{ by_document() }}
-- One row per cell of a document's tables: the text that table observations were read from.
select
  document_id,
  table_no,
  table_kind,
  caption,
  row_no,
  col_no,
  row_span,
  col_span,
  is_header,
  text,
  char_start,
  char_end,
  page,
  bbox,
  locator
from {{ ref('stg_cell') }}{{ of_touched_documents() }}
order by document_id, table_no, row_no, col_no
