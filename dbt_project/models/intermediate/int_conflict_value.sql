{{ by_period() }}
-- Pairs of figures of one series, region, period and measure that cannot both hold, one pair per pair of values.
-- Within one document most pairs under one name are two things (收支结余 of every fund, 支出占比 of every item): there a
-- pair counts only where nothing else goes by that name and the values are near each other, or one is the other with its
-- point misplaced, and the name is catalogued or a table stands against prose. A table that says of a catalogued thing
-- another amount than the prose, and a part counted as such (等11个) beside the whole, count also where they are far apart.
with
observation as not materialized (
  select
    *, hash(series, region_key, period_start, period_end, period_label, measure, claim, unit_compared) as in_group
  from {{ ref('int_observation_comparable') }}{{ of_touched_periods() }}
  where measure in ('level', 'growth', 'share', 'change')
    and qualifier not in ('range_low', 'range_high')
    and confidence >= {{ var('conflict_confidence') }}
),

-- Most groups state one value only, and need no closer look; equal values are always compatible. Two groups with one
-- hash are only looked at for nothing.
contested as (
  select in_group
  from observation
  where is_specific
  group by in_group
  having min(value_compared) <> max(value_compared)
),

-- Of several observations that state the same value, the best source speaks.
stated as (
  select
    series, region_key, period_start, period_end, period_label, measure, claim, unit_compared, value_compared,
    arg_min(observation_id, preference) as observation_id,
    list(observation_id order by observation_id) as agreeing_ids,
    list(distinct {{ place() }}) as places
  from observation
  semi join contested using (in_group)
  where is_specific
  group by
    series, region_key, period_start, period_end, period_label, measure, claim, unit_compared, value_compared, qualifier
),

several as (
  select *
  from stated
  qualify count(*) over (
    partition by series, region_key, period_start, period_end, period_label, measure, claim, unit_compared
  ) > 1
),

-- How many values one document gives a series: two may contradict each other, more are several things of one name.
spoken as (
  select in_group, document_id, count(distinct value_compared) as values_there
  from observation
  semi join contested using (in_group)
  where is_specific
  group by in_group, document_id
),

speaker as (
  select
    several.agreeing_ids, several.places, observation.*,
    -- 等11个: a part of something larger is counted.
    contains(observation.quote, '等' || observation.printed) and coalesce(observation.unit_compared, '') not in ('元', '%')
    or observation.whole_id is not null as is_part,
    spoken.values_there
  from several
  inner join observation using (observation_id)
  inner join spoken using (in_group, document_id)
),

pair as (
  select
    {{ conflict_pair_columns() }},
    list_has_any(coarse.places, fine.places) as is_side_by_side,
    regexp_matches(coarse.quote, '{{ var("conflict_basis") }}') = regexp_matches(fine.quote, '{{ var("conflict_basis") }}')
      as is_same_basis,
    coarse.document_id = fine.document_id as is_one_document,
    coarse.values_there <= 2 and (coarse.is_canonical or coarse.origin <> fine.origin) as is_one_thing,
    coarse.is_canonical and coarse.measure = 'level' and (
      coarse.is_part or fine.is_part
      or (coarse.origin <> fine.origin and least(coarse.value_compared, fine.value_compared)
        >= greatest(coarse.value_compared, fine.value_compared) * {{ var('conflict_far_part') }})
    ) as may_be_far,
    {{ is_near('coarse.value_compared', 'fine.value_compared', 'coarse.measure') }} as is_near,
    coarse.is_canonical,
    coarse.unit_compared,
    coarse.value_compared as coarse_compared, fine.value_compared as fine_compared
  from speaker as coarse
  inner join speaker as fine using (series, region_key, period_start, period_end, period_label, measure, claim, unit_compared)
  where {{ conflict_pair_order() }}
),

-- Two values that one paragraph or one table states side by side are two things that share a name (拓展3.9，达到86.7
-- 平方公里; 重点项目150个, 其中重点项目134个), under whatever name it states them. Small numbers and percentages meet by
-- chance.
suspect as (
  select *
  from pair
  where not is_compatible and not is_side_by_side and is_same_basis
    and case
      when is_one_document then is_one_thing and (is_near or may_be_far)
      else region_key <> '' and (is_canonical or is_near)
    end
),
asked as (
  select region_key, period_end, claim, unit_compared, unnest([coarse_compared, fine_compared]) as value_compared
  from suspect
  where pair_measure = 'level'
),
number as (
  select distinct region_key, period_end, claim, unit_compared, value_compared, {{ place() }} as place
  from observation
  semi join asked using (region_key, period_end, claim, unit_compared, value_compared)
  where measure = 'level' and value_compared >= 10
),
met as (
  select distinct suspect.coarse_id, suspect.fine_id
  from suspect
  inner join number as one
    on one.region_key = suspect.region_key and one.period_end = suspect.period_end and one.claim = suspect.claim
    and one.unit_compared = suspect.unit_compared and one.value_compared = suspect.coarse_compared
  inner join number as other
    on other.region_key = suspect.region_key and other.period_end = suspect.period_end and other.claim = suspect.claim
    and other.unit_compared = suspect.unit_compared and other.value_compared = suspect.fine_compared
    and other.place = one.place
  where suspect.pair_measure = 'level'
)

select suspect.* exclude (
    unit_compared, coarse_compared, fine_compared, is_same_basis, is_side_by_side, is_one_document, is_one_thing, is_near, may_be_far, is_canonical
  )
from suspect
anti join met using (coarse_id, fine_id)
