select
  code as indicator_code,
  name_zh,
  name_en,
  sector_code,
  dimension,
  canonical_unit,
  flow_or_stock,
  direction,
  bounded as is_bounded,
  headline as is_headline
from {{ source('lexicon', 'indicator') }}
