select
  code as sector_code,
  zh as name_zh,
  en as name_en
from {{ source('lexicon', 'sector') }}
