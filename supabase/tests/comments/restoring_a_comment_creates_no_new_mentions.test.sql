begin;
select plan(5);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('bob', 'sunrise', 'for @carol and @dora');
select social_tests.comment('alice', 'sunrise', 'answer', 'for @carol and @dora');
select set_config('my.comment', social_tests.comment_id('for @carol and @dora')::text, true);
select set_config(
  'my.mentions', (select jsonb_agg(to_jsonb(m)) from social.comment_mentions as m)::text, true);
-- A notification of mentioned people would use such a trigger.
create table pg_temp.news (profile_id uuid);
create function pg_temp.tell() returns trigger language plpgsql security definer as $$
begin
  insert into pg_temp.news values (new.profile_id);
  return null;
end;
$$;
create trigger tell after insert on social.comment_mentions
  for each row execute function pg_temp.tell();

select social_tests.act_as('bob');
select social.delete_comment(current_setting('my.comment')::uuid);
select is_empty(
  'select * from social.comment_mentions', 'the mentions of a deleted comment are not readable');
select social_tests.act_as_operator();
select social_tests.person('dora');
update social_private.config set mentions_max = 0;
select social_tests.act_as('bob');
select is(
  (social.restore_comment(current_setting('my.comment')::uuid)).body, 'for @carol and @dora',
  'a comment is restored even if its mentions exceed the limit by now');
select social_tests.act_as_operator();
select is(
  (select jsonb_agg(to_jsonb(m)) from social.comment_mentions as m),
  current_setting('my.mentions')::jsonb, 'the restored comment has the mentions it had');
select is_empty(
  'select profile_id from pg_temp.news',
  'no mention is created, not even of somebody who registered since');
select social_tests.act_as('bob');
select throws_ok(
  format('select social.update_comment(%L, ''@dora'')', current_setting('my.comment')), 'PT422',
  'mentions_too_many', 'an edit is parsed and obeys the limit');

select * from finish();
rollback;
