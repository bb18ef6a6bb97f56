{#- Which of several observations of a series speaks, as one number, the smallest first: of outcomes the weightiest source,
    then the latest; of targets the latest, then the weightiest; then the surest, and so that no two are equal. One number
    of 124 bits because a struct of the same columns takes three times the time and the memory of tens of millions.
    `document_rank` is the document's part of it (int_document). The last 18 bits are digits of the observation's own
    identifier, which is a digest: to reckon one of it for each row would take three times as long. -#}
{% macro preference() -%}
  (
    {%- set late = 'greatest(0, 8191 - coalesce(vintage, 0))' %}
    cast(if(statement = 'target', {{ late }} * 2048 + least(penalty, 2047), least(penalty, 2047) * 8192 + {{ late }}) as hugeint) * 16384
    + cast(round((1 - confidence) * 10000) as integer)
  ) * 77371252455336267181195264  -- two to the power of 86
  + document_rank
  + cast(value_start as hugeint) * 262144
  + cast(coalesce(try_cast('0x' || right(observation_id, 5) as integer) >> 2, md5_number_lower(observation_id) >> 46) as hugeint)
{%- endmacro %}
