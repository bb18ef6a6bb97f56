-- One row of a table that arranges key projects: the total, a source of investment, or a use of it.
select
  plan.document_id,
  plan.source_file,
  document.region_code,
  plan.table_no,
  plan.row_no,
  plan.year,
  plan.breakdown,
  plan.category,
  plan.project_count,
  plan.total_investment,
  plan.planned_investment,
  plan.investment_unit,
  plan.locator,
  {{ part_of('plan.document_id', 'place.char_start') }} as part,
  {{ surrogate_key('plan.document_id') }} as document_key,
  {{ surrogate_key('document.region_code') }} as region_key
from {{ ref('stg_project_plan') }} as plan
inner join {{ ref('stg_document') }} as document using (document_id)
left join (
  select document_id, table_no, min(char_start) as char_start from {{ ref('stg_cell') }} group by document_id, table_no
) as place on plan.document_id = place.document_id and plan.table_no = place.table_no
order by plan.source_file, plan.document_id, plan.table_no, plan.row_no
