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
from {{ source('staged', 'outcome') }}
