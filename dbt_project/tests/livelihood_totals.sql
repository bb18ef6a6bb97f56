{{ config(severity='warn', meta={'dagster': {'ref': {'name': 'fct_livelihood_project'}}}) }}
-- What the prose says of how many 民生实事 there are (18件38项) and what the table or list holds.
with
project as (
  select document_id, source_file, year, origin, count(*) as listed from {{ ref('fct_livelihood_project') }} group by all
),
said as (
  select document_id, period_end as year, value, unit, quote from {{ ref('fct_indicator') }}
  where contains(indicator_name, '民生实事') and measure = 'level' and unit = '件' and qualifier = ''
)

select project.source_file, project.year, project.listed, said.value as said, said.quote
from project
inner join said using (document_id, year)
where said.value <> project.listed
