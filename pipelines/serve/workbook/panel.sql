-- Targets with their outcomes, and the outcomes of catalogued indicators that no target was set for.
with
labels as (
  select * from (values
    ('level', '绝对数'), ('growth', '增长率'), ('change', '变化量'), ('share', '比重'), ('rank', '位次'), ('multiple', '倍数'),
    ('gap', '差距')
  ) as label (measure, word)
),

judged as (
  select
    t.indicator_code, t.indicator_name, t.region_code, t.region_name, t.year, t.measure,
    t.target_value, t.target_unit, t.target_qualifier, t.target_text, t.target_quote,
    t.target_document_id, t.target_observation_id as target_id,
    if(t.target_adjusted, '目标经过调整', null) as adjusted,
    t.actual_value, t.actual_unit, t.actual_qualifier, t.actual_statement as statement, t.actual_quote,
    t.actual_document_id, t.actual_observation_id as actual_id,
    t.outcome, t.explanation
  from fct_target_actual as t
),

-- One outcome a year: what came of it, or else what was expected.
outcome as (
  select s.*
  from mart_indicator_series as s
  where s.statement in ('actual', 'estimate') and s.indicator_code is not null
  qualify row_number() over (
    partition by s.indicator_code, s.region_code, s.year, s.measure
    order by s.statement, s.agreeing_count desc, s.confidence desc, s.observation_id
  ) = 1
),

further as (
  select
    s.indicator_code, s.indicator_name, s.region_code, s.region_name, s.year, s.measure,
    s.value as actual_value, s.unit as actual_unit, s.qualifier as actual_qualifier, s.statement, o.quote as actual_quote,
    s.document_id as actual_document_id, s.observation_id as actual_id
  from outcome as s
  inner join fct_indicator as o using (observation_id)
  where not exists (
    from judged as j
    where j.indicator_code = s.indicator_code and j.region_code is not distinct from s.region_code
      and j.year = s.year and j.measure = s.measure
  )
),

cell as (
  select * from judged
  union all by name
  select * from further
)

select
  c.region_code,
  coalesce(c.region_name, r.name, '') as place,
  coalesce(n.name_zh, '') as sector,
  coalesce(i.name_zh, c.indicator_name) as indicator,
  coalesce(l.word, c.measure) as measure,
  coalesce(c.target_unit, c.actual_unit, if(c.measure in ('growth', 'share'), '%', '')) as unit,
  c.year,
  c.target_value, c.target_unit, c.target_qualifier, c.target_text, c.target_quote, c.target_id, c.adjusted,
  coalesce(aim.title, aim.source_file) as target_document,
  c.actual_value, c.actual_unit, c.actual_qualifier, c.statement, c.actual_quote, c.actual_id,
  coalesce(come.title, come.source_file) as actual_document,
  c.outcome, c.explanation
from cell as c
left join dim_indicator as i on i.indicator_code = c.indicator_code
left join fct_indicator as o on o.observation_id = coalesce(c.actual_id, c.target_id)
left join dim_sector as n on n.sector_code = coalesce(i.sector_code, o.sector_code)
left join dim_region as r on r.region_code = c.region_code
left join dim_document as aim on aim.document_id = c.target_document_id
left join dim_document as come on come.document_id = c.actual_document_id
left join labels as l on l.measure = c.measure
order by
  c.region_code, coalesce(i.sector_code, o.sector_code), i.is_headline desc nulls last, i.indicator_code is null, indicator,
  c.measure = 'level' desc, c.measure, unit, c.year, c.target_id, c.actual_id
