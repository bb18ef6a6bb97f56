{#- A natural key as a whole number, for BI tools that relate tables by whole numbers only. The same key gives the same
    number in every table and every build, so nothing needs a join for it. 48 bits: spreadsheets keep 15 digits. -#}
{% macro surrogate_key(column) -%}
  cast(md5_number_lower({{ column }}) >> 16 as bigint)
{%- endmacro %}

{#- A date as a whole number, 20241231. -#}
{% macro date_key(date) -%}
  cast(year({{ date }}) * 10000 + month({{ date }}) * 100 + day({{ date }}) as integer)
{%- endmacro %}

{#- Where a row of a table stands in it: a number to join by within one query, cheaper than any key. -#}
{% macro row_place() -%}
  rowid
{%- endmacro %}
