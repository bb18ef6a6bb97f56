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

{% test known_rows(model, column, to, field) %}
  select *
  from {{ model }}
  where {{ column }} is not null and {{ column }} not in (select {{ field }} from {{ to }} where {{ field }} is not null)
{% endtest %}
