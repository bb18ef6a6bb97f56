{#- What a build of a large warehouse does again: the rows of documents that changed since the last publication, and what
    is compared of the regions and years that these speak of. state.touched_document and state.touched_period are filled
    by pipelines/publish/state.py; in a build from nothing both are empty and none of this makes a difference. -#}

{#- Rows of changed documents are made anew, all others stay. -#}
{% macro by_document() -%}
  {{ config(
      materialized='incremental', incremental_strategy='append', on_schema_change='fail',
      pre_hook="{% if is_incremental() %}delete from {{ this }} where document_id in (select document_id from {{ source('state', 'touched_document') }}){% endif %}"
  ) }}
{%- endmacro %}

{#- Rows of the touched regions and years are made anew. `region` and `year` are what this model calls them. -#}
{% macro by_period(region='region_key', year='period_end') -%}
  {{ config(
      materialized='incremental', incremental_strategy='append', on_schema_change='fail',
      pre_hook="{% if is_incremental() %}delete from {{ this }} using (select region_key as touched_region, period_end as touched_end from {{ ref('int_touched_period') }}) where "
        ~ region ~ " = touched_region and " ~ year ~ " = touched_end{% endif %}"
  ) }}
{%- endmacro %}

{#- Rows of the touched regions are made anew, of all years. -#}
{% macro by_region(region='region_key') -%}
  {{ config(
      materialized='incremental', incremental_strategy='append', on_schema_change='fail',
      pre_hook="{% if is_incremental() %}delete from {{ this }} where " ~ region
        ~ " in (select region_key from {{ ref('int_touched_period') }}){% endif %}"
  ) }}
{%- endmacro %}

{#- Rows of the documents of touched places are made anew; `document` is what this model calls them. -#}
{% macro by_place(document='document_id') -%}
  {{ config(
      materialized='incremental', incremental_strategy='append', on_schema_change='fail',
      pre_hook="{% if is_incremental() %}delete from {{ this }} where " ~ document
        ~ " in (select document_id from {{ ref('int_touched_document') }}){% endif %}"
  ) }}
{%- endmacro %}

{#- Joins that leave what is made anew; nothing at all in a build from nothing. While dbt only looks for what a model
    depends on (not execute), they are named in any case. -#}
{% macro of_touched_documents() -%}
  {%- if is_incremental() or not execute %} semi join {{ source('state', 'touched_document') }} using (document_id){% endif -%}
{%- endmacro %}

{% macro of_touched_places() -%}
  {%- if is_incremental() or not execute %} semi join {{ ref('int_touched_document') }} using (document_id){% endif -%}
{%- endmacro %}

{% macro of_touched_periods() -%}
  {%- if is_incremental() or not execute %} semi join {{ ref('int_touched_period') }} using (region_key, period_end){% endif -%}
{%- endmacro %}

{% macro of_touched_regions() -%}
  {%- if is_incremental() or not execute %} semi join (select distinct region_key from {{ ref('int_touched_period') }}) using (region_key){% endif -%}
{%- endmacro %}

{% macro of_touched_levels() -%}
  {%- if is_incremental() or not execute %} semi join {{ ref('int_touched_level') }} using (region_key, year){% endif -%}
{%- endmacro %}

{#- For tests: whether this build makes only some rows anew. -#}
{% macro is_partial() -%}
  {%- set known = "select count(*) from duckdb_tables() where schema_name = 'state' and table_name = 'build'" -%}
  {{ return(
    execute and run_query(known).columns[0].values()[0] == 1
    and run_query('select is_partial from work.state.build').columns[0].values()[0]
  ) }}
{%- endmacro %}

{#- Whether there are too many observations for what only makes a table nicer to look at. -#}
{% macro is_large() -%}
  {%- set rows = "select coalesce(max(estimated_size), 0) from duckdb_tables() where schema_name = 'staged' and table_name = 'observation'" -%}
  {{ return(execute and run_query(rows).columns[0].values()[0] > 5000000) }}
{%- endmacro %}

{#- The order of a table's rows. Those of a large one stand as they were loaded, by file and place: sorting tens of millions
    of wide rows takes longer than all else and several times their room on the disk. -#}
{% macro in_order(columns) -%}
  {%- if not is_large() %}order by {{ columns }}{% endif -%}
{%- endmacro %}
