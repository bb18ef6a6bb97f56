-- One row per correction with the one observation that it is about, or the problem that stops the build.
with
correction as (select * from {{ ref('stg_correction') }}),
observation as (select * from {{ ref('stg_observation') }}),
document as (select * from {{ ref('stg_document') }}),
passage as (select * from {{ ref('stg_passage') }}),

matched as (
  select
    correction.name,
    count(observation.observation_id) as matches,
    min(observation.observation_id) as observation_id,
    min(observation.value) as found_value,
    min(observation.unit) as found_unit
  from correction
  left join observation
    on correction.action <> 'add'
    and case
      when correction.observation_id is not null then observation.observation_id = correction.observation_id
      else (observation.source_file = correction.document or observation.document_id = correction.document)
        and contains(observation.quote, correction.quote)
        and observation.printed = coalesce(correction.printed, observation.printed)
    end
  group by correction.name
),

placed as (
  select
    correction.name,
    count(passage.passage_no) as places,
    min_by(passage.document_id, passage.passage_no) as document_id,
    min_by(passage.passage_no, passage.passage_no) as passage_no,
    min_by(
      passage.char_start + instr(passage.text, correction.quote) - 1 + instr(correction.quote, correction.printed) - 1,
      passage.passage_no
    ) as value_start
  from correction
  inner join document on document.source_file = correction.document or document.document_id = correction.document
  inner join passage on passage.document_id = document.document_id and contains(passage.text, correction.quote)
  where correction.action = 'add'
  group by correction.name
)

select
  correction.name,
  correction.action,
  case correction.action
    when 'add' then 'c' || left(md5(correction.name || placed.document_id), 23)
    else matched.observation_id
  end as observation_id,
  placed.document_id,
  placed.passage_no,
  placed.value_start,
  case
    when correction.action = 'add' and coalesce(placed.places, 0) = 0
      then 'no passage of ' || correction.document || ' has the quote'
    when correction.action = 'add' and placed.places > 1 then 'the quote stands in ' || placed.places || ' passages'
    when correction.action <> 'add' and matched.matches = 0 then 'matches no observation'
    when correction.action <> 'add' and matched.matches > 1
      then 'matches ' || matched.matches || ' observations; give printed, a longer quote or the observation_id'
    when correction.expected_value is not null and correction.expected_value <> matched.found_value
      then 'expected value ' || {{ plain('correction.expected_value') }} || ', found ' || {{ plain('matched.found_value') }}
    when correction.expected_unit is not null and correction.expected_unit <> matched.found_unit
      then 'expected unit ' || correction.expected_unit || ', found ' || matched.found_unit
  end as problem
from correction
inner join matched using (name)
left join placed using (name)
