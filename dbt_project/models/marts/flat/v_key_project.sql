{{ config(materialized='view', alias='v_重点项目') }}
-- fct_key_project in Chinese: each mention with what is known of its project over all documents.
select
  m.project_id as "项目编号",
  p.name as "项目",
  m.full_name as "文中名称",
  m.region_code as "地区代码",
  r.name as "地区",
  s.name_zh as "领域",
  m.year as "年份",
  {{ label('statement', 'm.statement') }} as "性质",
  {{ label('stage', 'm.stage') }} as "阶段",
  m.amount as "投资额",
  m.amount_unit as "投资额单位",
  {{ label('nature', 'm.nature') }} as "建设性质",
  m.location as "建设地点",
  m.location_region_code as "建设地点代码",
  m.scale_text as "建设内容及规模",
  m.year_start as "开工年",
  m.year_end as "竣工年",
  m.planned_investment as "年度计划投资",
  m.owner as "责任单位",
  m.group_path as "分组",
  {{ label('stage', 'p.latest_stage') }} as "最近阶段",
  {{ label('statement', 'p.latest_statement') }} as "最近性质",
  p.first_year as "最早年份",
  p.last_year as "最近年份",
  p.mention_count as "提及次数",
  p.document_count as "文件数",
  m.quote as "原文",
  m.section as "章节",
  coalesce(d.title, m.source_file) as "文件",
  m.page as "页码",
  m.locator as "位置",
  m.confidence as "可信度",
  m.mention_id as "提及编号"
from {{ ref('fct_key_project').include(database=false) }} as m
inner join {{ ref('dim_project').include(database=false) }} as p using (project_id)
inner join {{ ref('dim_document').include(database=false) }} as d using (document_id)
left join {{ ref('dim_sector').include(database=false) }} as s on s.sector_code = m.sector_code
left join {{ ref('dim_region').include(database=false) }} as r on r.region_code = m.region_code
