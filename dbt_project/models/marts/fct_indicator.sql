{{ config(
    materialized='incremental', incremental_strategy='append', on_schema_change='fail',
    pre_hook=[
      "{% if is_incremental() %}create temporary table reflagged as
        select observation_id
        from (
          select observation_id, list_filter(checks, lambda c: starts_with(c, 'conflict_')) as flags
          from {{ this }} where len(checks) > 0
        ) as old
        full join {{ ref('int_conflict_flag') }} as new using (observation_id)
        where coalesce(old.flags, []) <> coalesce(new.flags, []){% endif %}",
      "{% if is_incremental() %}delete from {{ this }} where
        document_id in (select document_id from {{ source('state', 'touched_document') }})
        or observation_id in (select reflagged.observation_id from reflagged){% endif %}"
    ]
) }}
-- One row per observation: one value that one document states. Of a document that did not change only observations are
-- made anew whose conflicts are not what they were.
{%- set corrected = ref('int_observation_corrected') %}
{%- if is_incremental() or not execute %}
  {%- set found = [
      "select rowid from " ~ source('staged', 'observation') ~ " where document_id in (select document_id from "
      ~ source('state', 'touched_document') ~ ")",
      "select rowid from " ~ source('staged', 'observation') ~ " where observation_id in (select reflagged.observation_id from reflagged)",
  ] %}
  {%- set corrected = '(' ~ corrected_observations(staged_observations(found)) ~ ')' %}
{%- endif %}
with
observation as (
  select * from {{ corrected }}
  {%- if is_incremental() or not execute %}
  where document_id in (select document_id from {{ source('state', 'touched_document') }})
    or observation_id in (select reflagged.observation_id from reflagged)
  {%- endif %}
),
conflict as (select * from {{ ref('int_conflict_flag') }}),
review as (
  select match.observation_id, min_by(said.reviewed_by, said.position) as reviewed_by, min(said.reviewed_on) as reviewed_on
  from {{ ref('int_review_match') }} as match inner join {{ ref('stg_review') }} as said using (position)
  where match.problem is null
  group by match.observation_id
),
document as ({{ known_keys(ref('stg_document'), 'document_id') }}),
indicator as ({{ known_keys(ref('stg_indicator'), 'indicator_code') }}),
region as ({{ known_keys(ref('stg_region'), 'region_code') }}),
unit as ({{ known_keys(ref('stg_unit'), 'unit') }}),
dated as (
  select *, {{ period_date('period_label', 'period_end') }} as period_date from observation
)

select
  observation.observation_id,
  observation.document_id,
  observation.source_file,
  cast(observation.value_start as integer) as value_start,
  cast(observation.value_end as integer) as value_end,
  observation.printed,
  observation.page,
  cast(observation.bbox as double[4]) as bbox,
  observation.locator,
  observation.passage_no,
  observation.table_no,
  observation.row_no,
  observation.col_no,
  observation.quote,
  observation.section,
  observation.indicator_code,
  observation.indicator_name,
  observation.value,
  observation.unit,
  observation.value_base,
  observation.unit_base,
  observation.dimension,
  observation.measure,
  observation.statement,
  observation.period_start,
  observation.period_end,
  observation.period_label,
  observation.period_date,
  observation.qualifier,
  observation.obligation,
  observation.scope,
  observation.region_code,
  observation.region_name,
  observation.sector_code,
  observation.origin,
  observation.rule,
  case when review.reviewed_by is null then observation.confidence else 1.0 end as confidence,
  list_concat(observation.checks, coalesce(conflict.flags, [])) as checks,
  observation.whole_id,
  observation.part,
  observation.frame,
  observation.corrected_from,
  observation.correction,
  review.reviewed_by,
  review.reviewed_on,
  {{ known_or_surrogate_key('document', 'observation.document_id') }} as document_key,
  {{ known_or_surrogate_key('indicator', 'observation.indicator_code') }} as indicator_key,
  {{ known_or_surrogate_key('region', 'observation.region_code') }} as region_key,
  {{ known_or_surrogate_key('unit', 'observation.unit') }} as unit_key,
  {{ date_key('observation.period_date') }} as date_key
from dated as observation
left join document using (document_id)
left join indicator using (indicator_code)
left join region using (region_code)
left join unit using (unit)
left join conflict using (observation_id)
left join review using (observation_id)
{{ in_order('observation.source_file, observation.document_id, observation.value_start, observation.observation_id') }}
