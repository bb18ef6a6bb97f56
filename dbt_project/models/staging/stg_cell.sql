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
from {{ source('staged', 'cell') }}
