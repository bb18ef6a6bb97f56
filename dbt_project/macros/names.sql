{#- An indicator's key without the verbs around it that only tell how the thing came about (新建光缆, 光缆建成: 光缆). The key
    itself is made by lexicon.indicators.normalise_name when the build file is loaded. -#}
{% macro name_core(key) -%}
  regexp_replace({{ key }}, '^({{ var("done_verbs") | join("|") }})+|({{ var("done_verbs") | join("|") }})+$', '', 'g')
{%- endmacro %}

{#- Which part of the shorter name's pairs of characters the other name has too. -#}
{% macro shared_pairs(one, other) -%}
  len(list_intersect({{ pairs(one) }}, {{ pairs(other) }}))
    / greatest(1, least(len(list_distinct({{ pairs(one) }})), len(list_distinct({{ pairs(other) }}))))
{%- endmacro %}

{% macro pairs(name) -%}
  list_transform(range(1, length({{ name }})), lambda i: substring({{ name }}, i, 2))
{%- endmacro %}
