begin;
select plan(11);
select social_tests.person(name) from unnest(array['alice', 'fan', 'stranger', 'mona']) as name;
select social_tests.staff('mona');
select social_tests.follow('fan', 'alice');
select social_tests.post('alice', 'sunrise');

create function pg_temp.who_sees()
  returns text
  language plpgsql
as $$
declare
  name text;
  names text := '';
begin
  foreach name in array array['alice', 'fan', 'stranger'] loop
    perform social_tests.act_as(name);
    begin
      perform social.post(social_tests.post_id('sunrise'));
      names := names || ' ' || name;
    exception when sqlstate 'PT404' then
      null;
    end;
  end loop;
  perform social_tests.act_as('mona');
  return trim(names);
end;
$$;

create function pg_temp.act(action social.moderation_action, reason text default 'because')
  returns text
  language sql
as $$
  select concat_ws(' ', case when limited_at is not null then 'limited' end,
    case when suspended_at is not null then 'suspended' end)
  from social.moderate_profile(social_tests.id('alice'), action, reason)
$$;

select social_tests.act_as('mona');
select is(pg_temp.act('limit'), 'limited', 'a moderator can limit an account');
select is(pg_temp.who_sees(), 'alice fan', 'only followers see the posts of a limited account');
select is(pg_temp.act('suspend'), 'limited suspended', 'a moderator can suspend an account');
select is(pg_temp.who_sees(), '',
  'nobody sees the posts of a suspended account, not even its owner');
select is(
  pg_temp.act('limit', 'again') || pg_temp.act('suspend', 'again'),
  'limited suspendedlimited suspended',
  'limiting or suspending an account again returns the same state');
select is(pg_temp.act('restore'), '', 'a moderator can restore a limited and suspended account');
select is(pg_temp.who_sees(), 'alice fan stranger',
  'strangers see the posts of a restored account again');

select social_tests.act_as('alice');
select results_eq(
  'select action, is_in_force from social.my_sanctions()',
  $$values ('suspend'::social.moderation_action, false), ('limit', false)$$,
  'after the restoration, the owner sees that the two sanctions are no longer in force');
select social_tests.act_as_operator();
select is(
  (
    select array_agg(action order by number) from social_private.audit_log
    where subject_id = social_tests.id('alice')
  ), array['limit', 'suspend', 'restore', 'restore'],
  'the audit log has one entry per sanction and one restore action per lifted sanction');
select results_eq(
  $$
    select before ? 'limited_at', after from social_private.audit_log
    where subject_id = social_tests.id('alice') and action = 'restore' order by number
  $$,
  $$values (true, '{"limited_at": null}'::jsonb), (false, '{"suspended_at": null}')$$,
  'the audit log shows which sanction each restore action lifted');
select is_empty(
  'select * from social_private.verify_counters()',
  'every stored counter equals the actual number of rows');

select * from finish();
rollback;
