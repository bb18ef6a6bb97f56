{{ config(materialized='view') }}
-- fct_indicator with the public columns only, one wide row per observation.
select
  observation_id,
  document_id,
  source_file,
  value_start,
  value_end,
  page,
  bbox,
  quote,
  section,
  indicator_code,
  indicator_name,
  value,
  unit,
  value_base,
  unit_base,
  measure,
  statement,
  period_start,
  period_end,
  period_label,
  qualifier,
  scope,
  region_code,
  region_name,
  sector_code,
  origin,
  rule,
  confidence,
  checks
-- Without the catalogue's name: the file is renamed when it is published.
from {{ ref('fct_indicator').include(database=false) }}
