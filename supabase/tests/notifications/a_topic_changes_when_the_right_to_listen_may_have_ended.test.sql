begin;
select plan(18);
update social_private.config set allow_text_posts = true;
select social_tests.person(name) from unnest(array['alice', 'bob', 'mona']) as name;
select social_tests.staff('mona');
select social_tests.post('alice', 'sunrise'), social_tests.post('alice', 'harbour');
select social_tests.follow('bob', 'alice');

-- Watches again, does something, and returns what the old topics got. Nothing may come after moved.
create function pg_temp.after(statement text) returns text language plpgsql as $$
declare
  inbox text;
  post text;
  events text[];
begin
  update social_private.inboxes set hinted_at = '-infinity', epoch = gen_random_uuid();
  update social_private.watched_posts set hinted_at = '-infinity', epoch = gen_random_uuid();
  perform social_tests.act_as('alice');
  inbox := (social.watch_notifications()).topic;
  post := (social.watch_post(social_tests.post_id('sunrise'))).topic;
  perform social_tests.act_as_operator();
  execute statement;
  perform social_tests.act_as_operator();
  events := array[
    array_to_string(social_tests.sent(inbox), ','), array_to_string(social_tests.sent(post), ',')];
  perform social_private.hint_person(social_tests.id('alice'), now(), gen_random_uuid());
  perform social_private.hint_post(social_tests.post_id('sunrise'));
  if events[1] like '%moved' and social_tests.sent(inbox)::text <> format('{%s}', events[1])
    or events[2] like '%moved' and social_tests.sent(post)::text <> format('{%s}', events[2])
  then
    return 'the old topic is not silent';
  end if;
  return concat('inbox ', events[1], ' post ', events[2]);
end;
$$;

select is(pg_temp.after('select'), 'inbox  post ', 'nothing moves a topic without a reason');
select is(pg_temp.after('update auth.sessions set updated_at = now()'), 'inbox  post ',
  'a renewed token moves no topic');
select is(pg_temp.after('update auth.users set last_sign_in_at = now()'), 'inbox  post ',
  'a sign-in moves no topic');
select social_tests.insert_session(gen_random_uuid(), social_tests.id('bob'));
select is(pg_temp.after($$delete from auth.sessions where user_id = social_tests.id('bob')$$),
  'inbox  post ', 'the end of a session of another person moves no topic');
select social_tests.insert_session(gen_random_uuid(), social_tests.id('alice'));
select is(
  pg_temp.after($$delete from auth.sessions
    where user_id = social_tests.id('alice') and id <> user_id$$),
  'inbox moved post ', 'the end of a session moves the topic of its person');
select is(
  pg_temp.after($$update auth.users set banned_until = now() + interval '1 hour'
    where id = social_tests.id('alice')$$),
  'inbox moved post ', 'a ban moves the topic of the person');
update auth.users set banned_until = null;
select is(
  pg_temp.after($$update social_private.accounts set suspended_at = now()
    where profile_id = social_tests.id('alice')$$),
  'inbox moved post moved', 'a suspension moves the topics of the person and of their posts');
update social_private.accounts set suspended_at = null;
select is(
  pg_temp.after($$update social_private.accounts set deactivated_at = now()
    where profile_id = social_tests.id('alice')$$),
  'inbox moved post moved', 'a deactivation moves the topics of the person and of their posts');
update social_private.accounts set deactivated_at = null;
select is(
  pg_temp.after($$update social_private.accounts set limited_at = now()
    where profile_id = social_tests.id('alice')$$),
  'inbox  post moved', 'a limit moves the topics of the posts only');
update social_private.accounts set limited_at = null;
select is(
  pg_temp.after($$select social_tests.act_as('alice'); select social.update_profile(is_private => true)$$),
  'inbox  post moved', 'an account that becomes private moves the topics of its posts');
select is(
  pg_temp.after($$select social_tests.act_as('alice');
    select social.remove_follower(social_tests.id('bob'))$$),
  'inbox  post moved', 'a removed follower moves the topics of the posts');
select is(
  pg_temp.after($$select social_tests.block('alice', 'bob')$$),
  'inbox  post moved', 'a block moves the topics of the posts');
select is(
  pg_temp.after($$update social.posts set visibility = 'close_friends'
    where id = social_tests.post_id('sunrise')$$),
  'inbox  post moved', 'a post for fewer people moves its topic');
insert into social_private.close_friends (owner_id, friend_id)
values (social_tests.id('alice'), social_tests.id('mona'));
select is(
  pg_temp.after($$select social_tests.act_as('alice');
    select social.remove_close_friend(social_tests.id('mona'))$$),
  'inbox  post moved', 'a removed close friend moves the topics of the posts');
select is(
  pg_temp.after($$select social_tests.act_as('alice');
    select social.archive_post(social_tests.post_id('harbour'))$$),
  'inbox  post ', 'an archived post moves no topic of other posts');
select is(
  pg_temp.after($$select social_tests.act_as('alice');
    select social.archive_post(social_tests.post_id('sunrise'))$$),
  'inbox  post moved', 'an archived post moves its topic');
select social.unarchive_post(social_tests.post_id('sunrise')) from social_tests.act_as('alice');
select social_tests.act_as_operator();
select is(
  pg_temp.after($$update social.posts set caption = 'sunset'
    where id = social_tests.post_id('harbour')$$),
  'inbox  post ', 'a new caption moves no topic');
select is(
  pg_temp.after($$delete from social.posts where id = social_tests.post_id('sunrise')$$),
  'inbox  post moved', 'a permanently deleted post moves its topic');

select * from finish();
rollback;
