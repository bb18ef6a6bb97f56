-- One row per observation: one value that one document states.
with
observation as (select * from {{ ref('int_observation_corrected') }}),
conflict as (
  select observation_id, list_sort(list(distinct 'conflict_' || kind)) as flags
  from (select unnest(observation_ids) as observation_id, kind from {{ ref('fct_conflict') }})
  group by observation_id
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
  {{ period_date('observation.period_label', 'observation.period_end') }} as period_date,
  observation.qualifier,
  observation.region_code,
  observation.region_name,
  observation.sector_code,
  observation.origin,
  observation.rule,
  observation.confidence,
  list_concat(observation.checks, coalesce(conflict.flags, [])) as checks,
  observation.whole_id,
  observation.corrected_from,
  observation.correction,
  {{ surrogate_key('observation.document_id') }} as document_key,
  {{ surrogate_key('observation.indicator_code') }} as indicator_key,
  {{ surrogate_key('observation.region_code') }} as region_key,
  {{ surrogate_key('observation.unit') }} as unit_key,
  {{ date_key(period_date('observation.period_label', 'observation.period_end')) }} as date_key
from observation
left join conflict using (observation_id)
order by observation.source_file, observation.document_id, observation.value_start, observation.observation_id
