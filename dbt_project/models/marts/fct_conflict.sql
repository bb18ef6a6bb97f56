-- One row per pair of values that cannot both hold, or of levels that do not fit a stated growth or revision, or of an
-- amount, its change and its growth of which one is wrong.
with
pair as (
  select * from {{ ref('int_conflict_value') }}
  union all by name
  select * from {{ ref('int_conflict_wording') }}
),
level as (select * from {{ ref('int_conflict_level') }}),
change as (select * from {{ ref('int_conflict_change') }}),
indicator as (select * from {{ ref('stg_indicator') }}),

kinds as (
  select
    *,
    case
      when is_cut_short then 'rounding'
      when is_part then 'scope'
      when coarse_vintage <> fine_vintage then 'revision'
      else 'contradiction'
    end as kind
  from pair
),

two_values as (
  select
    coarse_id || '|' || fine_id as parts, kind, indicator_code, indicator_name, scope, region_code, region_name,
    period_end as year, period_label, pair_measure as measure,
    case when claim = 'target' then 'target' when 'estimate' in (coarse_statement, fine_statement) then 'estimate' else 'actual' end
      as statement,
    observation_ids,
    concat(
      {{ passage_text('coarse_value', 'coarse_unit', 'coarse_qualifier', 'coarse_file', 'coarse_quote') }}, ' | ',
      {{ passage_text('fine_value', 'fine_unit', 'fine_qualifier', 'fine_file', 'fine_quote') }}
    ) as values_text,
    case kind
      when 'rounding' then concat({{ plain('fine_value') }}, '截去小数为', {{ plain('coarse_value') }}, '，不是四舍五入')
      when 'scope' then '一处只计其中一部分（“等”所列），口径不同'
      when 'revision' then if(states_revision, '后一份文件说明数据经过修正', '先后两份文件对同一数据的说法不同')
      else '同一时期的两处说法不能同时成立'
    end as explanation
  from kinds
),

two_years as (
  select
    later_id || '|' || earlier_id as parts,
    if(is_same_document, 'contradiction', 'revision') as kind, indicator_code, indicator_name, scope, region_code, region_name,
    year, cast(year as varchar) as period_label, 'level' as measure, statement,
    list_filter([later_id, earlier_id, growth_id], lambda i: i is not null) as observation_ids,
    concat(
      year, '年', {{ passage_text('later_value', 'later_unit', "''", 'later_file', 'later_quote') }}, ' | ',
      earlier_year, '年', {{ passage_text('earlier_value', 'earlier_unit', "''", 'earlier_file', 'earlier_quote') }}
    ) as values_text,
    concat(
      '按两年水平推算', if(implied_growth < 0, '下降', '增长'), {{ plain('abs(round(implied_growth, 1))') }}, '%',
      if(growth_value is not null, concat('，文中说', if(growth_value < 0, '下降', '增长'), {{ plain('abs(growth_value)') }}, '%'), ''),
      if(rule = 'level_fall', '；报告说明数据经过修正', '；上年基数经过修正或有误')
    ) as explanation
  from level
),

change_and_growth as (
  select
    level_id || '|' || change_id || '|' || growth_id as parts, 'contradiction' as kind, indicator_code, indicator_name, scope,
    region_code, region_name, period_end as year, period_label, 'growth' as measure,
    case when claim = 'target' then 'target' else statement end as statement,
    [level_id, change_id, growth_id] as observation_ids,
    concat(
      {{ passage_text('level_value', 'level_unit', "''", 'source_file', 'level_quote') }}, ' | ',
      {{ passage_text('change_value', 'change_unit', "''", 'source_file', 'change_quote') }}, ' | ',
      {{ passage_text('growth_value', "'%'", "''", 'source_file', 'growth_quote') }}
    ) as values_text,
    concat(
      '按增减额推算', if(implied_growth < 0, '下降', '增长'), {{ plain('abs(round(implied_growth, 1))') }}, '%，文中说',
      if(growth_value < 0, '下降', '增长'), {{ plain('abs(growth_value)') }}, '%'
    ) as explanation
  from change
),

together as (
  select * from two_values
  union all by name
  select * from two_years
  union all by name
  select * from change_and_growth
)

select
  left(md5(together.kind || '|' || together.parts), 16) as conflict_id,
  together.kind,
  together.indicator_code,
  coalesce(indicator.name_zh, together.indicator_name) as indicator_name,
  together.scope,
  together.region_code,
  together.region_name,
  cast(together.year as integer) as year,
  together.period_label,
  together.measure,
  together.statement,
  list_sort(list_distinct(together.observation_ids)) as observation_ids,
  together.values_text,
  together.explanation,
  {{ surrogate_key('together.indicator_code') }} as indicator_key,
  {{ surrogate_key('together.region_code') }} as region_key
from together
left join indicator using (indicator_code)
order by together.region_code, together.year, together.indicator_code nulls last, together.indicator_name, conflict_id
