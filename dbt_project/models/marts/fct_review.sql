-- One row per review of reviews.yml: the observation that it holds for, or why it fell.
select
  review.position,
  match.observation_id,
  review.document as source_file,
  review.indicator_name,
  review.printed,
  review.value,
  review.unit,
  review.period_label,
  review.verdict,
  review.reviewed_by,
  review.reviewed_on,
  match.problem is null as holds,
  match.problem
from {{ ref('stg_review') }} as review
inner join {{ ref('int_review_match') }} as match using (position)
order by review.position, match.observation_id
