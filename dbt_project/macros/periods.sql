{#- The last day of a period, as finely as its label says: 2023-12 -> 2023-12-31, 2024H1 -> 2024-06-30, 2024-01/2024-07 -> 2024-07-31. -#}
{% macro period_date(label, period_end) -%}
  case
    when {{ period_end }} is null or {{ period_end }} not between 1 and 9999 then null
    when {{ label }} = cast({{ period_end }} as varchar) then make_date({{ period_end }}, 12, 31)  -- most labels, at once
    when regexp_full_match({{ label }}, '\d{4}-(0[1-9]|1[0-2])')
      then last_day(make_date(cast(left({{ label }}, 4) as integer), cast(right({{ label }}, 2) as integer), 1))
    when regexp_full_match({{ label }}, '\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])')
      then coalesce(try_cast({{ label }} as date), make_date({{ period_end }}, 12, 31))
    when regexp_full_match({{ label }}, '\d{4}Q[1-4]')
      then last_day(make_date(cast(left({{ label }}, 4) as integer), 3 * cast(right({{ label }}, 1) as integer), 1))
    when regexp_full_match({{ label }}, '\d{4}-\d\d/\d{4}-(0[1-9]|1[0-2])')
      then last_day(make_date(cast(left(right({{ label }}, 7), 4) as integer), cast(right({{ label }}, 2) as integer), 1))
    when regexp_full_match({{ label }}, '\d{4}Q1-Q[1-4]')
      then last_day(make_date(cast(left({{ label }}, 4) as integer), 3 * cast(right({{ label }}, 1) as integer), 1))
    when regexp_full_match({{ label }}, '\d{4}H1') then make_date(cast(left({{ label }}, 4) as integer), 6, 30)
    else make_date({{ period_end }}, 12, 31)
  end
{%- endmacro %}
