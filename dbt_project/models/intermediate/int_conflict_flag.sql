-- One row per observation that is in conflict with another one: the checks that say so.
select observation_id, list_sort(list(distinct 'conflict_' || kind)) as flags
from (select unnest(observation_ids) as observation_id, kind from {{ ref('fct_conflict') }})
group by observation_id
