{{ by_period(year='year') }}
-- The outcome of a series in a year: the best source by the stated precedence (seeds/precedence.csv).
with
candidate as not materialized (
  select *, {{ row_place() }} as place
  from {{ ref('int_observation_comparable') }}{{ of_touched_periods() }}
  where claim = 'outcome' and series_key is not null and qualifier not in ('range_low', 'range_high')
),

chosen as (
  select
    arg_min(place, preference) as place,
    count(*) as sources
  from candidate
  group by series_key
),

-- Several values under one uncatalogued name in one document are several things.
ambiguous as (
  select distinct series_key
  from candidate
  where not is_canonical
  group by series_key, document_id
  having min(value_compared) <> max(value_compared)
)

-- Only what is read of it: a row has as many columns again, and there is one for every second observation.
select
  candidate.series, candidate.is_canonical, candidate.indicator_code, candidate.indicator_name, candidate.scope,
  candidate.region_key, candidate.region_code, candidate.region_name, candidate.year, candidate.measure,
  candidate.observation_id, candidate.document_id, candidate.table_no, candidate.quote, candidate.value, candidate.unit,
  candidate.qualifier, candidate.statement, candidate.value_compared, candidate.unit_compared,
  chosen.sources, ambiguous.series_key is not null as is_ambiguous
from candidate
inner join chosen using (place)
left join ambiguous using (series_key)
