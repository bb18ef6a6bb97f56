-- One row per staged row that failed a check; it is nowhere else.
select
  document_id,
  source_file,
  table_name,
  check_name,
  reason,
  row_json
from {{ ref('stg_quarantine') }}
order by source_file, table_name, check_name, row_json
