-- One row per 民生实事 of one year and document.
with
document as (select * from {{ ref('stg_document') }}),
looked_back as (select * from {{ ref('int_looked_back') }})

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
  {{ livelihood_is_pending('project.status', 'project.completion_text', 'project.year', 'looked_back.last_year') }} as is_pending,
  project.origin,
  project.char_start,
  project.char_end,
  project.locator,
  {{ part_of('project.document_id', 'project.char_start') }} as part,
  {{ surrogate_key('project.document_id') }} as document_key,
  {{ surrogate_key('coalesce(project.region_code, document.region_code)') }} as region_key
from {{ ref('stg_livelihood_project') }} as project
inner join document using (document_id)
left join looked_back on looked_back.region_key = coalesce(document.region_code, document.region_name, '')
order by project.source_file, project.document_id, project.year, project.origin, project.number
