{{ by_period() }}
{%- set corrected = ref('int_observation_corrected') %}
{%- if is_incremental() or not execute %}
  {#- Whatever may belong to a touched region and year: what was read so, and all that is corrected. -#}
  {%- set found = [
      "select staged.rowid from " ~ source('staged', 'observation') ~ " as staged semi join " ~ ref('int_touched_period')
      ~ " as touched on touched.region_key = coalesce(staged.region_code, staged.region_name, '') and touched.period_end = staged.period_end",
      "select staged.rowid from " ~ source('staged', 'observation') ~ " as staged semi join " ~ ref('int_correction_match')
      ~ " as match using (observation_id)",
  ] %}
  {%- set corrected = '(' ~ corrected_observations(staged_observations(found)) ~ ')' %}
{%- endif %}
-- Observations that belong to a time, made comparable: which series they speak of, in base units, between which bounds
-- the true value lies, and how much the source weighs (penalty: the smaller the better).
with
observation as (
  select *, coalesce(region_code, region_name, '') as region_key, {{ printed_places('printed') }} as printed_places
  from {{ corrected }}
  where period_end is not null
),
touched as (
  select
    *,
    case when measure = 'level' then regexp_matches(quote, '{{ var("mark_passed") }}') else false end as passes_mark,
    if(printed_places > 7, 7, printed_places) as places  -- from the seventh on a step is nothing
  from observation{{ of_touched_periods() }}
),
document as (select * from {{ ref('int_document') }}),
-- The step of each unit's last printed place: exact numbers are slow to multiply, and units are few.
unit as (
  select unit, factor, places, {{ printed_step('places', 'factor') }} as step, {{ half('step') }} as half_step
  from {{ ref('stg_unit') }}
  cross join (select unnest(range(8)) as places)
),
name as (select indicator_name, name_key, {{ name_core('name_key') }} as name_core from {{ ref('stg_indicator_name') }}),
precedence as (select * from {{ ref('precedence') }}),
generic as (select * from {{ ref('generic_name') }}),

measured as (
  select
    touched.*,
    document.vintage,
    document.document_rank,
    document.is_official,
    document.states_revision,
    document.kind_penalty + statement_rank.penalty + origin_rank.penalty + case
      when touched.measure <> 'level' or touched.statement = 'target' then 0
      when touched.qualifier in ('gt', 'ge', 'lt', 'le') or touched.passes_mark then {{ var("bound_penalty") }}
      else 0
    end as penalty,
    coalesce(name.name_key, touched.indicator_name) as name_key,
    coalesce(name.name_core, {{ name_core('touched.indicator_name') }}) as name_core,
    coalesce(unit.factor, 1) as factor,
    coalesce(touched.value_base, touched.value) as value_compared,
    case when touched.value_base is null then touched.unit else touched.unit_base end as unit_compared,
    coalesce(unit.step, {{ printed_step('touched.places', '1') }}) as step,
    unit.half_step
  from touched
  inner join document using (document_id)
  inner join precedence as statement_rank
    on statement_rank.criterion = 'statement' and statement_rank.value = touched.statement
  inner join precedence as origin_rank on origin_rank.criterion = 'origin' and origin_rank.value = touched.origin
  left join unit on unit.unit = touched.unit and unit.places = touched.places
  left join name on name.indicator_name = touched.indicator_name
),

bounded as (
  select
    *,
    case
      when qualifier = 'approx' then cast(step * 0.5 + {{ approximate('value', 'unit') }} * factor as decimal(38, 6))
      else coalesce(half_step, {{ half('step') }})
    end as reach
  from measured
),

compared as (
  select
    observation_id, document_id, source_file, vintage, is_official, states_revision, penalty, confidence,
    passage_no, table_no, value_start, quote, printed, origin, whole_id,
    indicator_code, indicator_name, name_key, name_core,
    indicator_code is not null as is_canonical,
    coalesce(indicator_code, name_key || '|' || unit_compared) || {{ scope_key('scope') }} as series, coalesce(scope, '') as scope,
    indicator_code is not null
    or (length(name_key) >= 4 and name_key not in (select name_key from generic)) as is_specific,
    region_code, region_name, region_key,
    period_start, period_end, coalesce(period_label, cast(period_end as varchar)) as period_label,
    -- The year, where the figure is of a whole one or a stock at its end.
    case
      when period_start = period_end and (
        period_label is null or regexp_full_match(period_label, '\d{4}')
        or (measure in ('level', 'share') and regexp_full_match(period_label, '\d{4}-12(-31)?'))
      ) then period_end
    end as year,
    measure, statement, case statement when 'target' then 'target' else 'outcome' end as claim,
    value, unit, qualifier, obligation, factor, value_compared, unit_compared, step,
    {{ preference() }} as preference,
    case when qualifier in ('le', 'lt') then -{{ endless() }} else value_compared - reach end as low,
    case
      when qualifier in ('ge', 'gt') or passes_mark then {{ endless() }}
      else value_compared + reach
    end as high
  from bounded
)

select
  *,
  -- What a place's figure of a year is asked by: tens of millions of them are told apart by one number sooner than by four texts.
  case when year is not null and is_specific then {{ series_key() }} end as series_key
from compared
