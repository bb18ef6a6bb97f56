{#- The Chinese words for the values of the contract's enumerations, for the flat views. -#}
{% macro labels() -%}
  {{ return({
    'measure': {'level': '绝对数', 'growth': '增长率', 'change': '变化量', 'share': '比重', 'rank': '位次', 'multiple': '倍数', 'gap': '差距'},
    'statement': {'actual': '实际', 'estimate': '预计', 'target': '目标'},
    'qualifier': {'': '', 'ge': '以上', 'gt': '超过', 'approx': '左右', 'le': '以内', 'lt': '不到', 'range_low': '区间下限', 'range_high': '区间上限'},
    'outcome': {'met': '达到', 'missed': '未达到', 'not_comparable': '不可比', 'no_target': '无目标', 'pending': '未到期'},
    'obligation': {'binding': '约束性', 'expected': '预期性'},
    'nature': {'new': '新开工', 'continuing': '续建', 'completing': '计划竣工', 'reserve': '储备'},
    'stage': {'preparation': '前期', 'start': '开工', 'construction': '在建', 'completion': '完工'},
    'status': {'completed': '完成', 'exceeded': '超额完成', 'partly': '部分完成', 'in_progress': '推进中', 'not_started': '未开始', 'unknown': '不明'},
    'conflict_kind': {'contradiction': '矛盾', 'revision': '修订', 'scope': '口径', 'rounding': '取整'},
    'document_kind': {'plan_report': '计划报告', 'work_report': '政府工作报告', 'communique': '统计公报', 'press': '新闻报道', 'budget_report': '预算报告', 'other': '其他'},
    'origin': {'prose': '正文', 'table': '表格'},
  }) }}
{%- endmacro %}

{#- The label of a value; a value that has none stands as it is. -#}
{% macro label(kind, column) -%}
  case {{ column }}{% for value, word in labels()[kind].items() %} when '{{ value }}' then '{{ word }}'{% endfor %} else {{ column }} end
{%- endmacro %}
