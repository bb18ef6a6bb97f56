-- The outcome of a series in a year: the best source by the stated precedence (seeds/precedence.csv).
with
candidate as (
  select * from {{ ref('int_observation_comparable') }}
  where claim = 'outcome' and year is not null and qualifier not in ('range_low', 'range_high') and is_specific
),

chosen as (
  select
    arg_min(observation_id, (penalty, -vintage, -confidence, document_id, value_start, observation_id)) as observation_id,
    count(*) as sources
  from candidate
  group by series, region_key, year, measure
),

-- Several values under one uncatalogued name in one document are several things.
ambiguous as (
  select distinct series, region_key, year, measure
  from (
    select series, region_key, year, measure
    from candidate
    where not is_canonical
    group by series, region_key, year, measure, document_id
    having count(distinct value_compared) > 1
  )
)

select candidate.*, chosen.sources, ambiguous.series is not null as is_ambiguous
from candidate
inner join chosen using (observation_id)
left join ambiguous using (series, region_key, year, measure)
