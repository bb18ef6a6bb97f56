select
  document_id,
  char_start,
  char_end,
  quote,
  section,
  indicator_code,
  indicator_name,
  comparison,
  target_text,
  measure,
  statement,
  period_start,
  period_end,
  region_code,
  origin,
  rule
from {{ source('staged', 'qualitative_target') }}
