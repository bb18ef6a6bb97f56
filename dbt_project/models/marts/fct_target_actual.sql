{{ by_region("coalesce(region_code, region_name, '')") }}
-- One row per indicator (or uncatalogued name), region, year and measure: what was aimed at and what came of it.
with
pair as (
  select
    *,
    case when target_qualifier = 'approx' then {{ approximate('target_value', 'target_unit') }} * target_factor else 0 end
      as tolerance
  from {{ ref('int_target_outcome') }}{{ of_touched_regions() }}
),

bounded as (
  select
    *,
    case
      when target_qualifier in ('ge', 'gt', 'range_low') then 'at_least'
      when target_qualifier in ('le', 'lt') then 'at_most'
      when direction = 'up' then 'at_least'
      when direction = 'down' then 'at_most'
    end as sense,
    cast(target_compared - tolerance as decimal(38, 6)) as floor_compared,
    cast(target_compared + tolerance as decimal(38, 6)) as ceiling_compared,
    case when actual_qualifier in ('le', 'lt') then -{{ endless() }} else actual_compared end as actual_low,
    case when actual_qualifier in ('ge', 'gt') then {{ endless() }} else actual_compared end as actual_high,
    measure = 'level' and target_unit_compared = '元' and actual_unit_compared = '元' and target_compared > 0
    and (
      actual_compared > target_compared * {{ var("target_far_times") }}
      or actual_compared * {{ var("target_far_times") }} < target_compared
    ) as is_far
  from pair
),

judged as (
  select
    *,
    case
      when not has_outcome then 'pending'
      when not has_target then 'no_target'
      when is_ambiguous or is_far then 'not_comparable'
      when target_value is not null then case
        when target_unit_compared is distinct from actual_unit_compared or sense is null then 'not_comparable'
        when sense = 'at_least' and target_qualifier = 'gt' and actual_low <= target_compared
          and actual_qualifier <> 'gt' then case when actual_high > target_compared then 'not_comparable' else 'missed' end
        when sense = 'at_most' and target_qualifier = 'lt' and actual_high >= target_compared
          and actual_qualifier <> 'lt' then case when actual_low < target_compared then 'not_comparable' else 'missed' end
        when sense = 'at_least' and actual_low >= floor_compared then 'met'
        when sense = 'at_least' and actual_high < floor_compared then 'missed'
        when sense = 'at_most' and actual_high <= ceiling_compared then 'met'
        when sense = 'at_most' and actual_low > ceiling_compared then 'missed'
        else 'not_comparable'
      end
      when measure <> 'growth' or comparison = 'in_step' then 'not_comparable'
      when comparison in ('faster', 'slower') and economy_growth is null then 'not_comparable'
      when comparison = 'faster' then if(actual_value > economy_growth, 'met', 'missed')
      when comparison = 'slower' then if(actual_value < economy_growth, 'met', 'missed')
      when comparison = 'steady_growth' then if(actual_value > 0, 'met', 'missed')
      else if(actual_value >= 0, 'met', 'missed')
    end as outcome
  from bounded
)

select
  left(md5(concat_ws('|', series, region_key, year, measure)), 16) as target_actual_id,
  indicator_code,
  indicator_name,
  coalesce(scope, '') as scope,
  region_code,
  region_name,
  cast(year as integer) as year,
  measure,
  target_value,
  target_value as target_low,
  coalesce(target_range_end, target_value) as target_high,
  target_unit,
  target_qualifier,
  target_obligation,
  target_text,
  target_observation_id,
  target_document_id,
  coalesce(is_adjusted, false) as target_adjusted,
  original_value as original_target_value,
  original_observation_id as original_target_observation_id,
  actual_value,
  actual_unit,
  actual_qualifier,
  actual_statement,
  actual_observation_id,
  actual_document_id,
  outcome,
  cast(case
    when target_unit_compared = actual_unit_compared and not is_ambiguous
      then (actual_compared - target_compared) / target_factor
    when comparison in ('in_step', 'faster', 'slower') and actual_unit = '%' then actual_value - economy_growth
  end as decimal(38, 6)) as gap,
  cast(coalesce(target_sources, 0) as integer) as target_sources,
  cast(coalesce(actual_sources, 0) as integer) as actual_sources,
  target_quote,
  actual_quote,
  {{ target_explanation() }} as explanation,
  {{ surrogate_key('indicator_code') }} as indicator_key,
  {{ surrogate_key('region_code') }} as region_key
from judged
order by judged.region_key, year, indicator_code nulls last, indicator_name, measure
