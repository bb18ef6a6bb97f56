{{ config(severity='warn', meta={'dagster': {'ref': {'name': 'fct_livelihood_project', 'package': 'taizhang', 'version': none}}}) }}
-- What the prose says of how many 民生实事 there are (18件38项) and what the table or list holds.
with
listed as (
  select document_id, source_file, year, '件' as unit, count(*) as rows_listed
  from {{ ref('fct_livelihood_project') }} group by all
  union all
  select document_id, source_file, year, '项', count(*) from {{ ref('fct_livelihood_task') }} group by all
),
said as (
  select document_id, period_end as year, unit, value, quote from {{ ref('fct_indicator') }}
  where contains(indicator_name, '民生实事') and measure = 'level' and unit in ('件', '项') and qualifier = ''
)

select listed.source_file, listed.year, listed.unit, listed.rows_listed, said.value as said, said.quote
from listed
inner join said using (document_id, year, unit)
where said.value <> listed.rows_listed
