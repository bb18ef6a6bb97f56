{# The twelve letters by which a review knows its passage again; the explorer reckons them in the same way. #}
{% macro passage_digest(text) %}left(md5({{ text }}), 12){% endmacro %}
