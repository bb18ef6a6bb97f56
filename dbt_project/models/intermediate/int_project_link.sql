-- One row per project key of a region: which project it belongs to. A key is stem|mark|mark…, the marks being phases
-- (1期) and what stands in brackets. Two keys are one project if their stems differ at most by words that any project may
-- have (seeds/project_tail.csv), their marks do not contradict each other, and there is just one such key. A project
-- without a phase is the first phase where no other phase is known. All else stays apart and is listed.
with
mention as (select * from {{ ref('stg_key_project') }}),
document as (select * from {{ ref('int_document') }}),
tail as (select '(' || string_agg(pattern, '|' order by pattern) || ')*' as pattern from {{ ref('project_tail') }}),

split as (
  select distinct
    coalesce(document.region_code, document.region_name, '') as region_key,
    mention.match_key,
    string_split(mention.match_key, '|')[1] as stem,
    string_split(mention.match_key, '|')[2:] as marks
  from mention
  inner join document using (document_id)
),

keyed as (
  select
    region_key, match_key, stem,
    list_sort(list_filter(marks, lambda m: regexp_full_match(m, '\d+[期批标段]'))) as phases,
    list_sort(list_filter(marks, lambda m: m <> '' and not regexp_full_match(m, '\d+[期批标段]'))) as others,
    stem || array_to_string(list_filter(marks, lambda m: not regexp_full_match(m, '\d+[期批标段]')), '') as joined
  from split
),

-- Blocks keep the comparison linear: a contained name shares its first or its last four characters.
block as (
  select *, left(stem, 4) as edge from keyed where length(stem) >= {{ var('project_name_length') }}
  union
  select *, right(stem, 4) from keyed where length(stem) >= {{ var('project_name_length') }}
  union
  select *, right(joined, 4) from keyed where length(stem) >= {{ var('project_name_length') }}
),

pair as (
  select distinct
    short.region_key, short.match_key as short_key, long.match_key as long_key,
    short.stem as short_stem, short.phases as short_phases, long.phases as long_phases,
    (regexp_full_match(replace(long.stem, short.stem, ''), tail.pattern) and contains(long.stem, short.stem)
      and (short.others = long.others or len(short.others) = 0 or len(long.others) = 0))
    or regexp_full_match(replace(long.joined, short.joined, ''), tail.pattern) and contains(long.joined, short.joined)
      as is_same_name
  from block as short
  inner join block as long using (region_key, edge)
  cross join tail
  where contains(long.joined, short.stem)
    and (length(short.match_key), short.match_key) < (length(long.match_key), long.match_key)
),

phased as (
  select region_key, short_key, count(distinct long_phases) filter (where len(long_phases) > 0) as phase_count
  from pair
  where is_same_name
  group by region_key, short_key
),

near as (
  select
    pair.region_key, pair.short_key, pair.long_key,
    pair.is_same_name and (
      pair.short_phases = pair.long_phases
      or (len(pair.short_phases) = 0 and pair.long_phases = ['1期'] and coalesce(phased.phase_count, 0) <= 1)
      or (len(pair.long_phases) = 0 and pair.short_phases = ['1期'])
    ) as is_same
  from pair
  left join phased using (region_key, short_key)
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
    keyed.region_key, keyed.match_key,
    coalesce(third.long_key, second.long_key, first.long_key, keyed.match_key) as project_key,
    if(first.long_key is null, 'same_key', 'added_words') as link_rule
  from keyed
  left join parent as first on first.region_key = keyed.region_key and first.short_key = keyed.match_key
  left join parent as second on second.region_key = first.region_key and second.short_key = first.long_key
  left join parent as third on third.region_key = second.region_key and third.short_key = second.long_key
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
