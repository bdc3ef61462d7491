begin;
select plan(13);
select social_tests.person(name) from unnest(array['alice', 'bob', 'blocker']) as name;
select social_tests.post('bob', 'of bob', at => now() - interval '1 day');
select social_tests.post('blocker', 'of blocker', at => now() - interval '1 day');
select social_tests.block('blocker', 'alice');
select social_tests.act_as('alice');
select social.set_notification_preference('comment', 'everybody');

create function pg_temp.import(kind text, item jsonb) returns text language sql
return (
  select coalesce(problems #>> '{0,code}', (imported_count, existing_count)::text)
  from social.import_items(social_tests.id('alice'), import.kind, jsonb_build_array(import.item)));
create function pg_temp.bell(author text) returns text language sql
return pg_temp.import('blocks', jsonb_build_object('kind', 'bell', 'created_at', '2020-01-01',
  'profile', jsonb_build_object('id', social_tests.id(bell.author))));
create function pg_temp.muted(caption text) returns text language sql
return pg_temp.import('muted_posts', jsonb_build_object('kind', 'post',
  'created_at', '2020-01-01', 'id', social_tests.post_id(muted.caption)));
create function pg_temp.chosen(choices jsonb) returns text language sql
return pg_temp.import('profile', jsonb_build_object(
  'created_at', '2020-01-01', 'notification_preferences', chosen.choices));

select social_tests.act_as_service();
select is(pg_temp.bell('bob'), '(1,0)', 'a bell is imported');
select is(pg_temp.bell('bob'), '(0,1)', 'a bell is imported once');
select is(pg_temp.bell('blocker'), 'profile_not_found',
  'a bell of a person whom the importing person may not see is refused');
select is(pg_temp.bell('alice'), 'import_invalid', 'a bell of oneself is refused');
select is(pg_temp.muted('of bob'), '(1,0)', 'a muted post is imported');
select is(pg_temp.muted('of bob'), '(0,1)', 'a muted post is imported once');
select is(pg_temp.muted('of blocker'), 'post_not_found',
  'a muted post that the importing person may not see is refused');
select is(pg_temp.import('muted_posts', '{"kind": "comment", "created_at": "2020-01-01"}'),
  'import_invalid', 'a muted comment is refused, because only posts can be muted');
select is(
  pg_temp.chosen('[{"kind": "post_like", "from_whom": "following"},
    {"kind": "comment", "from_whom": "nobody"}, {"kind": "sanction", "from_whom": "nobody"},
    {"kind": "poke", "from_whom": "nobody"}]'),
  '(1,0)', 'choices about notifications are imported with the profile');
select is(pg_temp.chosen('[{"kind": "post_like", "from_whom": "friends"}]'), 'import_invalid',
  'an unknown choice is refused');
select social_tests.act_as('alice');
select is(
  array(select kind || ' ' || from_whom from social.notification_preferences()
    where kind in ('post_like', 'comment', 'sanction') order by kind),
  array['comment everybody', 'post_like following', 'sanction everybody'],
  'an import replaces no choice, and turns off no kind that is required');
select is((select array_agg(username::text) from social.bells()), array['bob'],
  'an imported bell rings');
select social_tests.act_as_service();
select pg_temp.import('blocks', jsonb_build_object('kind', 'block', 'created_at', '2020-01-01',
  'profile', jsonb_build_object('id', social_tests.id('bob'))));
select social_tests.act_as('alice');
select is_empty('select * from social.bells()', 'an imported block ends the bells of both people');

select * from finish();
rollback;
