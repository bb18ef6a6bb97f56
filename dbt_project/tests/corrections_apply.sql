-- Every correction of corrections.yml still fits what it corrects; one that does not stops the build, with its name.
select name, problem from {{ ref('int_correction_match') }} where problem is not null
