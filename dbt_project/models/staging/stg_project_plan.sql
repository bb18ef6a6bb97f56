select
  document_id,
  source_file,
  table_no,
  row_no,
  year,
  breakdown,
  category,
  project_count,
  total_investment,
  planned_investment,
  investment_unit,
  locator
from {{ source('staged', 'project_plan') }}
