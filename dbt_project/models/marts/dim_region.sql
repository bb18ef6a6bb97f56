-- One row per place: those of the catalogue, and those that documents speak of and the catalogue does not have.
with
region as (select * from {{ ref('stg_region') }} where region_code is not null),
named as (
  select region_code, region_name as name from {{ ref('stg_document') }}
  union
  select region_code, region_name from {{ ref('int_observation_corrected') }}
),

missing as (
  select region_code, min(name) as name
  from named
  where region_code is not null and region_code not in (select region_code from region)
  group by region_code
),

together as (
  select region_code, name, short_name, full_name, level, parent_code from region
  union all by name
  select region_code, coalesce(name, region_code) as name from missing
)

select
  *,
  {{ surrogate_key('region_code') }} as region_key
from together
order by region_code
