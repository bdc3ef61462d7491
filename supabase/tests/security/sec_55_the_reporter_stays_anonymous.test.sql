begin;
select plan(6);
select social_tests.person(name)
from unnest(array['alice', 'mallory', 'olga', 'bystander']) as name;
select social_tests.staff('olga', 'administrator');
select social_tests.post('mallory', 'spam');

-- Returns, as one text, everything that the caller can read. The text covers tables, views and
-- functions that need at most one id.
create function pg_temp.everything_readable()
  returns text
  language plpgsql
as $$
declare
  source text;
  answer text;
  everything text := '';
begin
  for source in
    select format('select string_agg(r::text, ''|'' order by r::text) from social.%I r', relname)
    from pg_class where relnamespace = 'social'::regnamespace and relkind in ('r', 'v')
    union all
    select format('select string_agg(r::text, ''|'') from social.%I(%s) r', proname, case
      when 'uuid' = any (proargtypes::regtype[]::text[]) then quote_literal(coalesce(
        case when proname ~ 'post|comment_' then social_tests.post_id('spam') end, auth.uid()))
      end)
    from pg_proc
    where pronamespace = 'social'::regnamespace and provolatile = 's'
      and (pronargs = pronargdefaults or proargtypes[0] = 'uuid'::regtype)
  loop
    begin
      execute source into answer;
    exception when others then
      answer := sqlerrm;
    end;
    everything := everything || source || ': ' || coalesce(answer, '') || e'\n';
  end loop;
  return everything;
end;
$$;

select social_tests.act_as('mallory');
select set_config('my.before', pg_temp.everything_readable(), true);
select cmp_ok(
  length(current_setting('my.before')), '>=', 2000,
  'SEC-55 the test compares at least 2000 characters that the reported person can read');
select social_tests.act_as('alice');
select social.report_post(social_tests.post_id('spam'), 'spam', 'written by alice');
select social.report_profile(social_tests.id('mallory'), 'harassment');
select social_tests.act_as('mallory');
select is(
  pg_temp.everything_readable(), current_setting('my.before'),
  'SEC-55 a report changes nothing that the reported person can read');
select social_tests.act_as('bystander');
select is_empty('select * from social.my_reports()',
  'SEC-55 my_reports does not list the reports of other people');
select social_tests.act_as('alice');
select is(
  (select count(*) from social.my_reports()), 2::bigint,
  'SEC-55 my_reports lists the reports of the reporter');

select social_tests.act_as_operator();
select social_private.moderate(
  social_tests.id('olga'), 'post', social_tests.post_id('spam'), 'hide', 'because', 'terms', id)
from social_private.reports where note is not null;
select social_tests.act_as('mallory');
select is(
  (select count(*) from social.my_sanctions()), 1::bigint,
  'SEC-55 the reported person sees the sanction');
select is_empty(
  format($$
    select sanction from social.my_sanctions() as sanction
    where sanction::text like any (array['%%%s%%', '%%%s%%', '%%alice%%', '%%olga%%'])
  $$, social_tests.id('alice'), social_tests.id('olga')),
  'SEC-55 the sanction contains neither the reporter nor the staff member');

select * from finish();
rollback;
