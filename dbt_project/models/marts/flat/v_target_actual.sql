{{ config(materialized='view', alias='v_目标与完成') }}
-- fct_target_actual in Chinese, both passages and both documents beside the figures.
select
  t.indicator_name as "指标",
  t.indicator_code as "指标代码",
  s.name_zh as "领域",
  t.region_name as "地区",
  t.region_code as "地区代码",
  t.year as "年份",
  {{ label('measure', 't.measure') }} as "类型",
  {{ label('qualifier', 't.target_qualifier') }} as "目标限定",
  t.target_value as "目标值",
  t.target_unit as "目标单位",
  t.target_text as "文字目标",
  {{ label('obligation', 't.target_obligation') }} as "约束性",
  t.actual_value as "结果值",
  t.actual_unit as "结果单位",
  {{ label('statement', 't.actual_statement') }} as "结果性质",
  {{ label('outcome', 't.outcome') }} as "判定",
  t.gap as "差距",
  t.explanation as "说明",
  t.target_adjusted as "目标经调整",
  t.original_target_value as "原目标值",
  t.target_quote as "目标原文",
  coalesce(aim.title, aim.source_file) as "目标文件",
  t.actual_quote as "结果原文",
  coalesce(come.title, come.source_file) as "结果文件",
  t.target_observation_id as "目标观测编号",
  t.actual_observation_id as "结果观测编号"
from {{ ref('fct_target_actual').include(database=false) }} as t
left join {{ ref('dim_document').include(database=false) }} as aim on aim.document_id = t.target_document_id
left join {{ ref('dim_document').include(database=false) }} as come on come.document_id = t.actual_document_id
left join {{ ref('fct_indicator').include(database=false) }} as o
  on o.observation_id = coalesce(t.actual_observation_id, t.target_observation_id)
left join {{ ref('dim_indicator').include(database=false) }} as i on i.indicator_code = t.indicator_code
left join {{ ref('dim_sector').include(database=false) }} as s on s.sector_code = coalesce(i.sector_code, o.sector_code)
