{{ by_period("coalesce(region_code, region_name, '')", 'year') }}
-- One best value per indicator (or uncatalogued name), region, year, measure and statement, and how many sources agree.
with
observation as (
  select *, {{ row_place() }} as place
  from {{ ref('int_observation_comparable') }}{{ of_touched_periods() }}
  where year is not null and is_specific and qualifier <> 'range_high'
),
indicator as (select * from {{ ref('stg_indicator') }}),

-- Of targets the latest counts, of outcomes the best source.
chosen as (
  select
    series, region_key, year, measure, statement,
    arg_min(
      place,
      (if(claim = 'target', -vintage, 0), penalty, -vintage, -confidence, document_id, value_start, observation_id)
    ) as place,
    count(*) as source_count
  from observation
  group by series, region_key, year, measure, statement
),

best as (select observation.*, chosen.source_count from observation inner join chosen using (place)),

agreement as (
  select
    best.place,
    count(*) filter (other.low < best.high and best.low < other.high) as agreeing_count,
    count(distinct other.document_id) as document_count
  from best
  inner join observation as other using (series, region_key, year, measure, statement)
  where best.source_count > 1
  group by best.place
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
  cast(best.source_count as integer) as source_count,
  cast(coalesce(agreement.agreeing_count, 1) as integer) as agreeing_count,
  cast(coalesce(agreement.document_count, 1) as integer) as document_count,
  best.confidence,
  {{ surrogate_key('best.document_id') }} as document_key,
  {{ surrogate_key('best.indicator_code') }} as indicator_key,
  {{ surrogate_key('best.region_code') }} as region_key
from best
left join agreement using (place)
left join indicator using (indicator_code)
order by best.region_key, best.indicator_code nulls last, 3, best.measure, best.statement, best.year, series_id
