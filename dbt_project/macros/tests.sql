{#- Generic tests of our own; dbt_utils would need a package index. -#}

{% test unique_rows(model, columns) %}
  select {{ columns | join(', ') }}, count(*) as rows_with_this_key
  from {{ model }}
  group by all
  having count(*) > 1
{% endtest %}

{% test holds(model, expression, show) %}
  select {{ show | join(', ') }}
  from {{ model }}
  where not coalesce({{ expression }}, true)
{% endtest %}

{% test known(model, column_name, to, field) %}
  select child.*
  from {{ model }} as child
  where child.{{ column_name }} is not null
    and not exists (select 1 from {{ to }} as parent where parent.{{ field }} = child.{{ column_name }})
{% endtest %}
