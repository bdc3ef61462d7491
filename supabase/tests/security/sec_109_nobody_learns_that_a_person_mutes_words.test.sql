begin;
select plan(5);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('alice', 'sunrise', 'mine');
select social_tests.comment('bob', 'sunrise', 'an old spoiler');
select social_private.set_direct_table_access('everybody');

-- Everything that other people do and see: bob writes texts with the word, and bob, carol and a
-- caller without a login then read everything about alice and her post.
create function pg_temp.world() returns text language plpgsql as $$
declare
  seen text := '';
  reader text;
begin
  perform social_tests.act_as('bob');
  seen := seen || to_jsonb(social.add_comment(social_tests.post_id('sunrise'), 'spoiler @alice'));
  seen := seen || to_jsonb(social.add_comment(
    social_tests.post_id('sunrise'), 'a spoiler', social_tests.comment_id('mine')));
  foreach reader in array array['bob', 'carol', null] loop
    if reader is null then
      perform social_tests.act_as_anon();
    else
      perform social_tests.act_as(reader);
      seen := seen || (select jsonb_agg(to_jsonb(rows)) from social.notifications() as rows);
    end if;
    seen := concat(seen,
      to_jsonb(social.post(social_tests.post_id('sunrise'))),
      to_jsonb(social.profile(social_tests.id('alice'))),
      (select jsonb_agg(to_jsonb(rows)) from social.post_comments(
        social_tests.post_id('sunrise')) as rows),
      (select jsonb_agg(to_jsonb(rows)) from social.comment_replies(
        social_tests.comment_id('mine')) as rows),
      (select jsonb_agg(to_jsonb(rows) order by rows.id) from social.comments as rows));
  end loop;
  return regexp_replace(seen,
    '[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}|[0-9-]+T[0-9:.+]+', '?', 'g');
end;
$$;
create function pg_temp.seen(word text) returns text language plpgsql as $$
declare
  seen text;
begin
  perform social_tests.act_as('alice');
  perform social.mute_word(word);
  seen := pg_temp.world();
  raise exception sqlstate 'UNDO0' using message = seen;
exception when sqlstate 'UNDO0' then
  return sqlerrm;
end;
$$;
select isnt(pg_temp.seen('spoiler'), '', 'the other people see something');
select is(pg_temp.seen('spoiler'), pg_temp.seen('other'),
  'SEC-109 what others do and see is the same, whichever word a person mutes');

select social_tests.act_as('alice'), social.mute_word('spoiler');
select throws_ok(statement, '42501', null, 'SEC-109 nobody reads the table of muted words')
from social_tests.act_as('bob'),
  unnest(array['select * from social_private.muted_words']) as statement;
select is_empty('select * from social.muted_words()', 'SEC-109 a person lists only their own words');
select social_tests.act_as_operator();
-- A command of another person that read the words would take a time that depends on them.
select set_eq($$
  select proname::text from pg_proc
  where pronamespace = 'social_private'::regnamespace and provolatile = 'v'
    and prosrc ~ '\y(muted_words|muted_pattern|is_muted_text|is_muted_object)\y'
    -- Searches and feeds read the words of the caller. Only the operator merges accounts.
    and proname !~ '^(export|import|erase|move_choices)|_(search|feed|posts)$' $$,
  array['mute_word', 'unmute_word'], 'SEC-109 no command reads the muted words of another person');

select * from finish();
rollback;
