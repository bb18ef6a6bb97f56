select
  document_id,
  source_file,
  table_name,
  check_name,
  reason,
  row_json
from {{ source('staged', 'quarantine') }}
