"""The last checks of every observation against what is printed: value, unit and sign, whatever made the row.

Each is a query for the rows that must not be there. They look at the numeral as printed and at the words behind it in its passage;
where these say nothing (Chinese numerals, units of a table's head) nothing is compared.
"""

from __future__ import annotations

# Words that make a figure negative without a minus, in the text of the observation.
FALLING = (
    "降|减|跌|负|缩|少|落|亏|逆差|赤字|收窄|短收|短|下滑|下调|慢|低|净流出|退|精简|压|取消|取缔|撤|裁|改善|淘汰|关停|关闭|拆|"
    "清退|优化|省|免|化解|消除|消化|去|整合|失|注销|-|－|−|–|—"
)

# A rate below zero has its minus in front of the numeral's span (人口自然增长率为-2.62‰).
VALUES = r"""select observation_id, source_file, printed, value, unit, measure from (
             from (select *, regexp_replace(
               translate(printed, '０１２３４５６７８９．，－＋', '0123456789.,-+'), '[\s,]', '', 'g') as shown
               from (from main.fct_indicator {touched}) where correction is null))
           where regexp_full_match(shown, '[+-]?[0-9]+([.][0-9]+)?')
             and not regexp_matches(printed, '^[^0-9]*[0-9]{1,3}[,，][0-9]{1,2}$')
             and (abs(try_cast(shown as decimal(38, 6))) <> abs(value)
               or (value > 0 and shown like '-%')
               or (value < 0 and shown not like '-%' and measure in ('share', 'rank', 'multiple')
                 and len(list_filter(['-', '－', '−', '–', '—'], lambda minus: contains(quote, minus || printed))) = 0))"""

UNITS = r"""with behind as (
             select observation.observation_id, observation.source_file, observation.printed, observation.unit,
               regexp_replace(
                 substring(passage.text, observation.value_end - passage.char_start + 1, 24), '^[\s余多]+|\s', '', 'g') as shown,
               regexp_extract(observation.unit, '^(万亿|亿|万|千|百)') as magnitude
             from (from main.fct_indicator {touched}) as observation
             inner join (from main.dim_passage {touched}) as passage using (document_id, passage_no)
             where observation.unit <> '' and observation.correction is null),
           bare as (select *, substring(unit, length(magnitude) + 1) as name from behind)
           select observation_id, source_file, printed, unit, left(shown, 8) as shown from bare
           where (name <> '' and len(list_filter(
               ['万亿', '亿', '万', ''], lambda other: other <> magnitude and starts_with(shown, other || name))) > 0)
             or (regexp_matches(shown, '^[%％]') and unit not in ('%', '％'))
             or (starts_with(shown, '个百分点') and unit <> '个百分点')"""

SIGNS = f"""select observation_id, source_file, printed, value, quote from (from main.fct_indicator {{touched}})
           where value < 0 and correction is null and not regexp_matches(concat(printed, quote), '{FALLING}')"""
