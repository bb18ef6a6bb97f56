select
  document_id,
  part,
  title,
  kind,
  region_code,
  region_name,
  review_year,
  plan_year,
  published_date,
  char_start,
  char_end
from {{ source('staged', 'document_part') }}
