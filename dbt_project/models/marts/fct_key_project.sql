{{ by_place() }}
-- One row per mention of a named project; project_id is the same for the same project over documents and wordings.
with
mention as (select * from {{ ref('stg_key_project') }}{{ of_touched_places() }}),
document as (select * from {{ ref('int_document') }}),
link as (select * from {{ ref('int_project_link') }})

select
  mention.mention_id,
  link.project_id,
  link.link_rule,
  mention.document_id,
  mention.source_file,
  document.region_code,
  mention.name,
  mention.full_name,
  mention.name_start,
  mention.name_end,
  mention.page,
  cast(mention.bbox as double[4]) as bbox,
  mention.locator,
  mention.stage,
  mention.statement,
  mention.year,
  mention.section,
  mention.topic,
  mention.sector_code,
  mention.amount,
  mention.amount_unit,
  mention.nature,
  mention.location,
  mention.location_region_code,
  mention.scale_text,
  mention.year_start,
  mention.year_end,
  mention.total_investment,
  mention.planned_investment,
  mention.investment_unit,
  mention.owner,
  mention.group_path,
  mention.quote,
  mention.rule,
  mention.confidence,
  {{ part_of('mention.document_id', 'mention.name_start') }} as part,
  {{ surrogate_key('link.project_id') }} as project_key,
  {{ surrogate_key('mention.document_id') }} as document_key,
  {{ surrogate_key('document.region_code') }} as region_key
from mention
inner join document using (document_id)
inner join link
  on link.match_key = mention.match_key
  and link.region_key = coalesce(document.region_code, document.region_name, '')
order by mention.source_file, mention.document_id, mention.name_start, mention.mention_id
