-- One row per chapter of the China Statistical Yearbook.
select
  cast(sector_code as integer) as sector_code,
  name_zh,
  name_en
from {{ ref('stg_sector') }}
order by sector_code
