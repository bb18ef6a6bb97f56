select
  position,
  document,
  passage,
  printed,
  indicator_name,
  value,
  unit,
  measure,
  statement,
  period_label,
  verdict,
  reviewed_by,
  reviewed_on
from {{ source('curated', 'review') }}
