-- One row per sub-item of a 民生实事: what was planned of it and what came of it.
select
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
  coalesce(task.checks, []) as checks,
  task.plan_start,
  task.plan_end,
  task.completion_start,
  task.completion_end,
  task.locator,
  {{ part_of('task.document_id', 'coalesce(task.plan_start, task.completion_start)') }} as part,
  {{ surrogate_key('task.document_id') }} as document_key,
  {{ surrogate_key('document.region_code') }} as region_key
from {{ ref('stg_livelihood_task') }} as task
inner join {{ ref('stg_document') }} as document using (document_id)
order by task.source_file, task.document_id, task.year, task.project_number, task.task_number, task.plan_start
