select
  document_id,
  source_file,
  region_code,
  year,
  number,
  name,
  plan_text,
  completion_text,
  status,
  origin,
  char_start,
  char_end,
  locator
from {{ source('staged', 'livelihood_project') }}
