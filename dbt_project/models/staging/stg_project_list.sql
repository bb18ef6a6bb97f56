select
  document_id,
  source_file,
  list_no,
  group_no,
  title,
  group_path,
  declared_count,
  read_count,
  declared_total,
  read_total,
  declared_planned,
  read_planned,
  investment_unit,
  char_start,
  char_end
from {{ source('staged', 'project_list') }}
