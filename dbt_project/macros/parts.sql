{#- The report inside a file that a place in its text belongs to; the first one where the place is not known. -#}
{% macro part_of(document_id, position) -%}
coalesce((
    select max(part.part) from {{ ref('stg_document_part') }} as part
    where part.document_id = {{ document_id }} and part.char_start <= {{ position }}
  ), 1)
{%- endmacro %}
