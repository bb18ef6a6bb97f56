-- One row per review and observation that says what was reviewed, in the passage that was reviewed; of a review that has
-- none, one row with the reason why it fell.
with
review as (select * from {{ ref('stg_review') }}),
observation as (
  select * from {{ ref('int_observation_corrected') }}
  where source_file in (select document from {{ ref('stg_review') }})
),
passage as (select * from {{ ref('stg_passage') }}),
cell as (select * from {{ ref('stg_cell') }}),

alike as (
  select review.position, review.passage, observation.observation_id, observation.document_id, observation.passage_no,
    observation.table_no, observation.row_no
  from review
  inner join observation
    on observation.source_file = review.document
    and observation.printed = review.printed
    and observation.indicator_name = review.indicator_name
    and observation.value = review.value
    and observation.unit = review.unit
    and observation.measure = review.measure
    and observation.statement = review.statement
    and coalesce(observation.period_label, '') = coalesce(review.period_label, '')
),

in_passage as (
  select alike.position, alike.observation_id, {{ passage_digest('passage.text') }} = alike.passage as is_same
  from alike inner join passage using (document_id, passage_no)
),

in_row as (
  select alike.position, alike.observation_id,
    {{ passage_digest("string_agg(cell.text, '|' order by cell.col_no)") }} = alike.passage as is_same
  from alike inner join cell using (document_id, table_no, row_no)
  where alike.passage_no is null
  group by alike.position, alike.observation_id, alike.passage
),

found as (
  select position, observation_id, is_same from in_passage
  union all
  select position, observation_id, is_same from in_row
),

held as (select * from found where is_same)

select
  review.position,
  held.observation_id,
  case
    when held.observation_id is not null then null
    when review.document not in (select source_file from {{ ref('stg_document') }}) then 'document_gone'
    when review.position in (select position from found) then 'passage_changed'
    else 'says_something_else'
  end as problem
from review
left join held using (position)
