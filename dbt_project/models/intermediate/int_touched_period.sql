-- One row per region and year that changed documents speak of, as they were and as they are; none in a build from nothing.
with
touched as (select * from {{ source('state', 'touched_document') }}),
document as (select * from {{ ref('stg_document') }}),
observation as (select * from {{ ref('int_observation_corrected') }}),
qualitative as (select * from {{ ref('stg_qualitative_target') }}),

period as (
  select region_key, period_end from {{ source('state', 'touched_period') }}
  union
  select coalesce(region_code, region_name, ''), period_end from observation semi join touched using (document_id)
  union
  select coalesce(qualitative.region_code, document.region_code, document.region_name, ''), qualitative.period_end
  from qualitative
  inner join document using (document_id)
  semi join touched using (document_id)
)

select region_key, period_end
from period
where period_end is not null
