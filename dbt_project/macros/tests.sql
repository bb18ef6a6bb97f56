{#- Generic tests of our own; dbt_utils would need a package index. -#}

{#- Where only a part was made anew, keys that it does not have were found unique before; `part` says what the part is.
    Keys are told apart by hashes first: a table of tens of millions of texts to tell apart would not fit into memory, and
    of those that share a hash, if any, the keys themselves are compared. -#}
{% test unique_rows(model, columns, part=none, document='document_id') %}
  {%- set documents, periods, places = source('state', 'touched_document'), ref('int_touched_period'), ref('int_touched_document') %}
with
keyed as (
  select *, hash({{ columns | join(', ') }}) as key_hash
  from {{ model }}
  {%- if part and is_partial() %}
    {%- if part == 'document' %}
  where document_id in (select document_id from {{ documents }})
    {%- elif part == 'place' %}
  where {{ document }} in (select document_id from {{ places }})
    {%- elif part == 'key' %}
  where {{ columns[0] }} in (select {{ columns[0] }} from {{ model }} where document_id in (select document_id from {{ documents }}))
    {%- elif part == 'region' %}
  where coalesce(region_code, region_name, '') in (select region_key from {{ periods }})
    {%- else %}
  where exists (
    from {{ periods }} as touched
    where touched.region_key = coalesce(region_code, region_name, '') and touched.period_end = year
  )
    {%- endif %}
  {%- endif %}
),
shared as (select key_hash from keyed group by key_hash having count(*) > 1)

select {{ columns | join(', ') }}, count(*) as rows_with_this_key
from keyed
semi join shared using (key_hash)
group by all
having count(*) > 1
{% endtest %}

{% test holds(model, expression, show) %}
  select {{ show | join(', ') }}
  from {{ model }}
  where not coalesce({{ expression }}, true)
{% endtest %}

{% test known_rows(model, column, to, field) %}
  select *
  from {{ model }}
  where {{ column }} is not null and {{ column }} not in (select {{ field }} from {{ to }} where {{ field }} is not null)
{% endtest %}
