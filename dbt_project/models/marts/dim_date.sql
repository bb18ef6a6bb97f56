-- One row per day of the years that observations speak of, for BI tools that want a calendar.
with
observation as (select * from {{ ref('fct_indicator') }}),

year as (
  select distinct year(period_date) as year from observation where period_date is not null
),

day as (
  select cast(unnest(range(make_date(year, 1, 1)::timestamp, make_date(year + 1, 1, 1)::timestamp, interval 1 day)) as date) as date
  from year
)

select
  date,
  cast(year(date) as integer) as year,
  cast(quarter(date) as integer) as quarter,
  cast(month(date) as integer) as month,
  cast(day(date) as integer) as day_of_month,
  date = last_day(date) and month(date) = 12 as is_year_end,
  {{ date_key('date') }} as date_key
from day
order by date
