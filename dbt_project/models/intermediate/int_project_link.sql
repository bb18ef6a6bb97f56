-- One row per project key of a region: which project it belongs to. Two keys are one project if one only adds words that
-- any project may have (seeds/project_tail.csv) and there is just one such key; all else stays apart and is listed.
with
mention as (select * from {{ ref('stg_key_project') }}),
document as (select * from {{ ref('int_document') }}),
tail as (select '^(' || string_agg(pattern, '|' order by pattern) || ')+$' as pattern from {{ ref('project_tail') }}),

keyed as (
  select
    coalesce(document.region_code, document.region_name, '') as region_key,
    mention.match_key,
    regexp_extract(mention.match_key, '[一二三四五六七八九十\d]+[期标]') as phase,
    regexp_replace(mention.match_key, '[（(]?[一二三四五六七八九十\d]+[期标](工程|项目)?[)）]?|[（）()“”"·\s]', '', 'g') as stem,
    count(*) as mentions
  from mention
  inner join document using (document_id)
  group by all
),

-- Blocks keep the comparison linear: a contained stem shares its first or its last four characters.
block as (
  select region_key, match_key, phase, stem, left(stem, 4) as head from keyed where length(stem) >= {{ var('project_name_length') }}
  union
  select region_key, match_key, phase, stem, right(stem, 4) as head from keyed where length(stem) >= {{ var('project_name_length') }}
),

near as (
  select distinct
    short.region_key, short.match_key as short_key, long.match_key as long_key,
    (short.phase = long.phase or short.phase = '' or long.phase = '')
      and (short.stem = long.stem
        or regexp_full_match(replace(long.stem, short.stem, ''), (select pattern from tail))) as is_same
  from block as short
  inner join block as long using (region_key, head)
  where short.match_key <> long.match_key
    and contains(long.stem, short.stem)
    and (length(short.stem) < length(long.stem)
      or length(short.match_key) < length(long.match_key)
      or (length(short.match_key) = length(long.match_key) and short.match_key < long.match_key))
),

parent as (
  select region_key, short_key, min(long_key) as long_key
  from near
  where is_same
  group by region_key, short_key
  having count(*) = 1
),

linked as (
  select
    keyed.*,
    coalesce(grandparent.long_key, parent.long_key, keyed.match_key) as project_key,
    if(parent.long_key is null, 'same_key', 'added_words') as link_rule
  from keyed
  left join parent on parent.region_key = keyed.region_key and parent.short_key = keyed.match_key
  left join parent as grandparent
    on grandparent.region_key = parent.region_key and grandparent.short_key = parent.long_key
),

lookalike as (
  select one.region_key, one.project_key, list_sort(list(distinct other.project_key)) as similar_keys
  from (
    select region_key, short_key as a, long_key as b from near
    union all
    select region_key, long_key, short_key from near
  ) as pair
  inner join linked as one on one.region_key = pair.region_key and one.match_key = pair.a
  inner join linked as other on other.region_key = pair.region_key and other.match_key = pair.b
  where one.project_key <> other.project_key
  group by all
)

select
  linked.region_key,
  linked.match_key,
  linked.project_key,
  linked.link_rule,
  'p' || left(md5(linked.region_key || '|' || linked.project_key), 15) as project_id,
  coalesce(
    list_transform(lookalike.similar_keys, lambda k: 'p' || left(md5(linked.region_key || '|' || k), 15)), []
  ) as similar_project_ids
from linked
left join lookalike using (region_key, project_key)
