{#- An indicator's key without the verbs that only tell how the thing came about (新建光缆, 建成光缆: 光缆). The key
    itself is made by lexicon.indicators.normalise_name when the build file is loaded. -#}
{% macro name_core(key) -%}
  regexp_replace({{ key }}, '^({{ var("done_verbs") | join("|") }})+', '')
{%- endmacro %}
