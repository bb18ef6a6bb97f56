{#- The identity of a sub-item of a 民生实事: its place in its document. -#}
{% macro livelihood_task_id(task) -%}
  left(md5(concat_ws('|', {{ task }}.document_id, {{ task }}.year, {{ task }}.project_number, {{ task }}.task_number, {{ task }}.plan_start, {{ task }}.completion_start)), 16)
{%- endmacro %}

{#- A text without its numbers and marks. -#}
{% macro characters_alone(text) -%}
  regexp_replace({{ text }}, '[0-9\s\p{P}]', '', 'g')
{%- endmacro %}

{#- The pairs of neighbouring characters of such a text: what two wordings of one thing share. -#}
{% macro pairs_of_characters(characters) -%}
  list_distinct(list_transform(range(1, greatest(length({{ characters }}), 1)), lambda i: substr({{ characters }}, i, 2)))
{%- endmacro %}

{#- How alike two lists of pairs are, from 0 to 1: what they share of both. -#}
{% macro likeness(one, other) -%}
  case
    when least(len({{ one }}), len({{ other }})) = 0 then 0
    else 2.0 * len(list_intersect({{ one }}, {{ other }})) / (len({{ one }}) + len({{ other }}))
  end
{%- endmacro %}

{#- Whether the shorter of two lists of pairs, of at least three, stands whole in the longer (口袋公园 in 城区口袋公园). -#}
{% macro stands_in(one, other) -%}
  (least(len({{ one }}), len({{ other }})) >= 3
  and len(list_intersect({{ one }}, {{ other }})) = least(len({{ one }}), len({{ other }})))
{%- endmacro %}

{#- What one document says of an item: what it promises and what it tells of it. -#}
{% macro livelihood_step(task) -%}
  concat_ws(', ',
    case when {{ task }}.plan_text is not null or {{ task }}.planned_value is not null
      then concat_ws(' ', {{ task }}.year, 'target', {{ plain(task ~ '.planned_value') }} || {{ task }}.planned_unit) end,
    case when {{ task }}.completion_text is not null
      then concat_ws(' ', {{ task }}.year, 'actual', {{ plain(task ~ '.completed_value') }} || {{ task }}.completed_unit, {{ task }}.status) end)
{%- endmacro %}

{#- Whether what was only promised may still come: no document of the place looks back on the year. -#}
{% macro livelihood_is_pending(status, completion, year, last_review) -%}
  coalesce({{ status }} = 'unknown' and {{ completion }} is null and ({{ last_review }} is null or {{ last_review }} < {{ year }}), false)
{%- endmacro %}
