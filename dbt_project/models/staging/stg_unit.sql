select
  unit,
  base_unit,
  factor,
  dimension,
  whole as is_whole
from {{ source('lexicon', 'unit') }}
