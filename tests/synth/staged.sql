-- One query per staged table, over {doc}: a row per document with region_code, region_name, province, plan_year, kind,
-- document_id, source_file, place_no.

-- clauses: what the documents say, clause by clause; a passage is five of them, each 52 characters long
with
catalogued as (
  select
    doc.* exclude (region_code, region_name), indicator.*, claim,
    case claim when 'target' then plan_year else plan_year - 1 end as year,
    case when claim = 'level' then 'level' else 'growth' end as measure,
    hash(document_id, indicator_no, claim) as chance,
    -- Some figures are of the province or the nation.
    case chance % 64 when 0 then '100000' when 1 then province else doc.region_code end as region_code,
    case chance % 64 when 0 then '全国' when 1 then null else doc.region_name end as region_name
  from {doc} as doc
  cross join indicator
  cross join (select unnest(['level', 'growth', 'target']) as claim)
  where
    (claim = 'level' and (indicator_code = 'gdp' or hash(indicator_no, kind) % 9 < 5))
    or (claim = 'growth' and (indicator_code = 'gdp' or hash(indicator_no, kind) % 9 < 3))
    or (claim = 'target' and kind <> 'communique' and (indicator_code = 'gdp' or hash(indicator_no, 7) % 6 = 0))
),
named as (
  select
    *, chance % 400 = 2 as slips, unit as indicator_unit,
    -- What documents agree on; one in four hundred says something else. Amounts grow by equal steps, and as much as is said.
    base * (1 + (year - 2000) * step) as amount,
    if(claim = 'target', hash(region_code, indicator_no, year) % 140 / 10 - 2, 100 * step / (1 + (year - 2001) * step)) as rate
  from (
    select
      *, (hash(region_code, indicator_no) % 90000 + 1000) / 10 as base,
      (hash(indicator_no, region_code) % 120 - 10.0) / 1000 as step
    from catalogued
  )
),
valued as (
  select
    document_id, source_file, region_code, region_name, province, chance, indicator_no, claim, year, measure, kind,
    indicator_code, indicator_name, sector_code, dimension,
    round(case when measure = 'growth' then rate + if(slips, 2.1, 0) else amount * if(slips, 1.03, 1) end, 1) as value,
    case when measure = 'growth' then '%' else indicator_unit end as unit,
    case when measure = 'growth' then 1 else factor end as factor,
    case when measure = 'growth' then '%' else unit_base end as unit_base
  from named
  union all
  select
    document_id, source_file, region_code, region_name, province, hash(document_id, n), 1000 + n, 'level', plan_year - 1, 'level',
    kind, null,
    concat(
      ['智慧', '绿色', '现代', '数字', '乡村', '城市', '文化', '生态', '特色', '重点'][1 + cast(hash(region_code, n) % 10 as integer)],
      ['农业', '旅游', '物流', '医疗', '养老', '教育', '交通', '水利', '能源', '制造'][1 + cast(hash(n, region_code) % 10 as integer)],
      ['示范点', '服务站', '基地', '企业', '合作社', '中心', '园区', '项目', '家庭农场', '实验室'][1 + cast(hash(n, region_code, 5) % 10 as integer)],
      if(n % 3 = 0, '建成数', if(n % 3 = 1, '数量', '新增'))
    ),
    1 + cast(hash(n) % 25 as integer), 'count', 10 + hash(region_code, n, plan_year) % 900, '个', 1, '个'
  from {doc}, range(40) as names(n)
),
placed as (
  select *, row_number() over (partition by document_id order by indicator_no, claim) - 1 as place from valued
)
select
  *, printf('%g', value) as printed,
  concat(['全年', '预计', '累计', '实现', '进一步'][1 + cast(chance % 5 as integer)], indicator_name, if(measure = 'growth', '增长', '达到')) as head
from placed

-- table: document
select
  document_id, source_file, region_name || plan_year || '年' || kind as title, kind, region_name || '人民政府' as issuer,
  region_code, region_name, make_date(plan_year, 1, 1 + cast(hash(document_id) % 28 as integer)) as published_date,
  plan_year - 1 as review_year, case when kind <> 'communique' then plan_year end as plan_year, 'text/plain' as media_type,
  null as page_count, 20000 as char_count, 'utf-8' as encoding, null as source_url, null as licence
from {doc}

-- table: document_part
select
  document_id, 1 as part, region_name || plan_year || '年' || kind as title, kind, region_code, region_name,
  plan_year - 1 as review_year, case when kind <> 'communique' then plan_year end as plan_year,
  make_date(plan_year, 1, 1 + cast(hash(document_id) % 28 as integer)) as published_date, 0 as char_start, 20000 as char_end
from {doc}

-- table: passage
select
  document_id, passage_no, if(passage_no % 9 = 0, 'heading', 'paragraph') as kind,
  ['一、经济运行', '二、产业发展', '三、民生改善', '四、工作安排'][1 + passage_no // 12] as section,
  if(passage_no < 33, 'review', 'plan') as section_role, min(place) * 52 as char_start, max(place) * 52 + 52 as char_end,
  null as page,
  -- Every place is filled up to its 52 characters, so that the numerals stand where the observations say.
  string_agg(rpad(concat(head, printed, unit, '，保持稳定；', if(chance % 40000 = 7, '统计数据修正，', '')), 52, '有关部门持续推进重点领域各项工作，发展质量和群众获得感进一步提升。'), '' order by place) as text
from (select *, place // 5 as passage_no from clause)
semi join {doc} using (document_id)
group by document_id, passage_no

-- table: cell
select
  document_id, 1 as table_no, 'target_actual' as table_kind, '主要指标表' as caption, cell_no // 4 as row_no, cell_no % 4 as col_no,
  1 as row_span, 1 as col_span, cell_no < 4 as is_header, concat('指标', hash(cell_no, document_id) % 10000 / 10) as text,
  11500 + cell_no * 8 as char_start, 11500 + cell_no * 8 + 6 as char_end, null as page, null as bbox, null as locator
from {doc}, range(60) as cells(cell_no)
where kind = 'plan_report'

-- table: observation
select
  left(md5(document_id || place), 24) as observation_id, document_id, source_file, '' as scope,
  place * 52 + length(head) as value_start, place * 52 + length(head) + length(printed) as value_end, printed,
  null as page, null as bbox, null as locator, if(is_tabled, null, place // 5) as passage_no,
  if(is_tabled, 1, null) as table_no, if(is_tabled, place % 14 + 1, null) as row_no, if(is_tabled, 3, null) as col_no,
  concat(head, printed, unit, '，保持稳定') as quote,
  ['一、经济运行', '二、产业发展', '三、民生改善', '四、工作安排'][1 + cast(place // 60 as integer)] as section,
  indicator_code, indicator_name, value, unit,
  value * factor as value_base, unit_base, dimension, measure,
  case when claim = 'target' then 'target' when kind = 'communique' or chance % 3 > 0 then 'actual' else 'estimate' end as statement,
  year as period_start, year as period_end, cast(year as varchar) as period_label,
  if(claim = 'target', 'ge', if(chance % 40 = 1, 'approx', '')) as qualifier, null as obligation,
  region_code, region_name,
  sector_code, if(is_tabled, 'table', 'prose') as origin, 'clause' as rule,
  0.5 + (chance % 50) / 100 as confidence, cast([] as varchar[]) as checks, null as whole_id, 1 as part,
  ['period|section||', 'statement|section||', 'region|document||'] as frame
from (select *, kind = 'plan_report' and claim = 'target' as is_tabled from clause)
semi join {doc} using (document_id)

-- table: qualitative_target
select
  document_id, 11000 as char_start, 11020 as char_end, '居民收入增长与经济增长基本同步' as quote, '四、工作安排' as section,
  'disposable_income' as indicator_code, '居民人均可支配收入' as indicator_name, 'in_step' as comparison, '与经济增长基本同步' as target_text,
  'growth' as measure, 'target' as statement, plan_year as period_start, plan_year as period_end, region_code, 'prose' as origin,
  'comparison' as rule
from {doc}
where kind = 'plan_report'

-- table: key_project
select
  left(md5(document_id || 'p' || n), 24) as mention_id, document_id, source_file, name, name as full_name, name as match_key,
  9000 + n * 40 as name_start, 9000 + n * 40 + length(name) as name_end, null as page, null as bbox, null as locator,
  ['preparation', 'start', 'construction', 'completion'][1 + cast(hash(n, plan_year) % 4 as integer)] as stage,
  'actual' as statement, plan_year - 1 as year, '二、产业发展' as section, '工业' as topic, 13 as sector_code,
  null as amount, null as amount_unit,
  null as nature, null as location, null as location_region_code, null as scale_text, null as year_start, null as year_end, null as total_investment,
  null as planned_investment, null as investment_unit, null as owner, null as group_path, '加快推进' || name || '建设' as quote, 'list' as rule, 0.9 as confidence
from (
  select
    *,
    concat(
      ['东部', '西部', '南部', '北部', '中心'][1 + cast(hash(region_code, n) % 5 as integer)],
      ['电池材料', '精密铸件', '生物医药', '冷链物流', '智能装备', '污水处理', '天然气管道', '产教融合'][1 + cast(hash(n, region_code) % 8 as integer)],
      hash(region_code, n, plan_year // 3) % 400, '号基地'
    ) as name
  from {doc}, range(10) as projects(n)
  where kind in ('plan_report', 'work_report')
)

-- table: livelihood_project
select
  document_id, source_file, region_code, plan_year as year, n + 1 as number, '民生实事' || (n + 1) as name,
  '新建改造民生设施' || (n * 3 + 2) || '处' as plan_text, null as completion_text, 'unknown' as status, 'prose' as origin,
  10000 + n * 30 as char_start, 10000 + n * 30 + 20 as char_end, null as locator
from {doc}, range(10) as items(n)
where kind = 'work_report'

-- table: livelihood_task
select
  document_id, source_file, plan_year as year, n + 1 as project_number, m + 1 as task_number, '新建改造民生设施' as task_name,
  '新建改造民生设施' || (n * 3 + 2) || '处' as plan_text, null as completion_text, n * 3 + 2 as planned_value, '处' as planned_unit,
  null as completed_value, null as completed_unit, null as completion_ratio, null as printed_ratio, 'unknown' as status, 'none' as status_rule,
  cast([] as varchar[]) as checks,
  10000 + n * 30 + m * 9 as plan_start, 10000 + n * 30 + m * 9 + 8 as plan_end, null as completion_start, null as completion_end, null as locator
from {doc}, range(10) as items(n), range(3) as parts(m)
where kind = 'work_report'

-- table: outcome
select
  document_id, source_file, step, true as success, null as error, cast([] as varchar[]) as warnings, '{}' as counts,
  '0.1.0+synth' as extractor_version, 0.06 as duration_s
from {doc}, (select unnest(['read', 'structure', 'tables', 'statements', 'projects', 'livelihood', 'validate']) as step)
