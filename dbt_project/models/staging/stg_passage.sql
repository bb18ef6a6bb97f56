select
  document_id,
  passage_no,
  kind,
  section,
  section_role,
  char_start,
  char_end,
  page,
  text
from {{ source('staged', 'passage') }}
