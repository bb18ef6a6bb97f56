{#- A natural key as a whole number, for BI tools that relate tables by whole numbers only. The same key gives the same
    number in every table and every build, so nothing needs a join for it. 48 bits: spreadsheets keep 15 digits. -#}
{% macro surrogate_key(column) -%}
  cast(md5_number_lower({{ column }}) >> 16 as bigint)
{%- endmacro %}

{#- The keys of all values that a relation has in a column. Where tens of millions of rows have few values, looking one up
    takes a tenth of reckoning it. -#}
{% macro known_keys(relation, column) -%}
  select {{ column }}, {{ surrogate_key(column) }} as known_key from {{ relation }} where {{ column }} is not null group by {{ column }}
{%- endmacro %}

{#- The key of a value beside the row of `known` that was joined to it, if one was. -#}
{% macro known_or_surrogate_key(known, column) -%}
  coalesce({{ known }}.known_key, {{ surrogate_key(column) }})
{%- endmacro %}

{#- A series in a region, a year and a measure as one number. -#}
{% macro series_key() -%}
  md5_number(concat_ws('|', series, region_key, year, measure))
{%- endmacro %}

{#- A date as a whole number, 20241231. -#}
{% macro date_key(date) -%}
  cast(year({{ date }}) * 10000 + month({{ date }}) * 100 + day({{ date }}) as integer)
{%- endmacro %}

{#- Where a row of a table stands in it: a number to join by within one query, cheaper than any key. -#}
{% macro row_place() -%}
  rowid
{%- endmacro %}
