begin;
select plan(5);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('bob', 'sunrise', 'for @carol and @dora');
select social_tests.comment('alice', 'sunrise', 'answer', 'for @carol and @dora');
select set_config('my.comment', social_tests.comment_id('for @carol and @dora')::text, true);
select set_config(
  'my.mentions', (select jsonb_agg(to_jsonb(m)) from social.comment_mentions as m)::text, true);
-- What tells people that they are mentioned will look at new rows like this.
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
select social_tests.act_as_operator();
select is_empty('select * from social.comment_mentions', 'a tombstone mentions nobody');
select social_tests.person('dora');
update social_private.config set mentions_max = 0;
select social_tests.act_as('bob');
select is(
  (social.restore_comment(current_setting('my.comment')::uuid)).body, 'for @carol and @dora',
  'a comment comes back also where it could not be written now');
select social_tests.act_as_operator();
select is(
  (select jsonb_agg(to_jsonb(m)) from social.comment_mentions as m),
  current_setting('my.mentions')::jsonb, 'with the mentions it had');
select set_eq(
  'select profile_id from pg_temp.news', array[social_tests.id('carol')],
  'and never one of somebody who was not there then');
select social_tests.act_as('bob');
select throws_ok(
  format('select social.update_comment(%L, ''@dora'')', current_setting('my.comment')), 'PT422',
  'mentions_too_many', 'an edit is parsed as ever');

select * from finish();
rollback;
