-- One row per region and year whose levels are compared again: a changed figure is held against the years after it
-- (is_later), and those against the years before them.
with
period as (select * from {{ ref('int_touched_period') }}),

reach as (
  select
    region_key, period_end,
    unnest(range(period_end - {{ var('level_fall_years') }}, period_end + {{ var('level_fall_years') }} + 1)) as year
  from period
)

select region_key, year, bool_or(year >= period_end) as is_later
from reach
group by region_key, year
