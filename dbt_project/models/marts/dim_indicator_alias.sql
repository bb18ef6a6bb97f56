-- One row per further name of a canonical indicator, for search.
select
  alias,
  indicator_code
from {{ ref('stg_indicator_alias') }}
order by indicator_code, alias
