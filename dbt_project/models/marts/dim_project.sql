-- One row per project: its life over the documents, and the projects that it may be the same as.
with
mention as (select * from {{ ref('fct_key_project') }}),
link as (select distinct project_id, similar_project_ids from {{ ref('int_project_link') }}),

alive as (
  select
    project_id,
    -- The fullest name, the commonest of those, the first in the alphabet.
    arg_max(full_name, (length(full_name), full_name)) as name,
    min(region_code) as region_code,
    mode(sector_code order by sector_code) as sector_code,
    count(*) as mention_count,
    count(distinct document_id) as document_count,
    min(year) as first_year,
    max(year) as last_year,
    arg_max(stage, (coalesce(year, 0), statement <> 'target',
      case stage when 'completion' then 4 when 'construction' then 3 when 'start' then 2 when 'preparation' then 1 else 0 end)
    ) as latest_stage,
    arg_max(statement, (coalesce(year, 0), statement <> 'target',
      case stage when 'completion' then 4 when 'construction' then 3 when 'start' then 2 when 'preparation' then 1 else 0 end)
    ) as latest_statement,
    string_agg(
      distinct concat(coalesce(cast(year as varchar), '?'), ' ', statement, ' ', coalesce(stage, '?')), ' → '
      order by concat(coalesce(cast(year as varchar), '?'), ' ', statement, ' ', coalesce(stage, '?'))
    ) as life
  from mention
  group by project_id
)

select
  alive.project_id,
  alive.name,
  alive.region_code,
  alive.sector_code,
  cast(alive.mention_count as integer) as mention_count,
  cast(alive.document_count as integer) as document_count,
  alive.first_year,
  alive.last_year,
  alive.latest_stage,
  alive.latest_statement,
  alive.life,
  link.similar_project_ids,
  {{ surrogate_key('alive.project_id') }} as project_key,
  {{ surrogate_key('alive.region_code') }} as region_key
from alive
inner join link using (project_id)
order by alive.project_id
