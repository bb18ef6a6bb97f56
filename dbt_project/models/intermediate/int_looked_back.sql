-- One row per place: the last year that its documents look back on. What was promised for a later one may still come.
with
document as (select * from {{ ref('int_document') }}),
task as (select * from {{ ref('stg_livelihood_task') }}),

told as (
  select document_id, review_year as year from document where is_official
  union all
  select document_id, year from task where completion_text is not null
)

select coalesce(document.region_code, document.region_name, '') as region_key, max(told.year) as last_year
from told
inner join document using (document_id)
group by all
