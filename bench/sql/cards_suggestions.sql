-- The lower bound for the time: this query reads the cards of suggested people and of the named
-- mutuals by primary key without checks. $1 is the viewer, $2 the people, $3 the mutuals, and $4
-- the place of the person for each mutual.
with named as materialized (
  select mutual.place, jsonb_agg(jsonb_build_object(
    'id', profiles.id, 'username', profiles.username, 'display_name', profiles.display_name,
    'avatar_path', profiles.avatar_path)) as people
  from unnest($3::uuid[], $4::integer[]) as mutual (id, place)
  join social.profiles on profiles.id = mutual.id
  group by mutual.place
)
select
  profiles.id, profiles.username::text, profiles.display_name, profiles.avatar_path,
  profiles.is_private, mine.state as follow_state, theirs.state as followed_by_state,
  encode(uuid_send(profiles.id), 'hex') as cursor, 'mutuals' as reason, 1 as mutual_count,
  named.people as mutuals
from unnest($2::uuid[]) with ordinality as wanted (id, place)
join social.profiles on profiles.id = wanted.id
left join social.follows as mine
  on mine.follower_id = $1::uuid and mine.followee_id = wanted.id
left join social.follows as theirs
  on theirs.follower_id = wanted.id and theirs.followee_id = $1::uuid
left join named on named.place = wanted.place
order by wanted.place
