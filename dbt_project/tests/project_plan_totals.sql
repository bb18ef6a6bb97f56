-- The rows of each breakdown of a project-arrangement table add up to its total: counts exactly, amounts within what
-- rounding each row can make.
with
plan as (select * from {{ ref('fct_project_plan') }}),
total as (
  select * from plan where breakdown = 'total'
  qualify row_number() over (partition by document_id, table_no order by row_no) = 1
),

summed as (
  select
    document_id, source_file, table_no, breakdown,
    count(*) as rows_added,
    case when count(*) = count(project_count) then sum(project_count) end as project_count,
    case when count(*) = count(total_investment) then sum(total_investment) end as total_investment,
    case when count(*) = count(planned_investment) then sum(planned_investment) end as planned_investment
  from plan
  where breakdown <> 'total'
  group by all
)

select
  summed.source_file, summed.table_no, summed.breakdown, total.project_count, summed.project_count as added_count,
  total.total_investment, summed.total_investment as added_total,
  total.planned_investment, summed.planned_investment as added_planned
from summed
inner join total using (document_id, table_no)
where summed.project_count <> total.project_count
  or abs(summed.total_investment - total.total_investment) > 0.05 * summed.rows_added + 0.001
  or abs(summed.planned_investment - total.planned_investment) > 0.05 * summed.rows_added + 0.001
