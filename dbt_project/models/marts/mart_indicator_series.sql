-- One best value per indicator (or uncatalogued name), region, year, measure and statement, and how many sources agree.
with
observation as (
  select * from {{ ref('int_observation_comparable') }}
  where year is not null and is_specific and qualifier <> 'range_high'
),
indicator as (select * from {{ ref('stg_indicator') }}),

ranked as (
  select
    *,
    row_number() over (
      of_series order by if(claim = 'target', -vintage, 0), penalty, vintage desc, confidence desc, document_id, value_start
    ) as place
  from observation
  window of_series as (partition by series, region_key, year, measure, statement)
),

best as (select * from ranked where place = 1),

agreement as (
  select
    best.observation_id,
    count(*) as source_count,
    count(*) filter (ranked.low < best.high and best.low < ranked.high) as agreeing_count,
    count(distinct ranked.document_id) as document_count
  from best
  inner join ranked using (series, region_key, year, measure, statement)
  group by best.observation_id
)

select
  left(md5(concat_ws('|', best.series, best.region_key, best.year, best.measure, best.statement)), 16) as series_id,
  best.indicator_code,
  coalesce(indicator.name_zh, best.indicator_name) as indicator_name,
  best.region_code,
  best.region_name,
  cast(best.year as integer) as year,
  best.measure,
  best.statement,
  best.value,
  best.unit,
  best.qualifier,
  best.value_compared as value_base,
  best.unit_compared as unit_base,
  best.observation_id,
  best.document_id,
  cast(agreement.source_count as integer) as source_count,
  cast(agreement.agreeing_count as integer) as agreeing_count,
  cast(agreement.document_count as integer) as document_count,
  best.confidence
from best
inner join agreement using (observation_id)
left join indicator using (indicator_code)
order by best.region_key, best.indicator_code nulls last, 3, best.measure, best.statement, best.year
