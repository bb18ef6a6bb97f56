{{ by_region() }}
-- Targets beside outcomes of the same series, region, year and measure. An outcome without a target is listed where it is
-- of a headline indicator with a target of that measure in another year, or its table sets one for another row.
with
target as (select * from {{ ref('int_target') }}{{ of_touched_regions() }}),
outcome as not materialized (select * from {{ ref('int_outcome') }}{{ of_touched_regions() }}),
indicator as (select * from {{ ref('stg_indicator') }}),

listed as (
  select distinct target.series, target.region_key, target.measure
  from target
  inner join indicator using (indicator_code)
  where indicator.is_headline
),
tables_with_targets as (
  select distinct document_id, table_no, measure
  from {{ ref('int_observation_comparable') }}
  where claim = 'target' and table_no is not null
),
outcome_listed as (
  select outcome.*
  from outcome
  left join listed using (series, region_key, measure)
  left join tables_with_targets using (document_id, table_no, measure)
  left join (select series, region_key, year, measure, true as is_aimed_at from target) as aim using (series, region_key, year, measure)
  where aim.is_aimed_at
    or outcome.is_canonical and (listed.series is not null or tables_with_targets.document_id is not null)
),
-- Kind by kind: asked for one of two, the database would fetch the texts of all passages.
note as (
  select document_id, text from {{ ref('stg_passage') }} where kind = 'note'
  union all
  select document_id, text from {{ ref('stg_passage') }} where kind = 'caption'
),
-- Targets that a note of their document says were adjusted (预期目标已经…调整).
adjusted as (
  select distinct target.series, target.region_key, target.year, target.measure
  from target
  inner join note as passage using (document_id)
  where contains(passage.text, target.indicator_name)
    and regexp_matches(passage.text, '目标[^。]*调整|调整[^。]*目标')
),
economy as (
  select region_key, year, value as growth from outcome
  where indicator_code = '{{ var("economy") }}' and measure = 'growth'
),

paired as (
  select
    coalesce(target.series, outcome.series) as series,
    coalesce(target.indicator_code, outcome.indicator_code) as indicator_code,
    coalesce(target.indicator_name, outcome.indicator_name) as source_name,
    coalesce(target.scope, outcome.scope) as scope,
    coalesce(target.region_key, outcome.region_key) as region_key,
    coalesce(target.region_code, outcome.region_code) as region_code,
    coalesce(target.region_name, outcome.region_name) as region_name,
    coalesce(target.year, outcome.year) as year,
    coalesce(target.measure, outcome.measure) as measure,
    target.observation_id as target_observation_id, target.document_id as target_document_id,
    target.value as target_value, target.range_end as target_range_end, target.unit as target_unit, target.qualifier as target_qualifier,
    target.obligation as target_obligation,
    target.value_compared as target_compared, target.unit_compared as target_unit_compared,
    target.factor as target_factor, target.target_text, target.comparison, target.sources as target_sources,
    target.quote as target_quote, target.original_value, target.original_observation_id,
    target.original_observation_id is not null or adjusted.series is not null as is_adjusted,
    outcome.observation_id as actual_observation_id, outcome.document_id as actual_document_id,
    outcome.value as actual_value, outcome.unit as actual_unit, outcome.qualifier as actual_qualifier,
    outcome.statement as actual_statement, outcome.value_compared as actual_compared,
    outcome.unit_compared as actual_unit_compared, outcome.sources as actual_sources, outcome.quote as actual_quote,
    target.series is not null as has_target,
    outcome.series is not null as has_outcome,
    coalesce(target.is_ambiguous, false) or coalesce(outcome.is_ambiguous, false) as is_ambiguous
  from target
  full join outcome_listed as outcome using (series, region_key, year, measure)
  left join adjusted using (series, region_key, year, measure)
)

select
  paired.*,
  coalesce(indicator.name_zh, paired.source_name) as indicator_name,
  case
    when indicator.direction in ('up', 'down') then indicator.direction
    when paired.indicator_code is null
      then case when regexp_matches(paired.source_name, '{{ var("less_is_better") | join("|") }}') then 'down' else 'up' end
    else ''
  end as direction,
  economy.growth as economy_growth
from paired
left join indicator using (indicator_code)
left join economy on economy.region_key = paired.region_key and economy.year = paired.year
