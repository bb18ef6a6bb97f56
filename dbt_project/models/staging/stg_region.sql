select
  code as region_code,
  name,
  short_name,
  full_name,
  level,
  parent_code
from {{ source('lexicon', 'region') }}
