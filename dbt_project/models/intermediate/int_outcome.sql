-- The outcome of a series in a year: the best source by the stated precedence (seeds/precedence.csv).
with
candidate as (
  select * from {{ ref('int_observation_comparable') }}
  where claim = 'outcome' and year is not null and qualifier not in ('range_low', 'range_high') and is_specific
),

ranked as (
  select
    *,
    row_number() over (
      of_series order by penalty, vintage desc, confidence desc, document_id, value_start
    ) as place,
    count(*) over of_series as sources,
    not is_canonical and count(distinct value_compared) over (
      partition by series, region_key, year, measure, document_id
    ) > 1 as is_ambiguous
  from candidate
  window of_series as (partition by series, region_key, year, measure)
)

select * exclude (place) from ranked where place = 1
