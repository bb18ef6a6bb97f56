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
# Most numerals are the number as it stands, and need no closer look. They are passed over by a number of 18 digits: to read
# one of 38 takes seventy times as long. By `case`, for what is joined by `and` the database asks in any order.
VALUES = r"""select observation_id, source_file, printed, value, unit, measure from (
             select *, regexp_replace(
               translate(printed, '０１２３４５６７８９．，－＋', '0123456789.,-+'), '[\s,]', '', 'g') as shown
             from (from main.fct_indicator {touched}) where correction is null)
           where case when try_cast(printed as decimal(18, 6)) is not distinct from value then false else
             regexp_full_match(shown, '[+-]?[0-9]+([.][0-9]+)?')
             and not regexp_matches(printed, '^[^0-9]*[0-9]{1,3}[,，][0-9]{1,2}$')
             and (abs(try_cast(shown as decimal(38, 6))) <> abs(value)
               or (value > 0 and shown like '-%')
               or (value < 0 and shown not like '-%' and measure in ('share', 'rank', 'multiple')
                 and len(list_filter(['-', '－', '−', '–', '—'], lambda minus: contains(quote, minus || printed))) = 0)) end"""

# Most figures have their unit right behind them. Where no other unit that would be wrong begins like it, or it like
# that one (`is_plain`, found once for each unit), such a row is right, and needs no closer look.
UNITS = r"""with observation as (
             from (from main.fct_indicator {touched}) where unit <> '' and correction is null and passage_no is not null),
           named as (
             select unit, regexp_extract(unit, '^(万亿|亿|万|千|百)') as magnitude, substring(unit, length(magnitude) + 1) as name
             from (select distinct unit from observation)),
           wrong as (
             select *, if(name = '', [], list_transform(
               list_filter(['万亿', '亿', '万', ''], lambda other: other <> magnitude), lambda other: other || name)) as others
             from named),
           known as (
             select *, (unit in ('%', '％', '个百分点') or not regexp_matches(unit, '^[余多%％]|^个百分点|\s')) and len(list_filter(
               others, lambda other: starts_with(other, unit) or starts_with(unit, other))) = 0 as is_plain
             from wrong),
           behind as (
             select observation.observation_id, observation.source_file, observation.printed, observation.unit, known.others,
               known.is_plain, substring(passage.text, observation.value_end - passage.char_start + 1, 24) as text
             from observation
             inner join known using (unit)
             inner join (from main.dim_passage {touched}) as passage using (document_id, passage_no)),
           shown as (
             select *, regexp_replace(text, '^[\s余多]+|\s', '', 'g') as shown
             from behind
             where not (is_plain and starts_with(text, unit)))
           select observation_id, source_file, printed, unit, left(shown, 8) as shown from shown
           where len(list_filter(others, lambda other: starts_with(shown, other))) > 0
             or (regexp_matches(shown, '^[%％]') and unit not in ('%', '％'))
             or (starts_with(shown, '个百分点') and unit <> '个百分点')"""

SIGNS = f"""select observation_id, source_file, printed, value, quote from (from main.fct_indicator {{touched}})
           where value < 0 and correction is null and not regexp_matches(concat(printed, quote), '{FALLING}')"""
