-- Pairs of figures of one series, region, period and measure that cannot both hold, one pair per pair of values.
with
observation as (
  select * from {{ ref('int_observation_comparable') }}
  where is_specific
    and measure in ('level', 'growth', 'share', 'change')
    and qualifier not in ('range_low', 'range_high')
    and confidence >= {{ var('conflict_confidence') }}
),

-- Of several observations that state the same value, the best source speaks.
spoken as (
  select
    *,
    list(observation_id) over same_value as agreeing_ids,
    row_number() over (same_value order by penalty, vintage desc, confidence desc, observation_id) as place,
    -- 等11个: a part of something larger is counted.
    contains(quote, '等' || printed) or whole_id is not null as is_part
  from observation
  window same_value as (
    partition by series, region_key, period_start, period_end, period_label, measure, claim, unit_compared,
      value_compared, qualifier
  )
),
speaker as (select * exclude (place) from spoken where place = 1),

pair as (
  select
    {{ conflict_pair_columns() }}
  from speaker as coarse
  inner join speaker as fine using (series, region_key, period_start, period_end, period_label, measure, claim, unit_compared)
  where {{ conflict_pair_order() }}
    -- Two figures of one sentence or of one table are two things that share a name.
    and not (coarse.document_id = fine.document_id and coarse.quote = fine.quote)
    and not coalesce(coarse.document_id = fine.document_id and coarse.table_no = fine.table_no, false)
)

select * from pair where not is_compatible
