{{ by_document() }}
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
from {{ ref('stg_passage') }}{{ of_touched_documents() }}
{{ in_order('document_id, passage_no') }}
