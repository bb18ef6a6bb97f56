{{ config(materialized='view', alias='v_指标观测') }}
-- fct_indicator with its dimensions in Chinese, for tools that cannot join.
select
  o.observation_id as "观测编号",
  o.indicator_name as "指标",
  i.name_zh as "规范指标",
  o.indicator_code as "指标代码",
  s.name_zh as "领域",
  o.region_name as "地区",
  o.region_code as "地区代码",
  o.period_end as "年份",
  o.period_label as "时期",
  o.period_date as "日期",
  {{ label('measure', 'o.measure') }} as "类型",
  {{ label('statement', 'o.statement') }} as "性质",
  {{ label('qualifier', 'o.qualifier') }} as "限定",
  o.value as "数值",
  o.unit as "单位",
  o.value_base as "基本单位数值",
  o.unit_base as "基本单位",
  o.quote as "原文",
  o.section as "章节",
  coalesce(d.title, o.source_file) as "文件",
  {{ label('document_kind', 'd.kind') }} as "文件类型",
  o.source_file as "文件路径",
  o.page as "页码",
  o.locator as "位置",
  {{ label('origin', 'o.origin') }} as "出处",
  o.confidence as "可信度",
  array_to_string(o.checks, '、') as "疑问"
from {{ ref('fct_indicator').include(database=false) }} as o
inner join {{ ref('dim_document').include(database=false) }} as d using (document_id)
left join {{ ref('dim_sector').include(database=false) }} as s on s.sector_code = o.sector_code
left join {{ ref('dim_indicator').include(database=false) }} as i on i.indicator_code = o.indicator_code
