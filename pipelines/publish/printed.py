"""The last checks of every observation against what is printed: numeral, value, unit and sign, whatever made the row.

Each is a query for the rows that must not be there. They look at the numeral as printed and at the words behind it in its passage;
where these say nothing (Chinese numerals, units of a table's head) nothing is compared.

Nearly all rows are seen to be right at one look, so `LOOKED` looks once and keeps the places of the others, and the checks ask
only these. Where a look is for a hash, a chance agreement of two hashes makes a row be asked about for nothing, and no more.
"""

from __future__ import annotations

# Words that make a figure negative without a minus, in the text of the observation.
FALLING = (
    "降|减|跌|负|缩|少|落|亏|逆差|赤字|收窄|短收|短|下滑|下调|慢|低|净流出|退|精简|压|取消|取缔|撤|裁|改善|淘汰|关停|关闭|拆|"
    "清退|优化|省|免|化解|消除|消化|去|整合|失|注销|-|－|−|–|—"
)

# `looked_at` is all of the table; of a build that made only some documents anew, their rows, fetched once by their places: to ask
# each query for them by their documents takes ten times as long.
# Most numerals are the number as it stands: compared by a number of 18 digits, for to read one of 38 takes seventy times as long.
# Most have their unit right behind them: to cut a text at its characters is what takes long, and is done once for both.
LOOKED = r"""create temp {kept} if not exists looked_at as
             select rowid as place, * from main.fct_indicator {here};

           create temp table if not exists odd_value as
             select place from looked_at
             where correction is null and try_cast(printed as decimal(18, 6)) is distinct from value;

           create temp table if not exists odd_place as
           with observation as (
             select place, hash(document_id, passage_no) as in_passage, value_start, value_end, printed, unit
             from looked_at where passage_no is not null),
           passage as (select hash(document_id, passage_no) as in_passage, char_start, text from (from main.dim_passage {touched}))
           select observation.place
           from observation
           left join passage using (in_passage)
           where coalesce(length(printed) <> value_end - value_start
             or not starts_with(substring(text, value_start - char_start + 1, length(printed) + length(unit)), printed || unit), true);

           create temp table if not exists unit_beside as
           with named as (
             select unit, regexp_extract(unit, '^(万亿|亿|万|千|百)') as magnitude, substring(unit, length(magnitude) + 1) as name
             from (select distinct unit from looked_at where unit <> '')),
           wrong as (
             select unit, if(name = '', [], list_transform(
               list_filter(['万亿', '亿', '万', ''], lambda other: other <> magnitude), lambda other: other || name)) as others
             from named)
           select *, (unit in ('%', '％', '个百分点') or not regexp_matches(unit, '^[余多%％]|^个百分点|\s')) and len(list_filter(
             others, lambda other: starts_with(other, unit) or starts_with(unit, other))) = 0 as is_plain
           from wrong;

           create temp table if not exists printed_place as
           with odd as (
             from odd_place
             union
             select place from looked_at
             where passage_no is not null and unit in (select unit from unit_beside where not is_plain)),
           observation as (
             select * from looked_at semi join odd using (place))
           select
             observation.observation_id, observation.document_id, observation.passage_no, observation.source_file,
             observation.printed, observation.unit, observation.correction, observation.value_start, observation.value_end,
             passage.char_start, passage.document_id is null as is_missing,
             substring(passage.text, value_start - passage.char_start + 1, value_end - value_start) as there,
             substring(passage.text, value_end - passage.char_start + 1, 24) as behind
           from observation
           left join main.dim_passage as passage using (document_id, passage_no);"""

NUMERALS = """select observation_id, source_file, printed, char_start, value_start, value_end from printed_place
              where not is_missing and there <> printed"""

MISSING = "select observation_id, document_id, passage_no from printed_place where is_missing"

# A rate below zero has its minus in front of the numeral's span (人口自然增长率为-2.62‰).
VALUES = r"""select observation_id, source_file, printed, value, unit, measure from (
             select *, regexp_replace(
               translate(printed, '０１２３４５６７８９．，－＋', '0123456789.,-+'), '[\s,]', '', 'g') as shown
             from looked_at semi join odd_value using (place))
           where regexp_full_match(shown, '[+-]?[0-9]+([.][0-9]+)?')
             and not regexp_matches(printed, '^[^0-9]*[0-9]{1,3}[,，][0-9]{1,2}$')
             and (abs(try_cast(shown as decimal(38, 6))) <> abs(value)
               or (value > 0 and shown like '-%')
               or (value < 0 and shown not like '-%' and measure in ('share', 'rank', 'multiple')
                 and len(list_filter(['-', '－', '−', '–', '—'], lambda minus: contains(quote, minus || printed))) = 0))"""

# Where no other unit that would be wrong begins like the row's, or it like that one (`is_plain`, found once for each unit), a row
# that has its unit right behind the numeral is right, and needs no closer look.
UNITS = r"""with shown as (
             select *, regexp_replace(behind, '^[\s余多]+|\s', '', 'g') as shown
             from printed_place
             inner join unit_beside using (unit)
             where correction is null and not is_missing and not (is_plain and starts_with(behind, unit)))
           select observation_id, source_file, printed, unit, left(shown, 8) as shown from shown
           where len(list_filter(others, lambda other: starts_with(shown, other))) > 0
             or (regexp_matches(shown, '^[%％]') and unit not in ('%', '％'))
             or (starts_with(shown, '个百分点') and unit <> '个百分点')"""

SIGNS = f"""select observation_id, source_file, printed, value, quote from looked_at
           where value < 0 and correction is null and not regexp_matches(concat(printed, quote), '{FALLING}')"""
