-- One row per quantity of a sub-item: a task may promise several things (8000人 trained and 6000万元 lent).
select
  quantity.document_id,
  quantity.source_file,
  document.region_code,
  quantity.year,
  quantity.project_number,
  quantity.task_number,
  quantity.quantity_number,
  task.task_name,
  quantity.planned_value,
  quantity.planned_unit,
  quantity.completed_value,
  quantity.completed_unit,
  quantity.completion_ratio,
  quantity.planned_start,
  quantity.planned_end,
  quantity.completed_start,
  quantity.completed_end,
  {{ part_of('quantity.document_id', 'coalesce(quantity.planned_start, quantity.completed_start)') }} as part,
  {{ surrogate_key('quantity.document_id') }} as document_key,
  {{ surrogate_key('document.region_code') }} as region_key
from {{ ref('stg_livelihood_quantity') }} as quantity
inner join {{ ref('stg_document') }} as document using (document_id)
inner join {{ ref('stg_livelihood_task') }} as task
  on quantity.document_id = task.document_id
  and quantity.year is not distinct from task.year
  and quantity.project_number = task.project_number
  and quantity.task_number = task.task_number
order by quantity.source_file, quantity.document_id, quantity.year, quantity.project_number, quantity.task_number,
  quantity.quantity_number
