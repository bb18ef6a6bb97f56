{{ by_document() }}
-- One row per document: when it speaks (its vintage), how much it weighs, and whether it says that figures were revised.
with
document as (select * from {{ ref('stg_document') }}{{ of_touched_documents() }}),
passage as (select * from {{ ref('stg_passage') }}{{ of_touched_documents() }}),
precedence as (select * from {{ ref('precedence') }} where criterion = 'kind'),

revising as (
  select document_id, min_by(text, passage_no) as revision_text
  from passage
  -- What every cue has part in is sought first: patterns take ten times as long, and few passages have one. In one
  -- expression: else DuckDB asks it of all passages before it knows which documents' are wanted.
  where case
    when {% for sign in var("revision_signs") %}contains(text, '{{ sign }}'){{ " or " if not loop.last }}{% endfor %}
      then regexp_matches(text, '{{ var("revision_cues") | join("|") }}')
    else false
  end
  group by document_id
)

select
  document.document_id,
  document.source_file,
  document.kind as document_kind,
  document.region_code,
  document.region_name,
  document.review_year,
  document.plan_year,
  -- Half-years since year 0: a correction in summer is later than the plan of January, a work report of the same
  -- session is not.
  2 * coalesce(year(document.published_date), document.plan_year, document.review_year + 1)
  + case when month(document.published_date) > 6 then 1 else 0 end as vintage,
  document.kind not in ('press', 'other') as is_official,
  coalesce(precedence.penalty, 500) as kind_penalty,
  revising.revision_text is not null as states_revision,
  -- Where nothing else decides between two sources (macros/preference.sql): reckoned once, and not for every observation.
  cast(md5_number_upper(document.document_id) >> 20 as hugeint) * 4398046511104 as document_rank
from document
left join precedence on precedence.value = document.kind
left join revising using (document_id)
