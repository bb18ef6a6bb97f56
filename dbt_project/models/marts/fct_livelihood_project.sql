-- One row per 民生实事 of one year and document.
select
  project.document_id,
  project.source_file,
  coalesce(project.region_code, document.region_code) as region_code,
  project.year,
  project.number,
  project.name,
  project.plan_text,
  project.completion_text,
  project.status,
  project.origin,
  project.char_start,
  project.char_end,
  project.locator,
  {{ part_of('project.document_id', 'project.char_start') }} as part,
  {{ surrogate_key('project.document_id') }} as document_key,
  {{ surrogate_key('coalesce(project.region_code, document.region_code)') }} as region_key
from {{ ref('stg_livelihood_project') }} as project
inner join {{ ref('stg_document') }} as document using (document_id)
order by project.source_file, project.document_id, project.year, project.origin, project.number
