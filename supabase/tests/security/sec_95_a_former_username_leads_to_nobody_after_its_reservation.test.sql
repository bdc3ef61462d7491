begin;
select plan(16);
select social_tests.person(name)
from unnest(array['alice', 'bob', 'carol', 'dave', 'erin']) as name;
select social_tests.post('alice', 'with @Bob and @dave');
select social_tests.comment('alice', 'with @Bob and @dave', 'thanks @bob');
select set_config('my.bob', social_tests.id('bob')::text, true);
select set_config('my.post', social_tests.post_id('with @Bob and @dave')::text, true);
select set_config('my.comment', social_tests.comment_id('thanks @bob')::text, true);
select social_tests.act_as('bob');
select social.change_username('robert');
select social_tests.act_as_operator();

-- Everything that a reader can learn about the mentions of the post and the comment.
create function pg_temp.seen(name text) returns text language plpgsql as $$
declare
  seen text;
begin
  perform social_tests.act_as(name);
  seen := concat_ws(' | ',
    (select mentions from social.post(current_setting('my.post')::uuid)),
    (select mentions from social.post_comments(current_setting('my.post')::uuid)),
    (select string_agg(username, ' ' order by position) from social.post_mentions),
    (select string_agg(username, ' ' order by position) from social.comment_mentions),
    social_tests.outcome('select social.profile_by_username(''bob'')'));
  perform social_tests.act_as_operator();
  return seen;
end;
$$;
create function pg_temp.exported() returns text language sql
return (
  select string_agg(item ->> 'mentions', ' ') from social_private.export_posts(
    social_tests.id('alice'), '00000000-0000-0000-0000-000000000000', 9));
create function pg_temp.is_linked(seen text) returns boolean language sql
return seen ~ current_setting('my.bob') or seen ~* '\mbob\M.*\mbob\M';

select ok(pg_temp.is_linked(pg_temp.seen('carol')),
  'SEC-95 while a former username is reserved, old mentions lead to its owner');
select matches(pg_temp.exported(), 'robert',
  'SEC-95 while a former username is reserved, the export of the author names its owner');
update social_private.former_usernames set changed_at = now() - interval '31 days';
select is(
  pg_temp.seen(name),
  format(
    '[{"end": 19, "start": 14, "username": "dave", "profile_id": "%s"}] | [] | dave | %s',
    social_tests.id('dave'),
    social_tests.outcome('select social.profile_by_username(''nobody'')')),
  'SEC-95 after the reservation, no read links the former username and the person, as ' || name)
from unnest(array['carol', 'alice', 'robert']) as name;
select social_tests.act_as_operator();
select doesnt_match(pg_temp.exported(), 'robert',
  'SEC-95 after the reservation, the export of the author does not name the person');
select is(social_private.username_problem('bob', social_tests.id('carol')), null,
  'SEC-95 after the reservation, somebody else can take the username');

-- The author edits the text. Then another person takes the username.
select social_tests.act_as('alice');
select social.update_comment(current_setting('my.comment')::uuid, 'thanks again @bob');
select social_tests.act_as_operator();
select is_empty('select * from social.comment_mentions',
  'SEC-95 after the reservation, an edit does not keep the mention');
select social_tests.act_as('erin');
select social.change_username('bob');
select social_tests.act_as_operator();
update social.posts set caption = 'new: @bob and @dave' where id = current_setting('my.post')::uuid;
select is(
  (select array_agg(profile_id order by position) from social.post_mentions),
  array[social_tests.id('bob'), social_tests.id('dave')],
  'SEC-95 after the reservation, an edited text mentions the new owner of the username');

-- The worker deletes what the reads hide.
select social_tests.work();
select social_tests.post('alice', 'old ' || n || ' @dave') from generate_series(1, 5) as n;
select social_tests.comment('alice', 'old 1 @dave', 'hi @dave');
select social_tests.act_as('dave');
select social.change_username('david');
select social_tests.act_as_operator();
select social_tests.post('alice', 'new @david');
select social_tests.post('alice', 'again @dave of old');
delete from social_private.hashtag_changes;
delete from social_private.score_changes;
update social_private.explore_refreshes set refreshed_at = now();
select isnt(social_private.is_work_due(), true,
  'SEC-95 while the username is reserved, the worker has nothing to do');
update social_private.former_usernames set changed_at = now() - interval '31 days'
where username = 'dave';
select ok(social_private.is_work_due(), 'SEC-95 after the reservation, the worker has work');
select is((social_private.run_maintenance(2)).erased_rows, 2,
  'SEC-95 one call deletes at most the given number of mentions');
select social_tests.work();
select is(
  (select string_agg(username, ' ' order by username) from (
    select username from social.post_mentions union all select username from social.comment_mentions
  ) as mentions),
  'bob david', 'SEC-95 the worker deletes mentions by a former username, and no others');
select isnt(social_private.is_work_due(), true, 'SEC-95 the worker has no more work');

-- The person takes the former username back.
update social.profiles set username = 'dave' where username = 'david';
select social_tests.post('alice', 'back: @dave');
select social_tests.work();
select is((select username from social.post_mentions
  where post_id = social_tests.post_id('back: @dave')), 'dave',
  'SEC-95 a person who takes a former username back is mentioned by it');
update social_private.former_usernames set changed_at = now() - interval '32 days'
where username = 'david';
select social_tests.work();
select is(
  (select string_agg(username, ' ' order by username) from social.post_mentions), 'bob dave',
  'SEC-95 the worker keeps mentions by the present username that was also a former one');

select * from finish();
rollback;
