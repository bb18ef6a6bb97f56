{{ config(
    materialized='incremental', incremental_strategy='append', on_schema_change='fail',
    pre_hook="{% if is_incremental() %}delete from {{ this }} as old using {{ ref('int_touched_level') }} as touched where touched.is_later and old.region_key = touched.region_key and old.year = touched.year{% endif %}"
) }}
-- Levels of two years that do not fit: the growth stated with the later one does not lead from the earlier one to it
-- (level_growth), or the later one is a good part smaller and its report says that figures were revised (level_fall,
-- headline amounts only: a programme may well end).
with
comparable as not materialized (select *, {{ row_place() }} as place from {{ ref('int_observation_comparable') }}),
observation as not materialized (
  select
    place, observation_id, document_id, series, region_key, year, measure, preference, penalty, vintage,
    indicator_code, value, value_compared, unit_compared, step, states_revision,
    hash(series, region_key, year, measure, document_id) as in_group,
    hash(series, region_key, year, document_id) as in_pair,
    hash(series, region_key, unit_compared) as in_series
  from comparable{{ of_touched_levels() }}
  where is_canonical and claim = 'outcome' and year is not null and qualifier = ''
    and confidence >= {{ var('conflict_confidence') }}
    and (measure = 'level' and value > 0 or measure = 'growth' and unit = '%')
),

-- Of what one document says several times, what it says best.
repeated as (
  select in_group from observation group by in_group having count(*) > 1
),
best_said as (
  select arg_min(place, preference) as place
  from observation
  semi join repeated using (in_group)
  group by series, region_key, year, measure, document_id
),
said as not materialized (
  select * from observation anti join repeated using (in_group)
  union all
  select * from observation semi join best_said using (place)
),

level as not materialized (select * from said where measure = 'level'),
growth as not materialized (select * from said where measure = 'growth'),
tolerance as (select * from {{ ref('level_growth_tolerance') }}),

best_place as (
  select arg_min(place, preference) as place from level group by series, region_key, year
),
best as not materialized (select * from level semi join best_place using (place)),

-- Sought by hashes and numbers alone, for there are tens of millions; what is found is held against the names below.
mismatch as materialized (
  select
    later.place as later_place, earlier.place as earlier_place, growth.place as growth_place,
    (later.value_compared / earlier.value_compared - 1) * 100 as implied_growth
  from (select place, in_pair, in_series, year, indicator_code, value_compared, step from level) as later
  inner join (select place, in_pair, value, step from growth) as growth using (in_pair)
  inner join (select place, in_series, year, value_compared, step from best) as earlier
    on earlier.in_series = later.in_series and earlier.year = later.year - 1
  left join tolerance on tolerance.indicator_code = later.indicator_code
  where abs((later.value_compared / earlier.value_compared - 1) * 100 - growth.value)
    > coalesce(tolerance.points, {{ var('level_growth_points') }})
      + growth.step * 0.5 + 50 * (later.step / later.value_compared + earlier.step / earlier.value_compared)
),

-- What was found, fetched before it is compared: by itself DuckDB would compare the names of all of them first.
concerned as materialized (
  select * from observation
  semi join (
    select later_place as place from mismatch
    union
    select earlier_place from mismatch
    union
    select growth_place from mismatch
  ) using (place)
),

level_growth as (
  select
    'level_growth' as rule, later.place as later_place, earlier.place as earlier_place,
    later.observation_id as later_id, earlier.observation_id as earlier_id, growth.observation_id as growth_id, growth.value as growth_value, mismatch.implied_growth
  from mismatch
  inner join concerned as later on later.place = mismatch.later_place
  inner join concerned as earlier on earlier.place = mismatch.earlier_place
  inner join concerned as growth on growth.place = mismatch.growth_place
  where later.series = growth.series and later.region_key = growth.region_key and later.document_id = growth.document_id
    and later.series = earlier.series and later.region_key = earlier.region_key
    and later.unit_compared = earlier.unit_compared
  qualify row_number() over (
    partition by later.series, later.region_key, later.year order by later.penalty, later.vintage desc, later.observation_id
  ) = 1
),

headline_amount as (
  select indicator_code from {{ ref('stg_indicator') }} where is_headline and dimension = 'currency'
),
amount as (select * from best semi join headline_amount using (indicator_code)),

neighbour as (
  select later.*, earlier.place as earlier_place, earlier.observation_id as earlier_id, earlier.value_compared as earlier_compared
  from (select * from amount where states_revision) as later
  asof join amount as earlier
    on earlier.series = later.series and earlier.region_key = later.region_key
    and earlier.unit_compared = later.unit_compared and earlier.year < later.year
  where later.year - earlier.year <= {{ var('level_fall_years') }}
),

level_fall as (
  select
    'level_fall' as rule, neighbour.place as later_place, neighbour.earlier_place, neighbour.observation_id as later_id, neighbour.earlier_id,
    growth.observation_id as growth_id, growth.value as growth_value,
    (neighbour.value_compared / neighbour.earlier_compared - 1) * 100 as implied_growth
  from neighbour
  left join growth
    on growth.series = neighbour.series and growth.region_key = neighbour.region_key and growth.year = neighbour.year
    and growth.document_id = neighbour.document_id
  where neighbour.value_compared < neighbour.earlier_compared * {{ var('level_fall_part') }}
    and neighbour.observation_id not in (select later_id from level_growth)
),

found as materialized (select * from level_growth union all by name select * from level_fall),
told as materialized (
  select
    place, document_id, indicator_code, indicator_name, scope, region_key, region_code, region_name, year, value, unit,
    source_file, quote, statement
  from comparable
  semi join (select later_place as place from found union select earlier_place from found) using (place)
)

select
  found.* exclude (later_place, earlier_place),
  later.indicator_code, later.indicator_name, later.scope, later.region_key, later.region_code, later.region_name, later.year,
  later.value as later_value, later.unit as later_unit, later.source_file as later_file, later.quote as later_quote,
  earlier.year as earlier_year, earlier.value as earlier_value, earlier.unit as earlier_unit,
  earlier.source_file as earlier_file, earlier.quote as earlier_quote,
  later.statement, later.document_id = earlier.document_id as is_same_document
from found
inner join told as later on later.place = found.later_place
inner join told as earlier on earlier.place = found.earlier_place
{% if is_incremental() -%}
semi join {{ ref('int_touched_level') }} as touched
  on touched.is_later and touched.region_key = later.region_key and touched.year = later.year
{%- endif %}
