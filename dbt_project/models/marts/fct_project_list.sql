-- What a list of projects says it holds (续建项目（2个）, 合计), beside the projects that were read of it. Each amount may have
-- been rounded where it was printed, so that a sum may be off by half of the last place a row.
select
  list.document_id,
  list.source_file,
  document.region_code,
  list.list_no,
  list.group_no,
  list.title,
  list.group_path,
  list.declared_count,
  list.read_count,
  list.declared_total,
  list.read_total,
  list.declared_planned,
  list.read_planned,
  list.investment_unit,
  list.char_start,
  list.char_end,
  list_filter([
    case when list.declared_count <> list.read_count then 'count_differs' end,
    case when abs(list.declared_total - list.read_total) > {{ var('list_rounding') }} * list.read_count + 0.001 then 'total_differs' end,
    case when abs(list.declared_planned - list.read_planned) > {{ var('list_rounding') }} * list.read_count + 0.001 then 'planned_differs' end
  ], lambda c: c is not null) as checks,
  {{ surrogate_key('list.document_id') }} as document_key,
  {{ surrogate_key('document.region_code') }} as region_key
from {{ ref('stg_project_list') }} as list
inner join {{ ref('stg_document') }} as document using (document_id)
order by list.source_file, list.document_id, list.list_no, list.group_no
