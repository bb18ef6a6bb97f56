{{ config(
    materialized='incremental', incremental_strategy='append', on_schema_change='fail',
    pre_hook="{% if is_incremental() %}delete from {{ this }} as old using {{ ref('int_touched_level') }} as touched where touched.is_later and old.region_key = touched.region_key and old.year = touched.year{% endif %}"
) }}
-- Levels of two years that do not fit: the growth stated with the later one does not lead from the earlier one to it
-- (level_growth), or the later one is a good part smaller and its report says that figures were revised (level_fall,
-- headline amounts only: a programme may well end).
with
observation as (
  select
    {{ row_place() }} as place, observation_id, document_id, series, region_key, year, measure, penalty, vintage, confidence,
    value_start, indicator_code, value, value_compared, unit, unit_compared, step, states_revision
  from {{ ref('int_observation_comparable') }}{{ of_touched_levels() }}
  where is_canonical and claim = 'outcome' and year is not null and qualifier = ''
    and confidence >= {{ var('conflict_confidence') }}
    and (measure = 'level' and value > 0 or measure = 'growth' and unit = '%')
),

-- Of what one document says several times, what it says best.
said as (
  select arg_min(place, (penalty, -confidence, value_start, observation_id)) as place
  from observation
  group by series, region_key, year, measure, document_id
),

level as (select * from observation semi join said using (place) where measure = 'level'),
growth as (select * from observation semi join said using (place) where measure = 'growth'),
tolerance as (select * from {{ ref('level_growth_tolerance') }}),

best as (
  select *
  from level
  semi join (
    select arg_min(place, (penalty, -vintage, observation_id)) as place from level group by series, region_key, year
  ) using (place)
),

level_growth as (
  select
    'level_growth' as rule, later.observation_id as later_id, earlier.observation_id as earlier_id,
    growth.observation_id as growth_id, growth.value as growth_value,
    (later.value_compared / earlier.value_compared - 1) * 100 as implied_growth
  from level as later
  inner join growth using (series, region_key, year, document_id)
  inner join best as earlier
    on earlier.series = later.series and earlier.region_key = later.region_key and earlier.year = later.year - 1
    and earlier.unit_compared = later.unit_compared
  left join tolerance on tolerance.indicator_code = later.indicator_code
  where abs((later.value_compared / earlier.value_compared - 1) * 100 - growth.value)
    > coalesce(tolerance.points, {{ var('level_growth_points') }})
      + growth.step * 0.5 + 50 * (later.step / later.value_compared + earlier.step / earlier.value_compared)
  qualify row_number() over (
    partition by later.series, later.region_key, later.year order by later.penalty, later.vintage desc, later.observation_id
  ) = 1
),

neighbour as (
  select later.*, earlier.observation_id as earlier_id, earlier.value_compared as earlier_compared
  from best as later
  asof join best as earlier
    on earlier.series = later.series and earlier.region_key = later.region_key
    and earlier.unit_compared = later.unit_compared and earlier.year < later.year
  where later.year - earlier.year <= {{ var('level_fall_years') }}
),

level_fall as (
  select
    'level_fall' as rule, neighbour.observation_id as later_id, neighbour.earlier_id,
    growth.observation_id as growth_id, growth.value as growth_value,
    (neighbour.value_compared / neighbour.earlier_compared - 1) * 100 as implied_growth
  from neighbour
  inner join {{ ref('stg_indicator') }} as indicator on indicator.indicator_code = neighbour.indicator_code
  left join growth
    on growth.series = neighbour.series and growth.region_key = neighbour.region_key and growth.year = neighbour.year
    and growth.document_id = neighbour.document_id
  where neighbour.states_revision and indicator.is_headline and indicator.dimension = 'currency'
    and neighbour.value_compared < neighbour.earlier_compared * {{ var('level_fall_part') }}
    and neighbour.observation_id not in (select later_id from level_growth)
)

select
  found.*,
  later.indicator_code, later.indicator_name, later.region_key, later.region_code, later.region_name, later.year,
  later.value as later_value, later.unit as later_unit, later.source_file as later_file, later.quote as later_quote,
  earlier.year as earlier_year, earlier.value as earlier_value, earlier.unit as earlier_unit,
  earlier.source_file as earlier_file, earlier.quote as earlier_quote,
  later.statement, later.document_id = earlier.document_id as is_same_document
from (select * from level_growth union all by name select * from level_fall) as found
inner join {{ ref('int_observation_comparable') }} as later on later.observation_id = found.later_id
inner join {{ ref('int_observation_comparable') }} as earlier on earlier.observation_id = found.earlier_id
{% if is_incremental() -%}
semi join {{ ref('int_touched_level') }} as touched
  on touched.is_later and touched.region_key = later.region_key and touched.year = later.year
{%- endif %}
