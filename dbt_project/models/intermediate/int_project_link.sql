-- One row per project key of a region: which project it belongs to. A key is stem|mark|mark…, the marks being phases
-- (1期) and what stands in brackets. Two keys are one project if their stems differ at most by words that any project may
-- have (project_tails in dbt_project.yml), their marks do not contradict each other, and there is just one such key. A project
-- without a phase is the first phase where no other phase is known. Long names of the same characters in another order are one
-- (甲路及乙园, 乙园及甲路). All else stays apart and is listed.
with
mention as (select * from {{ ref('stg_key_project') }}),
document as (select * from {{ ref('int_document') }}),

split as (
  select distinct
    coalesce(document.region_code, document.region_name, '') as region_key,
    mention.match_key,
    -- One column to join by: by two, each name of a region would meet each other one.
    coalesce(document.region_code, document.region_name, '') || '|' || mention.match_key as key,
    string_split(mention.match_key, '|')[1] as stem,
    string_split(mention.match_key, '|')[2:] as marks
  from mention
  inner join document using (document_id)
),

keyed as (
  select
    region_key, match_key, key, stem,
    list_sort(list_filter(marks, lambda m: regexp_full_match(m, '\d+[期批标段]'))) as phases,
    list_sort(list_filter(marks, lambda m: m <> '' and not regexp_full_match(m, '\d+[期批标段]'))) as others,
    stem || array_to_string(list_filter(marks, lambda m: not regexp_full_match(m, '\d+[期批标段]')), '') as joined,
    region_key || '|' || array_to_string(list_sort(string_split(match_key, '')), '') as letters
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
    short.key as short_key, long.key as long_key, short.phases as short_phases, long.phases as long_phases,
    (regexp_full_match(replace(long.stem, short.stem, ''), '({{ var("project_tails") | join("|") }})*') and contains(long.stem, short.stem)
      and (short.others = long.others or len(short.others) = 0 or len(long.others) = 0))
    or regexp_full_match(replace(long.joined, short.joined, ''), '({{ var("project_tails") | join("|") }})*') and contains(long.joined, short.joined)
      as is_same_name
  from block as short
  inner join block as long using (region_key, edge)
  where contains(long.joined, short.stem)
    and (length(short.match_key), short.match_key) < (length(long.match_key), long.match_key)
),

phased as (
  select short_key, count(distinct long_phases) filter (where len(long_phases) > 0) as phase_count
  from pair
  where is_same_name
  group by short_key
),

near as (
  select
    pair.short_key, pair.long_key,
    pair.is_same_name and (
      pair.short_phases = pair.long_phases
      or (len(pair.short_phases) = 0 and pair.long_phases = ['1期'] and coalesce(phased.phase_count, 0) <= 1)
      or (len(pair.long_phases) = 0 and pair.short_phases = ['1期'])
    ) as is_same
  from pair
  left join phased using (short_key)
  union all
  select one.key, other.key, true
  from keyed as one
  inner join keyed as other using (letters)
  where one.key < other.key
    and length(one.stem) >= {{ var('project_anagram_length') }}
),

parent as (
  select short_key, min(long_key) as long_key
  from near
  where is_same
  group by short_key
  having count(*) = 1
),

linked as (
  select
    keyed.region_key, keyed.match_key, keyed.key,
    coalesce(third.long_key, second.long_key, first.long_key, keyed.key) as project_key,
    if(first.long_key is null, 'same_key', 'added_words') as link_rule
  from keyed
  left join parent as first on first.short_key = keyed.key
  left join parent as second on second.short_key = first.long_key
  left join parent as third on third.short_key = second.long_key
),

lookalike as (
  -- Not "where they differ": the planner would take that for a join and compare every name with every other.
  select one.project_key, list_sort(list(distinct other.project_key)) as project_keys
  from (
    select short_key as a, long_key as b from near
    union all
    select long_key, short_key from near
  ) as pair
  inner join linked as one on one.key = pair.a
  inner join linked as other on other.key = pair.b
  group by one.project_key
)

select
  linked.region_key,
  linked.match_key,
  linked.project_key,
  linked.link_rule,
  'p' || left(md5(linked.project_key), 15) as project_id,
  coalesce(
    list_transform(
      list_filter(lookalike.project_keys, lambda k: k <> linked.project_key), lambda k: 'p' || left(md5(k), 15)
    ), []
  ) as similar_project_ids
from linked
left join lookalike using (project_key)
