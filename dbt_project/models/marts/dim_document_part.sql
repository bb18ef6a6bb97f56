-- One row per report inside a file; a file with one report has one part.
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
from {{ ref('stg_document_part') }}
order by document_id, part
