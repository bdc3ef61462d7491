begin;
select plan(4);
select social_tests.person(name)
from unnest(array['alice', 'fan', 'idol', 'mate', 'asking', 'friend', 'mallory']) as name;
select social_tests.follow(name, 'alice') from unnest(array['fan', 'mate']) as name;
select social_tests.follow('alice', name) from unnest(array['idol', 'mate']) as name;
select social_tests.request('asking', 'alice');
-- These follows involve two other people, so they must not affect who may comment on alice's posts.
select social_tests.follow('mallory', 'idol');
select social_tests.follow('idol', 'mallory');
insert into social_private.close_friends (owner_id, friend_id)
values (social_tests.id('alice'), social_tests.id('friend'));

select social_tests.post('alice', gate::text)
from unnest(enum_range(null::social.comment_policy)) as gate;
update social.posts set comment_policy = caption::social.comment_policy;

create temp table expected as
select gate, name from (values
  ('everyone', array['alice', 'fan', 'idol', 'mate', 'asking', 'friend', 'mallory']),
  ('followers', array['alice', 'fan', 'mate']),
  ('following', array['alice', 'idol', 'mate']),
  ('mutuals', array['alice', 'mate']),
  ('nobody', array['alice'])
) as gates (gate, names), unnest(names) as name;
create function pg_temp.outcomes() returns table (gate text, name text, outcome text)
language plpgsql as $$
begin
  for gate, name in
    select gates::text, usernames
    from unnest(enum_range(null::social.comment_policy)) as gates,
      unnest(array['alice', 'fan', 'idol', 'mate', 'asking', 'friend', 'mallory']) as usernames
  loop
    perform social_tests.act_as(name);
    outcome := split_part(social_tests.outcome(format(
      'select social.add_comment(%L, ''hello'')', social_tests.post_id(gate))), ' The ', 1);
    return next;
  end loop;
  perform social_tests.act_as_operator();
end;
$$;
create temp table outcomes as select * from pg_temp.outcomes();

select is(
  (select count(*) from outcomes), 35::bigint,
  'the test calls add_comment as seven people on five posts');
select set_eq(
  $$select gate, name from outcomes where outcome = '1 rows'$$, 'select * from expected',
  'under each comment policy, only its group and the author of the post may comment');
select set_eq(
  $$select distinct outcome from outcomes$$, array['1 rows', 'PT403 comments_closed'],
  'a comment by a person whom the policy excludes fails with comments_closed');
select is(
  (select count(*) from social.comments)::text, (select count(*) from expected)::text,
  'a refused call of add_comment adds no comment');

select * from finish();
rollback;
