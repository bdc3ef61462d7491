-- The lower bound for the time: this query reads profile cards by primary key without checks. The
-- columns are those of social.profile_card. $1 is the viewer.
with wanted (id, place) as materialized (:source)
select
  profiles.id, profiles.username::text, profiles.display_name, profiles.avatar_path,
  profiles.is_private, mine.state as follow_state, theirs.state as followed_by_state,
  encode(uuid_send(profiles.id), 'hex') as cursor
from wanted
join social.profiles on profiles.id = wanted.id
left join social.follows as mine
  on mine.follower_id = $1::uuid and mine.followee_id = wanted.id
left join social.follows as theirs
  on theirs.follower_id = wanted.id and theirs.followee_id = $1::uuid
order by wanted.place
