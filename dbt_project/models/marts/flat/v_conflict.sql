{{ config(materialized='view', alias='v_数据冲突') }}
-- fct_conflict in Chinese, both passages side by side: the first in the order of documents, and the first that differs.
with
conflict as (select * from {{ ref('fct_conflict').include(database=false) }}),

stated as (
  select
    one.conflict_id,
    concat({{ figure('o.value', 'o.unit', 'o.qualifier') }}, '（', coalesce(o.period_label, '时期不明'), '）') as figure,
    o.quote,
    coalesce(d.title, o.source_file) as document,
    row_number() over (
      partition by one.conflict_id order by d.review_year, d.published_date, o.source_file, o.value_start, o.observation_id
    ) as place
  from (select conflict_id, unnest(observation_ids) as observation_id from conflict) as one
  inner join {{ ref('fct_indicator').include(database=false) }} as o using (observation_id)
  inner join {{ ref('dim_document').include(database=false) }} as d using (document_id)
),

-- The first place, and the first that says something else (no lambdas: DuckDB 1.2 and 1.5 write them differently).
paired as (
  select
    stated.conflict_id,
    coalesce(min(stated.place) filter (stated.figure <> first.figure), 2) as other_place
  from stated
  inner join stated as first on first.conflict_id = stated.conflict_id and first.place = 1
  group by stated.conflict_id
)

select
  c.conflict_id as "冲突编号",
  {{ label('conflict_kind', 'c.kind') }} as "类别",
  c.indicator_name as "指标",
  c.indicator_code as "指标代码",
  c.region_name as "地区",
  c.region_code as "地区代码",
  c.year as "年份",
  c.period_label as "时期",
  {{ label('measure', 'c.measure') }} as "类型",
  {{ label('statement', 'c.statement') }} as "性质",
  c.explanation as "说明",
  one.figure as "甲处数值",
  one.quote as "甲处原文",
  one.document as "甲处文件",
  other.figure as "乙处数值",
  other.quote as "乙处原文",
  other.document as "乙处文件",
  len(c.observation_ids) as "相关观测数",
  array_to_string(c.observation_ids, '、') as "观测编号"
from conflict as c
left join paired on paired.conflict_id = c.conflict_id
left join stated as one on one.conflict_id = c.conflict_id and one.place = 1
left join stated as other on other.conflict_id = c.conflict_id and other.place = paired.other_place
