begin;
select plan(10);
select social_tests.person(name) from unnest(array['alice', 'mona', 'ada', 'bob']) as name;
select social_tests.staff('mona');
select social_tests.staff('ada', 'administrator');
select social_tests.post('bob', 'post ' || number) from generate_series(1, 7) as number;
select social_tests.act_as('alice');
select social.report_post(social_tests.post_id('post ' || number), 'spam', 'report ' || number)
from generate_series(1, 7) as number;
select social_tests.act_as('mona');
select social.moderate_post(social_tests.post_id('post ' || number), 'hide', 'hide ' || number)
from generate_series(1, 7) as number;

create function pg_temp.numbers(word text, variadic numbers integer[])
  returns text[]
  language sql
as $$
  select array_agg(word || ' ' || number order by place)
  from unnest(numbers) with ordinality as given (number, place)
$$;

select is(
  social_tests.walk('select note as item, cursor from social.moderation_queue(''open'', %L, 3)'),
  pg_temp.numbers('report', 1, 2, 3, 4, 5, 6, 7),
  'the pages of open reports contain all open reports, oldest first');
select social.resolve_report(id, 'action_taken', 'Hidden') from social.moderation_queue()
where note <> 'report 4';
select is(
  social_tests.walk('select note as item, cursor from social.moderation_queue(''open'', %L, 3)'),
  pg_temp.numbers('report', 4), 'resolved reports are not listed among open reports');
select is(
  social_tests.walk('select note as item, cursor from social.moderation_queue(''closed'', %L, 2)'),
  pg_temp.numbers('report', 7, 6, 5, 3, 2, 1),
  'the pages of closed reports contain all closed reports, latest first');
select is(
  (select count(*) from social.moderation_queue('closed', page_size => 2)), 2::bigint,
  'a page of closed reports has two rows when page_size is 2');
select is(
  social_tests.walk(
    'select username as item, cursor from social.staff_members(%L, 1)'),
  array(select username from social.staff_members()),
  'the pages of staff_members contain each staff member once, in the order of the whole list');

select social_tests.act_as('alice');
select is(
  social_tests.walk('select note as item, cursor from social.my_reports(%L, 2)'),
  pg_temp.numbers('report', 7, 6, 5, 4, 3, 2, 1),
  'the pages of my_reports list the reports of the caller, latest first');
select social_tests.act_as('bob');
select is(
  social_tests.walk('select reason as item, cursor from social.my_sanctions(%L, 2)'),
  pg_temp.numbers('hide', 7, 6, 5, 4, 3, 2, 1),
  'the pages of my_sanctions list the sanctions of the caller, latest first');
select is(
  (select count(*) from social.my_sanctions(page_size => 2)), 2::bigint,
  'a page of sanctions has two rows when page_size is 2');
select social.appeal_sanction(id, reason) from social.my_sanctions() order by reason;

select social_tests.act_as('ada');
select is(
  social_tests.walk('select appeal_reason as item, cursor from social.appeals(''open'', %L, 3)'),
  pg_temp.numbers('hide', 1, 2, 3, 4, 5, 6, 7),
  'the pages of open appeals contain all open appeals, oldest first');
select social.decide_appeal(id, 'upheld', 'no') from social.appeals() where appeal_reason <> 'hide 4';
select is(
  social_tests.walk('select appeal_reason as item, cursor from social.appeals(''closed'', %L, 2)')
    || (select array_agg(appeal_reason) from social.appeals()),
  pg_temp.numbers('hide', 7, 6, 5, 3, 2, 1, 4),
  'the pages of decided appeals contain all decided appeals, latest first');

select * from finish();
rollback;
