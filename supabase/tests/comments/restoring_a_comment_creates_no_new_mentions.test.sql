begin;
select plan(6);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('bob', 'sunrise', 'for @carol and @dora');
select social_tests.comment('alice', 'sunrise', 'answer', 'for @carol and @dora');
select set_config('my.comment', social_tests.comment_id('for @carol and @dora')::text, true);
select set_config(
  'my.mentions', (select jsonb_agg(to_jsonb(m)) from social.comment_mentions as m)::text, true);
-- An app can notify mentioned people with a trigger on mentions. The trigger of this test only
-- records new mentions.
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
select throws_ok(
  format('select social.restore_comment(%L)', current_setting('my.comment')), 'PT422',
  'mentions_too_many',
  'a comment cannot be restored if it has more mentions than the limit allows now');
select social_tests.act_as_operator();
update social_private.config set mentions_max = 20;
select social_tests.act_as('bob');
select is(
  (social.restore_comment(current_setting('my.comment')::uuid)).body, 'for @carol and @dora',
  'a comment can be restored if its mentions are within the limit');
select social_tests.act_as_operator();
select is(
  (select jsonb_agg(to_jsonb(m)) from social.comment_mentions as m),
  current_setting('my.mentions')::jsonb,
  'the restored comment has the same mentions as before its deletion');
select is_empty(
  'select profile_id from pg_temp.news',
  'restore_comment creates no mention, even of a person who registered after the deletion');
select social_tests.act_as('bob');
select is(
  (select string_agg(mention ->> 'username', ' ')
    from social.update_comment(current_setting('my.comment')::uuid, '@dora') as comment,
      jsonb_array_elements(comment.mentions) as mention),
  'dora', 'an edit of the restored comment mentions the person who registered later');

select * from finish();
rollback;
