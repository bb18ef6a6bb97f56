-- One row per year from 1949 on, with the five-year plan that it belongs to (none in 1949-1952 and 1963-1965).
with
observation as (select * from {{ ref('int_observation_corrected') }}),

year as (
  select cast(unnest(range(1949, greatest(2051, coalesce(max(period_end), 0) + 1))) as integer) as year from observation
),

planned as (
  select
    year,
    case when year between 1953 and 1962 then (year - 1953) // 5 + 1 when year >= 1966 then (year - 1966) // 5 + 3 end as plan
  from year
)

select
  year,
  cast(plan as integer) as plan_number,
  case
    when plan < 10 then ['一', '二', '三', '四', '五', '六', '七', '八', '九'][plan] || '五'
    when plan = 10 then '十五'
    when plan < 20 then '十' || ['一', '二', '三', '四', '五', '六', '七', '八', '九'][plan - 10] || '五'
    when plan >= 20 then '第' || plan || '个五年规划'
  end as plan_name,
  cast(case when plan <= 2 then (year - 1953) % 5 + 1 when plan > 2 then (year - 1966) % 5 + 1 end as integer) as plan_position,
  cast(case when plan <= 2 then 1948 + 5 * plan else 1951 + 5 * plan end as integer) as plan_first_year,
  cast(case when plan <= 2 then 1952 + 5 * plan else 1955 + 5 * plan end as integer) as plan_last_year
from planned
order by year
