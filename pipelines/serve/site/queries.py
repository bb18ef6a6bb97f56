"""What a page asks of the published warehouse: one select per table of the page.

Every select sees two temporary tables: `page_document(document_id, number, home)`, the documents of the page in their
order, and `page_observation`. Documents that are not `home` belong to another page; they are there only
with the passages that a conflict or a comparison of this page needs. Decimals leave as text, exactly as printed.
"""

from __future__ import annotations


def _plain(column: str, name: str = "") -> str:
    """A decimal (t.column) as text without the zeros that its type adds, under its own name or another."""
    return f"rtrim(rtrim(cast({column} as varchar), '0'), '.') as {name or column.partition('.')[2]}"


DOCUMENTS = """
select document_id, source_file, title, region_code, region_name,
  coalesce(plan_year, year(published_date), review_year + 1) as year,
  (select count(*) from fct_indicator as o where o.document_id = d.document_id) as observations
from dim_document as d
order by region_code nulls last, region_name nulls last, year nulls last, published_date nulls last, source_file, document_id
"""

OBSERVATION_ORDER = "d.number, o.value_start, o.value_end, o.observation_id"

# Rows are known by their place in the table (rid): of a million rows only those of the page are read in full.
OWN_OBSERVATIONS = (
    "select observation_id from fct_indicator where document_id in (select document_id from page_document)"
)

PAGE_OBSERVATIONS = """
create or replace temp table page_observation as
with
own as ({own}),
compared as (
  select target_observation_id as one, actual_observation_id as other from fct_target_actual{asked}
  union all
  select original_target_observation_id, actual_observation_id from fct_target_actual{asked}
),
beside as (
  select unnest(observation_ids) as observation_id from fct_conflict where conflict_id in (
    select conflict_id from (select conflict_id, unnest(observation_ids) as one from fct_conflict) where one in (from own))
  union
  select unnest([one, other]) from compared where one in (from own) or other in (from own)
)
select observation_id, rowid as rid, document_id, passage_no, table_no, indicator_code
from fct_indicator where observation_id in (from own union all from beside)
"""

PAGE_PASSAGES = """
create or replace temp table page_passage as
select p.rowid as rid from dim_passage as p inner join page_document as d using (document_id)
where d.home or (p.document_id, p.passage_no) in (select (document_id, passage_no) from page_observation)
"""

GUEST_DOCUMENTS = """
insert into page_document
select document_id, (select count(*) from page_document) + row_number() over (order by source_file, document_id), false
from dim_document
where document_id in (select document_id from page_observation)
  and document_id not in (select document_id from page_document)
"""

# Words in the texts: passages and rows of tables, without the rest of their documents.
FOUND_DOCUMENTS = """
insert into page_document
select document_id, (select count(*) from page_document) + row_number() over (order by source_file, document_id), false
from dim_document
where document_id in (select document_id from page_found) and document_id not in (select document_id from page_document)
"""

FOUND_PASSAGES = """
create or replace temp table page_passage as
select rowid as rid from dim_passage
where (document_id, passage_no) in (select (document_id, passage_no) from page_found where passage_no is not null)
"""

TABLES: dict[str, str] = {
    "document": """
select d.document_id as id, d.source_file, d.title, d.kind, d.issuer, d.region_code, d.region_name,
  cast(d.published_date as varchar) as published_date, d.review_year, d.plan_year, d.media_type, d.page_count,
  d.char_count, d.encoding, d.source_url, d.licence, p.home
from dim_document as d inner join page_document as p using (document_id)
order by p.number
""",
    "observation": f"""
select o.observation_id as id, d.number as document, o.value_start as "start", o.value_end as "end", o.printed, o.page,
  o.bbox, o.locator, o.passage_no as passage, o.table_no as "table", o.row_no as "row", o.col_no as col, o.quote, o.section,
  o.indicator_code as code, o.indicator_name as name, {_plain("o.value")}, o.unit,
  {_plain("o.value_base", "base")}, o.unit_base as base_unit, o.measure, o.statement,
  o.period_start, o.period_end, o.period_label as period, o.qualifier, o.region_code, o.region_name,
  o.sector_code as sector, o.origin, o.rule, o.confidence, o.checks, o.whole_id as whole, o.corrected_from,
  o.correction, o.reviewed_by, cast(o.reviewed_on as varchar) as reviewed_on, s.observation_id is not null as best
from fct_indicator as o
inner join page_observation as page on o.rowid = page.rid
inner join page_document as d on d.document_id = o.document_id
left join (
  select distinct observation_id from mart_indicator_series where observation_id in (select observation_id from page_observation)
) as s on s.observation_id = o.observation_id
order by {OBSERVATION_ORDER}
""",
    "passage": """
select d.number as document, p.passage_no as number, p.kind, p.section, p.char_start as "start", p.page, p.text,
  left(md5(p.text), 12) as digest
from dim_passage as p
inner join page_passage as page on p.rowid = page.rid
inner join page_document as d on d.document_id = p.document_id
order by d.number, p.char_start, p.passage_no
""",
    "cell": """
select d.number as document, c.table_no as "table", c.caption, c.row_no as "row", c.col_no as col, c.row_span, c.col_span,
  c.is_header as header, c.char_start as "start", c.page, c.text,
  case when c.col_no = min(c.col_no) over of_row then left(md5(string_agg(c.text, '|') over of_row), 12) end as digest
from dim_cell as c inner join page_document as d using (document_id)
where d.home or (c.document_id, c.table_no) in (select (document_id, table_no) from page_observation)
window of_row as (
  partition by c.document_id, c.table_no, c.row_no order by c.col_no rows between unbounded preceding and unbounded following)
order by d.number, c.table_no, c.row_no, c.col_no
""",
    "target": f"""
select t.indicator_code as code, t.indicator_name as name, t.region_code, t.region_name, t.year, t.measure,
  {_plain("t.target_value")}, t.target_unit, t.target_qualifier, t.target_text,
  t.target_observation_id as target, t.original_target_observation_id as original,
  {_plain("t.actual_value")}, t.actual_unit, t.actual_qualifier, t.actual_statement,
  t.actual_observation_id as actual, t.outcome, {_plain("t.gap")}, t.explanation
from fct_target_actual as t
where t.target_document_id in (select document_id from page_document where home)
  or t.actual_document_id in (select document_id from page_document where home)
order by t.year, t.indicator_code nulls last, t.indicator_name, t.measure, t.target_actual_id
""",
    "conflict": """
select conflict_id as id, kind, indicator_code as code, indicator_name as name, region_name, year, period_label as period,
  measure, statement, observation_ids as observations, explanation
from fct_conflict
where conflict_id in (
  select conflict_id from (select conflict_id, unnest(observation_ids) as observation_id from fct_conflict)
  inner join fct_indicator using (observation_id) inner join page_document using (document_id) where home)
order by case kind when 'contradiction' then 1 when 'revision' then 2 when 'scope' then 3 else 4 end, year,
  indicator_name, conflict_id
""",
    "project": """
select project_id as id, name, region_code, sector_code as sector, mention_count, document_count, first_year, last_year,
  latest_stage as stage, latest_statement as statement, similar_project_ids as similar
from dim_project
where project_id in (select project_id from fct_key_project inner join page_document using (document_id) where home)
order by document_count desc, mention_count desc, name, project_id
""",
    "mention": f"""
select m.mention_id as id, m.project_id as project, d.number as document, m.full_name as name, m.name_start as "start",
  m.name_end as "end", m.page, m.stage, m.statement, m.year, m.section,
  {_plain("m.amount")}, m.amount_unit, m.quote, m.rule, m.confidence
from fct_key_project as m inner join page_document as d using (document_id)
where d.home
order by m.project_id, m.year nulls last, d.number, m.name_start, m.mention_id
""",
    "project_plan": f"""
select d.number as document, p.table_no as "table", p.row_no as "row", p.year, p.breakdown, p.category,
  p.project_count as count, {_plain("p.total_investment")},
  {_plain("p.planned_investment")}, p.investment_unit as unit
from fct_project_plan as p inner join page_document as d using (document_id)
where d.home
order by d.number, p.table_no, p.row_no
""",
    "livelihood": """
select d.number as document, p.year, p.number, p.name, p.plan_text, p.completion_text, if(p.is_pending, 'pending', p.status) as status, p.origin,
  p.char_start as "start", p.char_end as "end"
from fct_livelihood_project as p inner join page_document as d using (document_id)
where d.home
order by p.year, d.number, p.origin, p.number, p.char_start
""",
    "task": f"""
select d.number as document, t.year, t.project_number as project, t.task_number as number, t.task_name as name,
  t.plan_text, t.completion_text, {_plain("t.planned_value")}, t.planned_unit,
  {_plain("t.completed_value")}, t.completed_unit,
  {_plain("t.completion_ratio")}, if(t.is_pending, 'pending', t.status) as status, t.status_rule, t.plan_start, t.plan_end,
  t.completion_start, t.completion_end,
  if(t.status = 'unknown' and i.status <> 'unknown', i.status, null) as item_status,
  if(t.status = 'unknown' and i.status <> 'unknown', i.life, null) as item_life
from fct_livelihood_task as t inner join page_document as d using (document_id)
inner join dim_livelihood_item as i using (item_id)
where d.home
order by t.year, d.number, t.project_number, t.task_number, t.plan_start, t.completion_start
""",
    "outcome": """
select d.number as document, o.source_file, o.step, o.success, o.error, o.warnings
from fct_extraction_outcome as o left join page_document as d using (document_id)
where (d.home or (o.document_id is null or o.document_id not in (select document_id from dim_document)))
  and (not o.success or len(o.warnings) > 0)
order by o.source_file, o.document_id, o.step
""",
    "quarantine": """
select d.number as document, q.source_file, q.table_name as "table", q.check_name as "check", q.reason, q.row_json
from quarantine as q left join page_document as d using (document_id)
where d.home or q.document_id is null or q.document_id not in (select document_id from dim_document)
order by q.source_file, q.table_name, q.check_name, q.reason, q.row_json
""",
    "alias": """
select indicator_code as code, alias from dim_indicator_alias
where indicator_code in (select indicator_code from page_observation)
order by indicator_code, alias
""",
    "indicator": """
select indicator_code as code, name_zh as name, name_en as english, sector_code as sector, direction, is_headline as headline
from dim_indicator
where indicator_code in (
  select indicator_code from page_observation
  union all
  select indicator_code from fct_target_actual where target_document_id in (select document_id from page_document where home))
order by is_headline desc, sector_code, indicator_code
""",
    "sector": "select sector_code as code, name_zh as zh, name_en as en from dim_sector order by sector_code",
}

# The same observations out of the server's own table (pipelines/serve/web/by_indicator.py), and those that are not in it.
ASKED = "indicator_code in (from page_asked)"
_head, _, _tail = TABLES["observation"].partition("from fct_indicator as o\n")
_best = _tail[_tail.index("left join (") : _tail.index("order by")]
LAID_OUT_OBSERVATIONS = (
    _head.replace("s.observation_id is not null as best", "o.best")
    + f"from (from own.by_indicator where {ASKED}) as o\n"
    + _tail.replace("o.rowid = page.rid", "o.rid = page.rid").replace(_best, "")
)
OTHER_OBSERVATIONS = TABLES["observation"].replace(
    "page_observation as page on",
    f"(from page_observation where rid not in (select rid from own.by_indicator where {ASKED})) as page on",
)
LAID_OUT_PAGE_OBSERVATIONS = (
    PAGE_OBSERVATIONS.partition("select observation_id, rowid")[0]
    + f"""
select observation_id, rid, document_id, passage_no, table_no, indicator_code
from own.by_indicator where {ASKED} and observation_id in (from own union all from beside)
union all
select observation_id, rowid, document_id, passage_no, table_no, indicator_code
from fct_indicator where observation_id in (
  from beside where observation_id not in (select observation_id from own.by_indicator where {ASKED}))
"""
)

_OF_THE_PAGE = """t.target_observation_id in (select observation_id from page_observation)
  or t.actual_observation_id in (select observation_id from page_observation)
order by"""
_head, _, _tail = TABLES["target"].partition("where ")
TARGETS_ACROSS = _head + "where " + _OF_THE_PAGE + _tail.partition("order by")[2]
TARGETS_ASKED = (
    _head + f"where t.{ASKED} and (" + _OF_THE_PAGE.replace("order by", ")\norder by") + _tail.partition("order by")[2]
)
_head, _, _tail = TABLES["conflict"].partition("where ")
CONFLICTS_ACROSS = f"""{_head}where conflict_id in (
  select one.conflict_id from (select conflict_id, unnest(observation_ids) as observation_id from fct_conflict) as one
  left join page_observation as page using (observation_id)
  group by one.conflict_id having count(*) = count(page.observation_id))
order by{_tail.partition("order by")[2]}"""
_head, _, _tail = TABLES["cell"].partition("where ")
FOUND_CELLS = f"""{_head}where (c.document_id, c.table_no, c.row_no) in (
  select (document_id, table_no, row_no) from page_found where table_no is not null)
window{_tail.partition("window")[2]}"""
