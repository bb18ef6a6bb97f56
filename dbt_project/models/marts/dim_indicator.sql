-- One row per canonical indicator, in the order of the catalogue.
select
  indicator_code,
  name_zh,
  name_en,
  cast(sector_code as integer) as sector_code,
  dimension,
  canonical_unit,
  flow_or_stock,
  direction,
  is_bounded,
  is_headline,
  {{ surrogate_key('indicator_code') }} as indicator_key
from {{ ref('stg_indicator') }}
order by sector_code, indicator_code
