{{ by_period() }}
-- Pairs under different names that nevertheless speak of the same thing: the same number cut short (1204 and 1204.8公里;
-- such a number is no chance, so that names need only be alike), or a part, counted as such (等11个), beside the whole,
-- where one name must contain the other and neither is one that says nothing alone (等5个项目 beside every count of projects).
with
observation as not materialized (
  select
    *,
    contains(quote, '等' || printed) and coalesce(unit_compared, '') not in ('元', '%') as is_part,
    [observation_id] as agreeing_ids,
    {{ scope_key('scope') }} as scope_key,
    hash(region_key, period_end, claim, unit, trunc(value)) as in_group
  from {{ ref('int_observation_comparable') }}{{ of_touched_periods() }}
  where measure = 'level'
    and qualifier = ''
    and length(name_core) >= 2
    and confidence >= {{ var('conflict_confidence') }}
),

-- Numbers with the same whole part that are printed to different places: few, so that the pairs are sought among few.
graded as (
  select in_group
  from observation
  where value >= 100
  group by in_group
  having min(step) <> max(step)
),
candidate as (select * from observation semi join graded using (in_group)),

cut_short as (
  select {{ conflict_pair_columns() }}
  from candidate as coarse
  inner join candidate as fine
    on coarse.region_key = fine.region_key and coarse.period_end = fine.period_end and coarse.claim = fine.claim
    and coarse.scope_key = fine.scope_key and coarse.unit = fine.unit and coarse.value = trunc(fine.value)
  where coarse.step > fine.step and coarse.value >= 100
    and coarse.series <> fine.series
    and (contains(coarse.name_core, fine.name_core) or contains(fine.name_core, coarse.name_core)
      or {{ shared_pairs('coarse.name_core', 'fine.name_core') }} >= {{ var('alike') }})
    and coarse.document_id <> fine.document_id
),

part as (
  select {{ conflict_pair_columns() }}
  from observation as coarse
  inner join observation as fine
    on coarse.document_id = fine.document_id and coarse.region_key = fine.region_key
    and coarse.period_end = fine.period_end and coarse.claim = fine.claim
    and coarse.scope_key = fine.scope_key and coarse.unit = fine.unit
  where fine.is_part and not coarse.is_part and fine.value * 2 <= coarse.value
    and coarse.series <> fine.series
    and length(coarse.name_core) >= 4
    and (contains(coarse.name_core, fine.name_core) or contains(fine.name_core, coarse.name_core))
    and coarse.quote <> fine.quote
    and length(fine.name_core) >= 4
)

select * from cut_short where not is_compatible
union all by name
select * from part where not is_compatible
