{#- Two observations as one row: `coarse` is the one printed with fewer places (or the whole), `fine` the other. -#}
{% macro conflict_pair_columns() -%}
    coarse.observation_id as coarse_id,
    fine.observation_id as fine_id,
    list_concat(coarse.agreeing_ids, fine.agreeing_ids) as observation_ids,
    coalesce(coarse.indicator_code, fine.indicator_code) as indicator_code,
    coarse.indicator_name, coarse.scope, coarse.name_key as coarse_key, fine.name_key as fine_key,
    coarse.region_key, coarse.region_code, coarse.region_name, coarse.period_end, coarse.period_label, coarse.measure as pair_measure,
    coarse.claim, coarse.statement as coarse_statement, fine.statement as fine_statement,
    coarse.value as coarse_value, coarse.unit as coarse_unit, coarse.qualifier as coarse_qualifier,
    fine.value as fine_value, fine.unit as fine_unit, fine.qualifier as fine_qualifier,
    coarse.source_file as coarse_file, fine.source_file as fine_file, coarse.quote as coarse_quote, fine.quote as fine_quote,
    coarse.vintage as coarse_vintage, fine.vintage as fine_vintage,
    coarse.is_part or fine.is_part as is_part,
    if(coarse.vintage > fine.vintage, coarse.states_revision, fine.states_revision) as states_revision,
    -- The true values may be the same: their bounds overlap.
    coarse.low < fine.high and fine.low < coarse.high as is_compatible,
    -- The finer value, cut at the coarser one's last place, is the coarser one: 1204.8 and 1204.
    coarse.step > fine.step
      and trunc(abs(fine.value_compared) / coarse.step) * coarse.step = abs(coarse.value_compared) as is_cut_short
{%- endmacro %}

{#- Whether two values may be meant for one another: percentages within some points, amounts within a part of the larger,
    or one being the other with its point or its magnitude misplaced. -#}
{% macro is_near(one, other, measure) -%}
  case
    when {{ measure }} in ('growth', 'share') then abs({{ one }} - {{ other }}) <= {{ var('conflict_near_points') }}
    else least(abs({{ one }}), abs({{ other }})) >= greatest(abs({{ one }}), abs({{ other }})) * {{ var('conflict_near_part') }}
      or abs({{ one }}) in (
        abs({{ other }}) * 10, abs({{ other }}) * 100, abs({{ other }}) * 1000, abs({{ other }}) * 10000,
        abs({{ other }}) / 10, abs({{ other }}) / 100, abs({{ other }}) / 1000, abs({{ other }}) / 10000
      )
  end
{%- endmacro %}

{#- Which of two is the coarser one; ties by value, then by id, so that each pair comes once. -#}
{% macro conflict_pair_order() -%}
  (coarse.step > fine.step
    or (coarse.step = fine.step and coarse.value_compared < fine.value_compared)
    or (coarse.step = fine.step and coarse.value_compared = fine.value_compared and coarse.observation_id < fine.observation_id))
{%- endmacro %}

{#- Both passages, each with its figure and its file. -#}
{% macro passage_text(value, unit, qualifier, file, quote) -%}
  concat({{ figure(value, unit, qualifier) }}, '（', {{ file }}, '：', {{ quote }}, '）')
{%- endmacro %}

{#- Where an observation stands: its paragraph, its table, or else its sentence. -#}
{% macro place() -%}
  document_id || coalesce(' passage ' || passage_no, ' table ' || table_no, ' ' || quote)
{%- endmacro %}
