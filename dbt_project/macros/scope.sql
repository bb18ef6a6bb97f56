{#- What a scope adds to a series: nothing for the whole level and the general account, which are what a place's figures
    are where nothing else is said. -#}
{% macro scope_key(scope) -%}
  coalesce(nullif('|' || array_to_string(
    list_filter(
      string_split(coalesce({{ scope }}, ''), ' / '),
      lambda part: part not in ('', '全省', '全市', '全州', '全县', '全区', '全旗', '全盟', '一般公共预算')
    ), '|'
  ), '|'), '')
{%- endmacro %}
