-- Ten questions as analysts, journalists and dashboards ask them; each is run on a warehouse of fifty million observations
-- by tests/marts.py. $region is a county, $province its first two digits with a percent sign, $year a year, $file a document.

-- question: one indicator of one county over the years
select year, statement, value, unit, source_count
from mart_indicator_series
where indicator_code = 'gdp' and measure = 'level' and region_code = $region
order by year, statement

-- question: ranking of a province's counties by growth in a year
select region_name, value, unit, rank() over (order by value desc) as place
from mart_indicator_series
where indicator_code = 'gdp' and measure = 'growth' and statement = 'actual' and year = $year and region_code like $province
order by place

-- question: growth targets of the whole country, by year
select period_end, count(*) as targets, median(value) as middle, quantile_cont(value, 0.9) as upper
from observations
where indicator_code = 'gdp' and measure = 'growth' and statement = 'target'
group by period_end
order by period_end

-- question: targets met and missed, by province and year
select left(region_code, 2) as province, year, count(*) filter (outcome = 'met') as met, count(*) filter (outcome = 'missed') as missed
from fct_target_actual
where measure = 'growth'
group by all
order by all

-- question: all observations of one document
select observation_id, indicator_name, value, unit, statement, period_label, quote
from observations
where source_file = $file
order by value_start

-- question: one observation with its passage
select observation.indicator_name, observation.value, observation.unit, passage.section, passage.text
from fct_indicator as observation
inner join dim_passage as passage using (document_id, passage_no)
where observation.observation_id = $observation

-- question: what contradicts what, by kind and year
select kind, year, count(*) as conflicts, count(distinct region_code) as regions
from fct_conflict
group by all
order by all

-- question: a word in the names, over all documents
select period_end, count(*) as observations, count(distinct region_code) as regions, sum(value) as total
from observations
where contains(indicator_name, '养老') and contains(indicator_name, '服务站') and statement <> 'target'
group by period_end
order by period_end

-- question: a panel of headline indicators, all counties in a year
select region_code, max(value_base) filter (indicator_code = 'gdp') as gdp,
  max(value_base) filter (indicator_code = 'permanent_population') as population,
  max(value_base) filter (indicator_code = 'retail_sales') as retail,
  max(value_base) filter (indicator_code = 'urbanisation_rate') as urbanisation
from mart_indicator_series
where year = $year and measure = 'level' and statement = 'actual'
group by region_code
order by region_code

-- question: what is doubtful, by sector, year and kind of document
select sector.name_zh, observation.period_end, document.kind, count(*) as observations,
  count(*) filter (observation.confidence < 0.6) as doubtful
from fct_indicator as observation
inner join dim_document as document using (document_id)
inner join dim_sector as sector using (sector_code)
group by all
order by all
