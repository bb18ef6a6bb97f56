{{ by_period("coalesce(region_code, region_name, '')", 'year') }}
-- One best value per indicator (or uncatalogued name), region, year, measure and statement, and how many sources agree.
with
observation as not materialized (
  select *, {{ row_place() }} as place, hash(document_id) as in_document
  from {{ ref('int_observation_comparable') }}{{ of_touched_periods() }}
  where series_key is not null and qualifier <> 'range_high'
),
indicator as (select indicator_code, name_zh, {{ surrogate_key('indicator_code') }} as known_key from {{ ref('stg_indicator') }}),
document as ({{ known_keys(ref('stg_document'), 'document_id') }}),
region as ({{ known_keys(ref('stg_region'), 'region_code') }}),

-- Of targets the latest counts, of outcomes the best source.
chosen as (
  select
    series_key, statement, count(*) as source_count,
    arg_min(place, preference) as place, arg_min(low, preference) as low, arg_min(high, preference) as high
  from observation
  group by series_key, statement
),

best as not materialized (
  select observation.*, chosen.source_count
  from observation
  inner join chosen using (place)
),

-- Where there are several sources, how many documents they are, and how many agree with the best.
agreement as (
  select place, sum(agreeing) as agreeing_count, count(*) as document_count
  from (
    select chosen.place, other.in_document, count(*) filter (other.low < chosen.high and chosen.low < other.high) as agreeing
    from chosen
    inner join observation as other using (series_key, statement)
    where chosen.source_count > 1
    group by chosen.place, other.in_document
  )
  group by place
)

select
  left(md5(concat_ws('|', best.series, best.region_key, best.year, best.measure, best.statement)), 16) as series_id,
  best.indicator_code,
  coalesce(indicator.name_zh, best.indicator_name) as indicator_name,
  best.scope,
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
  {{ known_or_surrogate_key('document', 'best.document_id') }} as document_key,
  {{ known_or_surrogate_key('indicator', 'best.indicator_code') }} as indicator_key,
  {{ known_or_surrogate_key('region', 'best.region_code') }} as region_key
from best
left join agreement using (place)
left join indicator using (indicator_code)
left join document using (document_id)
left join region using (region_code)
{{ in_order('best.region_key, best.indicator_code nulls last, 3, best.measure, best.statement, best.year, series_id') }}
