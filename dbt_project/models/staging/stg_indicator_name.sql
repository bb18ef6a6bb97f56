select
  indicator_name,
  name_key
from {{ source('lexicon', 'indicator_name') }}
