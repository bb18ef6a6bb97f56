{#- How many places are printed behind the point: 1204.8 -> 1; a Chinese numeral counts as whole. -#}
{% macro printed_places(printed) -%}
  case when not contains({{ printed }}, '.') and not contains({{ printed }}, '．') then 0
    else length(regexp_extract({{ printed }}, '[.．]\s*(\d+)', 1)) end
{%- endmacro %}

{#- One step of the last printed place in base units: 1204.8万元 -> 1000. -#}
{% macro printed_step(places, factor) -%}
  cast(cast(power(10, -{{ places }}) as decimal(38, 6)) * coalesce({{ factor }}, 1) as decimal(38, 6))
{%- endmacro %}

{% macro half(step) -%}
  cast({{ step }} * 0.5 as decimal(38, 6))
{%- endmacro %}

{#- A number as people read it: without trailing zeros. -#}
{% macro plain(number) -%}
  regexp_replace(cast({{ number }} as varchar), '\.0+$|(\.\d*?)0+$', '\1')
{%- endmacro %}

{#- A figure as printed: 超1800亿元. -#}
{% macro figure(value, unit, qualifier) -%}
  concat(
    case {{ qualifier }} when 'gt' then '超' when 'lt' then '不到' when 'approx' then '约' else '' end,
    regexp_replace(cast({{ value }} as varchar), '\.0+$|(\.\d*?)0+$', '\1'),
    {{ unit }},
    case {{ qualifier }} when 'ge' then '以上' when 'le' then '以内' else '' end
  )
{%- endmacro %}

{#- How far an approximate figure reaches to both sides. -#}
{% macro approximate(value, unit) -%}
  case
    when {{ unit }} in ('%', '个百分点') then cast({{ var('approximate_points') }} as decimal(38, 6))
    else cast(abs({{ value }}) * {{ var('approximate_part') }} as decimal(38, 6))
  end
{%- endmacro %}

{#- Stands for no bound at all. -#}
{% macro endless() -%}
  cast('10000000000000000000000000000000' as decimal(38, 6))
{%- endmacro %}
