select
  document_id,
  source_file,
  title,
  kind,
  issuer,
  region_code,
  region_name,
  published_date,
  review_year,
  plan_year,
  media_type,
  page_count,
  char_count,
  encoding,
  source_url,
  licence
from {{ source('staged', 'document') }}
