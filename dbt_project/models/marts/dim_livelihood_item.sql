{{ by_place('plan_document_id') }}
-- One row per 民生实事 item over the documents: what was promised, what came of it, and which documents say so.
with
task as (select * from {{ ref('fct_livelihood_task') }}{{ of_touched_places() }}),
project as (
  select document_id, year, number as project_number, min(name) as project_name
  from {{ ref('fct_livelihood_project') }}
  group by all
),
document as (select * from {{ ref('int_document') }}),
unit as (select * from {{ ref('stg_unit') }}),

told as (
  select task.*, document.vintage, document.region_name, project.project_name
  from task
  inner join document using (document_id)
  left join project using (document_id, year, project_number)
),

-- Most items are told of once; only what is told of several times needs to be put in order.
repeated as (select item_id from told group by item_id having count(*) > 1),
told_again as (select * from told semi join repeated using (item_id)),

planned as (
  select * from told anti join repeated using (item_id)
  union all
  select * from told_again
  qualify row_number() over (partition by item_id order by planned_value is null, plan_text is null, vintage, document_id, task_id) = 1
),
completed as (
  select * from told anti join repeated using (item_id) where completion_text is not null
  union all
  select * from told_again where completion_text is not null
  qualify row_number() over (partition by item_id order by vintage desc, document_id desc, task_id) = 1
),

item as (
  select
    item_id, 1 as mention_count, 1 as document_count, is_pending, false as plans_differ, {{ livelihood_step('told') }} as life
  from told
  anti join repeated using (item_id)
  union all
  select
    item_id,
    cast(count(*) as integer) as mention_count,
    cast(count(distinct document_id) as integer) as document_count,
    bool_and(is_pending) as is_pending,
    count(distinct planned_value * coalesce(unit.factor, 1)) filter (where planned_value is not null) > 1 as plans_differ,
    string_agg({{ livelihood_step('told_again') }}, ' → ' order by vintage, completion_text is not null, document_id, task_id) as life
  from told_again
  left join unit on unit.unit = told_again.planned_unit
  group by item_id
),

joined as (
  select
    item.*, planned.region_code, planned.region_name, planned.year, planned.project_name, planned.task_name as name,
    coalesce(completed.source_file, planned.source_file) as source_file, planned.document_id as plan_document_id, planned.plan_text, planned.planned_value, planned.planned_unit,
    completed.document_id as completion_document_id, completed.completion_text, completed.completed_value, completed.completed_unit,
    completed.printed_ratio, completed.status as told_status, completed.status_rule as told_rule,
    coalesce(completed.completion_ratio, cast(case when plan_unit.base_unit = done_unit.base_unit or plan_unit.is_whole and done_unit.is_whole
      then completed.completed_value * done_unit.factor / nullif(planned.planned_value * plan_unit.factor, 0) end as decimal(38, 6))) as ratio
  from item
  inner join planned using (item_id)
  left join completed using (item_id)
  left join unit as plan_unit on plan_unit.unit = planned.planned_unit
  left join unit as done_unit on done_unit.unit = completed.completed_unit
)

select
  item_id, region_code, region_name, year, project_name, name, plan_text, planned_value, planned_unit, completion_text,
  completed_value, completed_unit, ratio as completion_ratio, printed_ratio,
  -- The quantity of the plan's document decides where the completion's own document states none.
  case
    when told_status in ('completed', 'exceeded') and printed_ratio is null and ratio < 1 then 'partly'
    when told_status in ('completed', 'unknown') and printed_ratio is null and ratio > 1 then 'exceeded'
    when told_status = 'unknown' and ratio = 1 then 'completed'
    else coalesce(told_status, 'unknown')
  end as status,
  is_pending, mention_count, document_count, plan_document_id, completion_document_id,
  source_file, life,
  list_filter([
    case when plans_differ then 'plans_differ' end,
    case when printed_ratio is null and told_status = 'completed' and ratio < 1 then 'words_differ' end
  ], lambda c: c is not null) as checks,
  {{ surrogate_key('item_id') }} as item_key,
  {{ surrogate_key('region_code') }} as region_key
from joined
order by region_code, year, item_id
