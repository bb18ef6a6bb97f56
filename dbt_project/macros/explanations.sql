{#- Why a target counts as met, missed or neither, in the reader's language. -#}
{% macro target_explanation() -%}
  case
    when not has_outcome then '尚无' || year || '年结果'
    when not has_target then '文件中没有' || year || '年目标'
    when is_ambiguous then '同名数据有多个数值，不作比较'
    when target_value is null and comparison = 'in_step' and economy_growth is not null
      then concat('目标没有数值界限；结果', {{ plain('actual_value') }}, '%，经济增长', {{ plain('economy_growth') }}, '%，只列差距，不作判断')
    when target_value is null then concat(
      '目标为“', target_text, '”，结果', {{ plain('actual_value') }}, actual_unit,
      if(comparison in ('faster', 'slower') and economy_growth is not null, '，经济增长' || {{ plain('economy_growth') }} || '%', ''))
    when target_unit_compared is distinct from actual_unit_compared then '目标与结果单位不同'
    when is_far then concat(
      '目标', {{ figure('target_value', 'target_unit', 'target_qualifier') }},
      '，结果', {{ figure('actual_value', 'actual_unit', 'actual_qualifier') }}, '，相差悬殊，多半口径或年限不同，不作比较')
    else concat(
      '目标', {{ figure('target_value', 'target_unit', 'target_qualifier') }},
      '，结果', if(actual_statement = 'estimate', '预计', ''), {{ figure('actual_value', 'actual_unit', 'actual_qualifier') }},
      if(target_qualifier = 'approx', '；“左右”按允许误差判断', ''),
      if(original_value is not null, concat('；原目标', {{ plain('original_value') }}, target_unit, '，后经调整'), if(is_adjusted, '；目标经过调整', '')))
  end
{%- endmacro %}
