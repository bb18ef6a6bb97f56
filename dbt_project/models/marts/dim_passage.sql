-- One row per passage of a document: the text that observations were read from.
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
from {{ ref('stg_passage') }}
order by document_id, passage_no
