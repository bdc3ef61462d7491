begin;
select plan(8);
select social_tests.person(name)
from unnest(array['ada', 'eve', 'mona', 'otto', 'alice', 'mallory']) as name;
select social_tests.staff('ada', 'administrator');
select social_tests.staff('eve', 'administrator');
select social_tests.staff('mona');
select social_tests.staff('otto');

create function pg_temp.report(reporter text, subject text) returns void language plpgsql as $$
begin
  perform social_tests.act_as(report.reporter);
  perform social.report_profile(social_tests.id(report.subject), 'spam');
end $$;
create function pg_temp.world(name text) returns text language plpgsql as $$
declare
  answer text;
begin
  perform social_tests.act_as(world.name);
  answer := (select jsonb_agg(to_jsonb(entry)) from social.audit_log(page_size => 101) as entry);
  perform social_tests.act_as_operator();
  return answer;
end $$;
select set_config('monas.world', pg_temp.world('mona'), true);
select set_config('ottos.world', pg_temp.world('otto'), true);
select set_config('adas.world', pg_temp.world('ada'), true);

select pg_temp.report('alice', 'mona');
select social_tests.act_as('ada');
select social.review_report(social_tests.report_id('alice'));
select social.moderate_profile(
  social_tests.id('mona'), 'limit', 'Spam', 'terms', social_tests.report_id('alice'));
select social.resolve_report(social_tests.report_id('alice'), 'action_taken', 'Spam');
select is(pg_temp.world('mona'), current_setting('monas.world'),
  'SEC-118 staff see nothing in the log about reports about themselves');
select is(pg_temp.world('otto'), current_setting('ottos.world'),
  'SEC-118 moderators see nothing in the log about reports about other staff');
select isnt(pg_temp.world('eve'), current_setting('adas.world'),
  'SEC-118 another administrator sees these entries');
select set_config('adas.world', pg_temp.world('ada'), true);

select pg_temp.report('eve', 'ada');
select social_tests.act_as_operator();
select social_private.resolve_report_as(null, social_tests.report_id('eve'), 'dismissed', 'Fine');
select is(pg_temp.world('ada'), current_setting('adas.world'),
  'SEC-118 administrators see nothing in the log about reports about themselves');

select pg_temp.report('otto', 'alice');
select set_config('ottos.world', pg_temp.world('otto'), true);
select social_tests.act_as('mona');
select social.review_report(social_tests.report_id('otto'));
select social.moderate_profile(
  social_tests.id('alice'), 'limit', 'Spam', 'terms', social_tests.report_id('otto'));
select is(pg_temp.world('otto'), current_setting('ottos.world'),
  'SEC-118 staff see nothing in the log about their own reports');
select is(pg_temp.world('mona') = current_setting('monas.world'), false,
  'SEC-118 staff see their own actions');
select social_tests.act_as('mallory');
select throws_ok('select social.audit_log()', 'PT403', 'not_staff',
  'SEC-118 nobody but staff reads the log');
select social_tests.act_as_anon();
select throws_ok('select social.audit_log()', 'PT401', 'not_signed_in',
  'SEC-118 nobody reads the log without a login');

select * from finish();
rollback;
