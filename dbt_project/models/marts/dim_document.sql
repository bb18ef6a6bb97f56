-- One row per document that could be read.
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
  licence,
  {{ surrogate_key('document_id') }} as document_key,
  {{ surrogate_key('region_code') }} as region_key
from {{ ref('stg_document') }}
order by source_file, document_id
