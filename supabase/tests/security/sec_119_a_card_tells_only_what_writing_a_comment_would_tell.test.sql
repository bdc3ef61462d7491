begin;
select plan(7);
select social_tests.person(name) from unnest(array['alice', 'bob', 'mallory']) as name;
update social_private.config set allow_text_posts = true;
select social_tests.post('alice', gate::text)
from unnest(enum_range(null::social.comment_policy)) as gate;
update social.posts set comment_policy = caption::social.comment_policy;
select set_config('my.' || caption, id::text, true) from social.posts;

-- What mallory learns from every card of alice, except that the posts are there.
create function pg_temp.answers() returns text language plpgsql as $$
declare
  answer text;
begin
  perform social_tests.act_as('mallory');
  answer := (
    select string_agg(caption || ' ' || can_comment, ', ' order by caption)
    from social.profile_posts(social_tests.id('alice'))
  );
  perform social_tests.act_as_operator();
  return answer;
end $$;
select set_config('my.answers', pg_temp.answers(), true);
select is(current_setting('my.answers'),
  'everyone true, followers false, following false, mutuals false, nobody false',
  'SEC-119 a stranger may comment only where everybody may');
select social_tests.follow('bob', 'alice');
select social_tests.follow('alice', 'bob');
select is(pg_temp.answers(), current_setting('my.answers'),
  'SEC-119 the follows of other people change nothing');
update social_private.accounts set is_private = true
where profile_id = social_tests.id('mallory');
select social_tests.act_as('alice');
select social.follow_profile(social_tests.id('mallory'));
select is(pg_temp.answers(), current_setting('my.answers'),
  'SEC-119 a follow request of the author changes nothing until it is accepted');

select social_tests.act_as('alice');
select social.block_profile(social_tests.id('mallory'));
select social_tests.act_as('mallory');
select throws_ok(format('select social.post(%L)', current_setting('my.everyone')),
  'PT404', 'post_not_found', 'SEC-119 a blocked person gets no card');
select throws_ok(format('select social.add_comment(%L, ''hm'')', current_setting('my.nobody')),
  'PT404', 'post_not_found', 'SEC-119 a blocked person does not learn that comments are closed');
select social_tests.act_as('alice');
select social.unblock_profile(social_tests.id('mallory'));
select social_tests.act_as('mallory');
select social.block_profile(social_tests.id('alice'));
select throws_ok(format('select social.post(%L)', current_setting('my.everyone')),
  'PT404', 'post_not_found', 'SEC-119 a person who blocks the author gets no card');
select social.unblock_profile(social_tests.id('alice'));
select social_tests.act_as_operator();
select is(pg_temp.answers(), current_setting('my.answers'),
  'SEC-119 a former block changes nothing');

select * from finish();
rollback;
