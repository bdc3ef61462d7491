begin;
select plan(9);
update social_private.config set allow_text_posts = true;
select social_tests.person(name) from unnest(array['alice', 'bob', 'mallory']) as name;
select social_tests.post('alice', 'open'), social_tests.post('alice', 'close'),
  social_tests.post('alice', 'fans');
update social.posts set visibility = 'close_friends' where id = social_tests.post_id('close');
update social.posts set visibility = 'followers' where id = social_tests.post_id('fans');

-- Alice watches her posts. Returns the posts whose topic moves when somebody does something.
create function pg_temp.moved(name text, statement text) returns text language plpgsql as $$
declare
  topics jsonb;
begin
  perform social_tests.act_as('alice');
  select jsonb_object_agg(post, (social.watch_post(social_tests.post_id(post))).topic) into topics
  from unnest(array['open', 'close', 'fans']) as post;
  perform social_tests.act_as(moved.name);
  execute statement;
  perform social_tests.act_as_operator();
  return (
    select coalesce(string_agg(post, ' ' order by post), 'none') from jsonb_each_text(topics) as topics (post, topic)
    where 'moved' = any (social_tests.sent(topic)));
end;
$$;

select is(
  pg_temp.moved('mallory', $$select social.block_profile(social_tests.id('alice'))$$),
  'none', 'a block by another person moves no topic, which would tell the author of the block');
select is(
  pg_temp.moved('mallory', $$select social.unblock_profile(social_tests.id('alice'))$$),
  'none', 'the end of a block moves no topic');
select is(
  pg_temp.moved('alice', $$select social.block_profile(social_tests.id('mallory'))$$),
  'close fans open', 'a block by the author moves every topic');
select social_tests.follow('bob', 'alice');
select is(
  pg_temp.moved('bob', $$select social.unfollow_profile(social_tests.id('alice'))$$),
  'fans', 'an unfollow moves only the topics of posts for followers');
select social_tests.follow('bob', 'alice');
select is(
  pg_temp.moved('alice', $$select social.remove_follower(social_tests.id('bob'))$$),
  'fans', 'a removed follower moves only the topics of posts for followers');
select social_tests.act_as('alice');
select social.add_close_friend(social_tests.id('bob'));
select is(
  pg_temp.moved('alice', $$select social.remove_close_friend(social_tests.id('bob'))$$),
  'close', 'a removed close friend moves only the topics of posts for close friends');
select social_tests.act_as_operator();
delete from social_private.follow_pauses;
select social_tests.follow('bob', 'alice');
select social_tests.act_as('alice');
select social.update_profile(is_private => true);
select is(
  pg_temp.moved('bob', $$select social.unfollow_profile(social_tests.id('alice'))$$),
  'close fans open', 'an unfollow of a private account moves every topic');
select social_tests.act_as('bob');
select social.follow_profile(social_tests.id('alice'));
select is(
  pg_temp.moved('bob', $$select social.unfollow_profile(social_tests.id('alice'))$$),
  'none', 'a withdrawn follow request moves no topic');
select is(
  pg_temp.moved('bob', $$select social.mute_profile(social_tests.id('alice'))$$),
  'none', 'a mute moves no topic');

select * from finish();
rollback;
