{{ by_period() }}
-- Of one paragraph or table: an amount, by how much it has changed and the growth that it is said to have, where the growth
-- does not follow from the other two (18亿元，增加2亿元，增长21.5%; 增加2.2万元 of 6亿元). Each has to be the only one of its
-- name there. A growth on another basis (同口径, 实际增长), a change since the year's beginning beside a growth over a
-- part of the year, and what is stated at constant prices are no contradictions.
with
comparable as not materialized (
  select *, hash(document_id, coalesce(passage_no, table_no), region_key, period_label, claim) as in_group
  from {{ ref('int_observation_comparable') }}{{ of_touched_periods() }}
  where period_start = period_end
    and qualifier = ''
    and confidence >= {{ var('conflict_confidence') }}
    and (measure in ('level', 'change') and unit_compared is not null and value_compared <> 0 or measure = 'growth' and unit = '%')
    and coalesce(passage_no, table_no) is not null
),

-- Few paragraphs and tables say by how much something changed; all others need no closer look.
changing as (select distinct in_group from comparable where measure = 'change'),

observation as (
  select *, {{ place() }} as place, coalesce(indicator_code, name_key) || {{ scope_key('scope') }} as thing
  from comparable
  semi join changing using (in_group)
  where not regexp_matches(quote, '{{ var("conflict_basis") }}')
),

alone as (
  select *
  from observation
  where measure in ('level', 'change', 'growth')
  qualify count(*) over (partition by place, thing, region_key, period_label, claim, measure) = 1
),

triple as (
  select
    level.observation_id as level_id, change.observation_id as change_id, growth.observation_id as growth_id,
    level.indicator_code, level.indicator_name, level.scope, level.region_key, level.region_code, level.region_name,
    level.period_end, level.period_label, level.claim, level.statement, level.source_file,
    level.value as level_value, level.unit as level_unit, level.quote as level_quote,
    change.value as change_value, change.unit as change_unit, change.quote as change_quote,
    growth.value as growth_value, growth.quote as growth_quote,
    level.value_compared - change.value_compared as base,
    (level.step + change.step) * 0.5 as base_reach,
    change.value_compared as changed, change.step * 0.5 as change_reach,
    growth.step * 0.5 + {{ var('change_growth_points') }} as growth_reach
  from (select * from alone where measure = 'level') as level
  inner join (select * from alone where measure = 'change') as change using (place, thing, region_key, period_label, claim, unit_compared)
  inner join (select * from alone where measure = 'growth') as growth using (place, thing, region_key, period_label, claim)
  where change.value_start > level.value_start and growth.value_start > level.value_start
    and not (regexp_matches(change.quote, '年初|年末|上月|环比') and level.period_label <> cast(level.period_end as varchar))
    and not regexp_matches(growth.quote, '年均|平均')
    and not regexp_matches(level.indicator_name, '{{ var("constant_prices") }}')
),

-- The bounds between which the growth lies that follows from what is printed, rounded as it is.
bounded as (
  select
    *, changed / base * 100 as implied_growth,
    least((changed - change_reach) / (base + base_reach), (changed - change_reach) / (base - base_reach)) * 100 as lowest,
    greatest((changed + change_reach) / (base + base_reach), (changed + change_reach) / (base - base_reach)) * 100 as highest
  from triple
  where base > base_reach
)

select * exclude (base, base_reach, changed, change_reach, growth_reach, lowest, highest)
from bounded
where growth_value not between lowest - growth_reach and highest + growth_reach
