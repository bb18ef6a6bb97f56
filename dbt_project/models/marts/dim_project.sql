-- One row per project: its life over the documents, and the projects that it may be the same as.
with
mention as (select * from {{ ref('fct_key_project') }}),
step as (
  select
    project_id, year, statement, stage,
    min({{ plain('total_investment') }} || investment_unit) as amount,
    -- Within a year what was aimed at stands before what came of it, an earlier stage before a later one.
    (case statement when 'target' then 0 when 'estimate' then 1 else 2 end) as told,
    (case stage when 'completion' then 4 when 'construction' then 3 when 'start' then 2 when 'preparation' then 1 else 0 end) as reached
  from mention
  group by all
),
life as (
  select
    project_id,
    string_agg(concat(coalesce(cast(year as varchar), '?'), ' ', statement, ' ', coalesce(stage, '?'), ' ' || amount), ' → ' order by year nulls first, told, reached, stage) as life
  from step
  group by project_id
),
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
    ) as latest_statement
  from mention
  group by project_id
),
-- What it costs, as stated last; of several mentions of a year the first in the text.
cost as (
  select project_id, total_investment, investment_unit
  from mention
  where total_investment is not null
  qualify row_number() over (partition by project_id order by year desc nulls last, document_id, name_start) = 1
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
  cost.total_investment,
  cost.investment_unit,
  life.life,
  link.similar_project_ids,
  {{ surrogate_key('alive.project_id') }} as project_key,
  {{ surrogate_key('alive.region_code') }} as region_key
from alive
inner join life using (project_id)
inner join link using (project_id)
left join cost using (project_id)
order by alive.project_id
