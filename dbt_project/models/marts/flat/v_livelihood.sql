{{ config(materialized='view', alias='v_民生实事') }}
-- fct_livelihood_task in Chinese with the 民生实事 that each belongs to; one without sub-items has a row of its own.
with
task as (select *, row_number() over () as task_row from {{ ref('fct_livelihood_task').include(database=false) }}),
project as (select *, row_number() over () as project_row from {{ ref('fct_livelihood_project').include(database=false) }}),

-- A document may number its table and its prose alike; the project that holds the sub-item's place is its own.
own as (
  select
    task.task_row,
    arg_min(
      project.project_row,
      (coalesce(task.completion_start, task.plan_start) not between project.char_start and project.char_end, project.project_row)
    ) as project_row
  from task
  inner join project
    on project.document_id = task.document_id
    and project.year is not distinct from task.year
    and project.number = task.project_number
  group by task.task_row
)

select
  project.year as "年份",
  d.region_name as "地区",
  project.region_code as "地区代码",
  project.number as "序号",
  project.name as "实事",
  if(project.is_pending, '尚无完成情况', {{ label('status', 'project.status') }}) as "实事状态",
  task.task_number as "子项序号",
  task.task_name as "子项",
  coalesce(task.plan_text, project.plan_text) as "计划内容",
  coalesce(task.completion_text, project.completion_text) as "完成内容",
  task.planned_value as "计划数量",
  task.planned_unit as "计划单位",
  task.completed_value as "完成数量",
  task.completed_unit as "完成单位",
  task.completion_ratio as "完成率",
  if(coalesce(task.is_pending, project.is_pending), '尚无完成情况', {{ label('status', 'coalesce(task.status, project.status)') }}) as "状态",
  task.status_rule as "判定依据",
  {{ label('origin', 'project.origin') }} as "出处",
  coalesce(d.title, project.source_file) as "文件"
from project
inner join {{ ref('dim_document').include(database=false) }} as d using (document_id)
left join own using (project_row)
left join task using (task_row)
order by project.source_file, project.year, project.origin, project.number, task.task_number, task.plan_start, task.completion_start
