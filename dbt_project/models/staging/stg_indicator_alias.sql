select
  alias,
  code as indicator_code
from {{ source('lexicon', 'indicator_alias') }}
