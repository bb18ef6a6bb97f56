-- One row per document of a place that a changed one is of, as it was or as it is, and per changed one itself; none in a
-- build from nothing. What is told apart by its place alone (projects, 民生实事) is made anew of these.
with
touched as (select * from {{ source('state', 'touched_document') }}),
document as (select document_id, coalesce(region_code, region_name, '') as region_key from {{ ref('int_document') }}),

region as (
  select region_key from {{ source('state', 'touched_region') }}
  union
  select region_key from document semi join touched using (document_id)
)

select document_id from touched
union
select document_id from document semi join region using (region_key)
