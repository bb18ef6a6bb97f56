{{ config(materialized='view') }}
-- Every observation once, with the corrections of corrections.yml applied (macros/corrected.sql).
{{ corrected_observations('select * from ' ~ ref('stg_observation')) }}
