-- One row per sub-item of a 民生实事: the item that it is over the documents. A later document's sub-item continues that of an
-- earlier one of the same place and year, if their names or plans are alike (pairs of characters that they share), and less
-- alike where both promise the same quantity; a quantity that contradicts needs names that are nearly one. Of several the
-- likest, and one for each document. A place that is not known links nothing.
with recursive
document as (select * from {{ ref('int_document') }}),
unit as (select * from {{ ref('stg_unit') }}),

task as (
  select
    {{ livelihood_task_id('task') }} as task_id,
    coalesce(document.region_code, document.region_name, '') as region_key,
    document.vintage, task.document_id, task.year,
    coalesce(task.planned_value, task.completed_value) * coalesce(unit.factor, 1) as amount,
    case when unit.is_whole then 'count' else coalesce(unit.base_unit, task.planned_unit, task.completed_unit) end as counts,
    {{ characters_alone('task.task_name') }} as name,
    {{ characters_alone("coalesce(task.plan_text, task.completion_text, '')") }} as plan
  from {{ ref('stg_livelihood_task') }} as task
  inner join document using (document_id)
  left join unit on unit.unit = coalesce(task.planned_unit, task.completed_unit)
),

-- Only what several documents of a place may tell of a year is compared.
compared as (
  select *, {{ pairs_of_characters('name') }} as name_pairs, {{ pairs_of_characters('plan') }} as plan_pairs
  from task
  semi join (
    select region_key, year from task where region_key <> '' group by region_key, year having count(distinct document_id) > 1
  ) using (region_key, year)
),

pair as (
  select
    later.task_id, earlier.task_id as earlier_id, later.document_id, earlier.vintage, earlier.document_id as earlier_document,
    greatest({{ likeness('later.name_pairs', 'earlier.name_pairs') }}, {{ likeness('later.plan_pairs', 'earlier.plan_pairs') }}) as likeness,
    {{ stands_in('later.name_pairs', 'earlier.name_pairs') }} as stands_in,
    coalesce(later.amount = earlier.amount and later.counts = earlier.counts, false) as same_amount,
    coalesce(later.amount <> earlier.amount and later.counts = earlier.counts, false) as other_amount
  from compared as later
  inner join compared as earlier using (region_key, year)
  where (earlier.vintage, earlier.document_id) < (later.vintage, later.document_id)
),

fitting as (
  select *, greatest(likeness, if(stands_in, 0.8, 0)) + if(same_amount, 1, 0) as weight
  from pair
  where stands_in and not other_amount or likeness >= case
    when same_amount then {{ var('livelihood_alike_same_amount') }}
    when other_amount then {{ var('livelihood_alike_other_amount') }}
    else {{ var('livelihood_alike') }}
  end
),

-- The likest earlier one, of the latest document before; and no two sub-items of a document for one.
nearest as (
  select * from fitting
  qualify row_number() over (partition by document_id, earlier_id order by weight desc, task_id) = 1
),
continued as (
  select * from nearest
  qualify row_number() over (partition by task_id order by weight desc, vintage desc, earlier_document desc, earlier_id) = 1
),

item as (
  select task.task_id, task.task_id as item_id from task anti join continued using (task_id)
  union all
  select continued.task_id, item.item_id from continued inner join item on item.task_id = continued.earlier_id
)

select distinct
  task_id,
  item.item_id,
  case when continued.task_id is null then 'first' when continued.same_amount then 'same_amount' else 'alike' end as link_rule,
  continued.likeness
from item
left join continued using (task_id)
