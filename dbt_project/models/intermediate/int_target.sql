{{ by_period(year='year') }}
-- The target of a series for a year: the latest official one, a table before prose, and the first one where it differs.
with
-- The rows of an arrangement of projects are in fct_project_plan; only those of catalogued indicators are targets too.
arrangement as (
  select distinct document_id, table_no from {{ ref('stg_cell') }} where table_kind = 'project_plan'
),
aimed as not materialized (
  select *, {{ row_place() }} as place
  from {{ ref('int_observation_comparable') }}{{ of_touched_periods() }}
  where claim = 'target' and series_key is not null
),
document as (select * from {{ ref('int_document') }}),
unnumbered as (
  select target.*, coalesce(target.region_code, document.region_code, document.region_name, '') as region_key
  from {{ ref('stg_qualitative_target') }} as target
  inner join document using (document_id)
  where target.statement = 'target' and target.period_start = target.period_end
),
touched as (select * from unnumbered{{ of_touched_periods() }}),
name as (select * from {{ ref('stg_indicator_name') }}),
precedence as (select * from {{ ref('precedence') }} where criterion = 'origin'),

named as (
  select
    -row_number() over () as place,
    coalesce(touched.indicator_code, name.name_key || '|%') as series,
    touched.indicator_code is not null as is_canonical,
    touched.indicator_code, touched.indicator_name,
    coalesce(touched.region_code, document.region_code) as region_code,
    case when coalesce(touched.region_code, document.region_code) is not distinct from document.region_code
      then document.region_name end as region_name,
    touched.region_key, touched.period_end as year, touched.measure, touched.document_id,
    touched.target_text, touched.comparison, touched.quote,
    document.is_official, document.vintage, document.kind_penalty + precedence.penalty + 1 as penalty,
    0.9 as confidence, touched.char_start as value_start
  from touched
  inner join document using (document_id)
  inner join precedence on precedence.value = touched.origin
  left join name on name.indicator_name = touched.indicator_name
),
qualitative as materialized (select *, {{ series_key() }} as series_key from named where series is not null),

-- What decides between targets, and no more: the rest of a row is fetched of the one that counts.
numeric_target as materialized (
  select
    place, series_key, document_id, is_canonical, value, value_compared, qualifier, is_official, vintage, penalty, confidence,
    value_start
  from aimed
  left join arrangement using (document_id, table_no)
  where (is_canonical or arrangement.document_id is null)
    -- A piece of work has a size and no target (加快推进30万亩国家储备林建设), unless an indicator is known by its name.
    and (is_canonical or measure <> 'level' or not regexp_matches(indicator_name, '{{ var("work_beginnings") }}|{{ var("work_pieces") }}'))
),

-- The high end of a range is the next row of the same document and series.
ranging as (select distinct document_id, series_key from numeric_target where qualifier = 'range_low'),
ranged as (
  select place, lead(case when qualifier = 'range_high' then value end) over (
    partition by document_id, series_key order by value_start
  ) as range_end
  from numeric_target
  semi join ranging using (document_id, series_key)
  qualify qualifier = 'range_low'
),

candidate as (
  select place, series_key, document_id, is_canonical, value_compared, is_official, vintage, penalty, confidence, value_start
  from numeric_target
  where qualifier <> 'range_high'
  union all by name
  select place, series_key, document_id, is_canonical, is_official, vintage, penalty, confidence, value_start
  from qualitative
),

chosen as (
  select
    series_key, count(*) as sources,
    arg_min(place, row(not is_official, -vintage, penalty, -confidence, document_id, value_start)) as latest,
    arg_min(place, row(not is_official, vintage, penalty, -confidence, document_id, value_start)) as earliest
  from candidate
  group by series_key
),

-- Several values under one uncatalogued name in one document are several things.
ambiguous as (
  select series_key, document_id
  from candidate
  where not is_canonical
  group by series_key, document_id
  having min(value_compared) <> max(value_compared)
),

target as not materialized (
  select
    place, series_key, series, is_canonical, indicator_code, indicator_name, scope, region_code, region_name, region_key, year,
    measure, observation_id, document_id, value, unit, qualifier, obligation, value_compared, unit_compared, factor, low, high,
    cast(null as varchar) as target_text, cast(null as varchar) as comparison, quote, is_official, vintage, penalty, confidence,
    value_start
  from aimed
  union all by name
  select * from qualitative
),

counting as (
  select target.*, chosen.sources, chosen.earliest from target inner join chosen on chosen.latest = target.place
),
first_said as (
  select target.place, target.observation_id, target.value, target.low, target.high, target.target_text
  from target
  inner join chosen on chosen.earliest = target.place
)

select
  current.* exclude (place, series_key, earliest),
  ranged.range_end,
  ambiguous.series_key is not null as is_ambiguous,
  case when not coalesce(current.low < original.high and original.low < current.high, current.target_text is not null and original.target_text is not null)
    then original.value end as original_value,
  case when not coalesce(current.low < original.high and original.low < current.high, current.target_text is not null and original.target_text is not null)
    then original.observation_id end as original_observation_id
from counting as current
inner join first_said as original on original.place = current.earliest
left join ranged on ranged.place = current.place
left join ambiguous on ambiguous.series_key = current.series_key and ambiguous.document_id = current.document_id
