-- One row per file and step, good or bad; a file that could not be read has one row.
select
  document_id,
  source_file,
  step,
  success,
  error,
  warnings,
  counts,
  extractor_version,
  duration_s
from {{ ref('stg_outcome') }}
order by source_file, step
