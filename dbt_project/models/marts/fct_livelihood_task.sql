{{ by_place() }}
-- One row per sub-item of a 民生实事: what was planned of it and what came of it; item_id is the same over documents.
with
task as (select *, {{ livelihood_task_id('stg') }} as task_id from {{ ref('stg_livelihood_task') }} as stg{{ of_touched_places() }}),
document as (select * from {{ ref('int_document') }}),
link as (select * from {{ ref('int_livelihood_link') }}),
looked_back as (select * from {{ ref('int_looked_back') }})

select
  task.task_id,
  link.item_id,
  link.link_rule,
  task.document_id,
  task.source_file,
  document.region_code,
  task.year,
  task.project_number,
  task.task_number,
  task.task_name,
  task.plan_text,
  task.completion_text,
  task.planned_value,
  task.planned_unit,
  task.completed_value,
  task.completed_unit,
  task.completion_ratio,
  task.printed_ratio,
  task.status,
  task.status_rule,
  {{ livelihood_is_pending('task.status', 'task.completion_text', 'task.year', 'looked_back.last_year') }} as is_pending,
  coalesce(task.checks, []) as checks,
  task.plan_start,
  task.plan_end,
  task.completion_start,
  task.completion_end,
  task.locator,
  {{ part_of('task.document_id', 'coalesce(task.plan_start, task.completion_start)') }} as part,
  {{ surrogate_key('task.document_id') }} as document_key,
  {{ surrogate_key('document.region_code') }} as region_key
from task
inner join document using (document_id)
inner join link using (task_id)
left join looked_back on looked_back.region_key = coalesce(document.region_code, document.region_name, '')
order by task.source_file, task.document_id, task.year, task.project_number, task.task_number, task.plan_start
