-- One row per unit as printed.
select
  unit,
  dimension,
  base_unit,
  factor,
  is_whole,
  {{ surrogate_key('unit') }} as unit_key
from {{ ref('stg_unit') }}
order by dimension, base_unit, factor, unit
