{#- Every observation once, with the corrections of corrections.yml applied: replaced, left out or added. `observation` is a
    query for the staged rows; for a part of them too, all that is added is there. What is named twice is not materialized:
    where something is, DuckDB reads all columns of the observations, also for a model that asks for one. -#}
{% macro corrected_observations(observation) -%}
with
observation as ({{ observation }}),
correction as not materialized (select * from {{ ref('stg_correction') }}),
match as not materialized (select * from {{ ref('int_correction_match') }} where problem is null),
document as (select * from {{ ref('stg_document') }}),
passage as (select * from {{ ref('stg_passage') }}),
unit as (select * from {{ ref('stg_unit') }}),

change as not materialized (
  select match.observation_id as matched_id, match.document_id, match.passage_no, match.value_start, correction.*
  from match
  inner join correction using (name)
),

kept as (
  select
    observation.* replace (
      coalesce(change.indicator_code, observation.indicator_code) as indicator_code,
      coalesce(change.indicator_name, observation.indicator_name) as indicator_name,
      coalesce(change.value, observation.value) as value,
      coalesce(change.unit, observation.unit) as unit,
      coalesce(change.measure, observation.measure) as measure,
      coalesce(change.statement, observation.statement) as statement,
      coalesce(change.period_start, observation.period_start) as period_start,
      coalesce(change.period_end, observation.period_end) as period_end,
      coalesce(change.period_label, observation.period_label) as period_label,
      coalesce(change.qualifier, observation.qualifier) as qualifier,
      coalesce(change.region_code, observation.region_code) as region_code,
      coalesce(change.region_name, observation.region_name) as region_name,
      coalesce(change.sector_code, observation.sector_code) as sector_code
    ),
    case when change.name is not null then {{ plain('observation.value') }} || observation.unit end as corrected_from,
    change.name as correction
  from observation
  left join change on change.matched_id = observation.observation_id
  where change.action is distinct from 'drop'
),

added as (
  select
    change.matched_id as observation_id, change.document_id, document.source_file, change.value_start,
    change.value_start + length(change.printed) as value_end, change.printed, change.passage_no, change.quote,
    passage.section, change.indicator_code, change.indicator_name, change.value, change.unit, change.measure,
    change.statement, change.period_start, change.period_end,
    coalesce(change.period_label, cast(change.period_end as varchar)) as period_label,
    coalesce(change.qualifier, '') as qualifier, '' as scope, coalesce(change.region_code, document.region_code) as region_code,
    coalesce(change.region_name, document.region_name) as region_name, change.sector_code, 'prose' as origin,
    'correction' as rule, 1.0 as confidence, cast([] as varchar[]) as checks, '' as corrected_from,
    change.name as correction
  from change
  inner join document using (document_id)
  inner join passage using (document_id, passage_no)
  where change.action = 'add'
),

together as (
  select * from kept
  union all by name
  select * from added
)

select
  together.* replace (
    coalesce(together.part, 1) as part,
    coalesce(together.frame, cast([] as varchar[])) as frame,
    case when together.correction is null then together.value_base else cast(together.value * unit.factor as decimal(38, 6)) end as value_base,
    case when together.correction is null then together.unit_base else unit.base_unit end as unit_base,
    case when together.correction is null then together.dimension else unit.dimension end as dimension
  )
from together
-- Only of what was corrected: every other row would be looked up for nothing.
left join unit on unit.unit = case when together.correction is not null then together.unit end
{%- endmacro %}

{#- A query for the staged observations that `found` finds: queries for their places, of a few columns. All other columns are
    then read of these rows alone. -#}
{% macro staged_observations(found) -%}
  select * from {{ source('staged', 'observation') }}
  where rowid in ({{ found | join(' union all ') }})
{%- endmacro %}
