{{ by_period(year='year') }}
-- The target of a series for a year: the latest official one, a table before prose, and the first one where it differs.
with
-- The rows of an arrangement of projects are in fct_project_plan; only those of catalogued indicators are targets too.
arrangement as (
  select distinct document_id, table_no from {{ ref('stg_cell') }} where table_kind = 'project_plan'
),
numeric_target as (
  select
    observation.*,
    -- The high end of a range is the next row of the same document and series.
    case when qualifier = 'range_low' then lead(case when qualifier = 'range_high' then value end) over (
      partition by document_id, series, region_key, year, measure order by value_start
    ) end as range_end
  from (select * from {{ ref('int_observation_comparable') }}{{ of_touched_periods() }}) as observation
  left join arrangement using (document_id, table_no)
  where claim = 'target' and year is not null and is_specific and (is_canonical or arrangement.document_id is null)
    -- A piece of work has a size and no target (加快推进30万亩国家储备林建设), unless an indicator is known by its name.
    and (is_canonical or measure <> 'level' or not regexp_matches(indicator_name, '{{ var("work_beginnings") }}|{{ var("work_pieces") }}'))
  qualify qualifier <> 'range_high'
),
document as (select * from {{ ref('int_document') }}),
unnumbered as (
  select target.*, coalesce(target.region_code, document.region_code, document.region_name, '') as region_key
  from {{ ref('stg_qualitative_target') }} as target
  inner join document using (document_id)
  where target.statement = 'target' and target.period_start = target.period_end
),
qualitative as (select * from unnumbered{{ of_touched_periods() }}),
name as (select * from {{ ref('stg_indicator_name') }}),
precedence as (select * from {{ ref('precedence') }} where criterion = 'origin'),

candidate as (
  select
    series, is_canonical, indicator_code, indicator_name, scope, region_code, region_name, region_key, year, measure,
    observation_id, document_id, value, range_end, unit, qualifier, obligation, value_compared, unit_compared, factor, low, high,
    cast(null as varchar) as target_text, cast(null as varchar) as comparison, quote,
    is_official, vintage, penalty, confidence, value_start
  from numeric_target
  union all by name
  select
    coalesce(qualitative.indicator_code, name.name_key || '|%') as series,
    qualitative.indicator_code is not null as is_canonical,
    qualitative.indicator_code, qualitative.indicator_name,
    coalesce(qualitative.region_code, document.region_code) as region_code,
    case when coalesce(qualitative.region_code, document.region_code) is not distinct from document.region_code
      then document.region_name end as region_name,
    qualitative.region_key, qualitative.period_end as year, qualitative.measure,
    cast(null as varchar) as observation_id, qualitative.document_id,
    qualitative.target_text, qualitative.comparison, qualitative.quote,
    document.is_official, document.vintage, document.kind_penalty + precedence.penalty + 1 as penalty,
    0.9 as confidence, qualitative.char_start as value_start
  from qualitative
  inner join document using (document_id)
  inner join precedence on precedence.value = qualitative.origin
  left join name on name.indicator_name = qualitative.indicator_name
),

ranked as (
  select
    *,
    row_number() over (
      of_series order by is_official desc, vintage desc, penalty, confidence desc, document_id, value_start
    ) as latest,
    row_number() over (
      of_series order by is_official desc, vintage, penalty, confidence desc, document_id, value_start
    ) as earliest,
    count(*) over of_series as sources,
    -- Several values under one uncatalogued name in one document are several things.
    not is_canonical and count(distinct value_compared) over (
      partition by series, region_key, year, measure, document_id
    ) > 1 as is_ambiguous
  from candidate
  window of_series as (partition by series, region_key, year, measure)
)

select
  current.* exclude (latest, earliest),
  case when not coalesce(current.low < original.high and original.low < current.high, current.target_text is not null and original.target_text is not null)
    then original.value end as original_value,
  case when not coalesce(current.low < original.high and original.low < current.high, current.target_text is not null and original.target_text is not null)
    then original.observation_id end as original_observation_id
from ranked as current
inner join ranked as original using (series, region_key, year, measure)
where current.latest = 1 and original.earliest = 1
