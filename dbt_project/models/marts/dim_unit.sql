-- One row per unit as printed.
select
  unit,
  dimension,
  base_unit,
  factor,
  is_whole
from {{ ref('stg_unit') }}
order by dimension, base_unit, factor, unit
