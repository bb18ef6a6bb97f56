select
  document_id,
  source_file,
  year,
  project_number,
  task_number,
  quantity_number,
  planned_value,
  planned_unit,
  completed_value,
  completed_unit,
  completion_ratio,
  planned_start,
  planned_end,
  completed_start,
  completed_end
from {{ source('staged', 'livelihood_quantity') }}
