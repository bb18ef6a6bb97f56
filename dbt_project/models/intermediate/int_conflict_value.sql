-- Pairs of figures of one series, region, period and measure that cannot both hold, one pair per pair of values.
with
observation as (
  select
    *,
    document_id || coalesce(' passage ' || passage_no, ' table ' || table_no, ' ' || quote) as place
  from {{ ref('int_observation_comparable') }}
  where measure in ('level', 'growth', 'share', 'change')
    and qualifier not in ('range_low', 'range_high')
    and confidence >= {{ var('conflict_confidence') }}
),

-- Of several observations that state the same value, the best source speaks.
spoken as (
  select
    *,
    list(observation_id) over same_value as agreeing_ids,
    list(place) over same_value as places,
    -- Where this amount stands under whatever name; small numbers and percentages meet by chance.
    if(measure = 'level' and value_compared >= 10, list(place) over same_number, []) as number_places,
    row_number() over (same_value order by penalty, vintage desc, confidence desc, observation_id) as turn,
    -- 等11个: a part of something larger is counted.
    contains(quote, '等' || printed) or whole_id is not null as is_part
  from observation
  window same_value as (
    partition by series, region_key, period_start, period_end, period_label, measure, claim, unit_compared,
      value_compared, qualifier
  ),
  same_number as (partition by region_key, period_end, measure, claim, unit_compared, value_compared)
),
speaker as (select * from spoken where turn = 1 and is_specific),

pair as (
  select
    {{ conflict_pair_columns() }}
  from speaker as coarse
  inner join speaker as fine using (series, region_key, period_start, period_end, period_label, measure, claim, unit_compared)
  where {{ conflict_pair_order() }}
    -- Two values that one paragraph or one table states side by side are two things that share a name (拓展3.9，达到
    -- 86.7平方公里; 重点项目150个, 其中重点项目134个).
    and not list_has_any(list_concat(coarse.places, coarse.number_places), list_concat(fine.places, fine.number_places))
)

select * from pair where not is_compatible
