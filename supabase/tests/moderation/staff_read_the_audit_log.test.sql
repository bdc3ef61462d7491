begin;
select plan(8);
select social_tests.person(name) from unnest(array['ada', 'mona', 'alice', 'bob']) as name;
select social_tests.staff('ada', 'administrator');
select social_tests.staff('mona');
select social_tests.post('alice', 'spam');
select social_tests.act_as('bob');
select social.report_post(social_tests.post_id('spam'), 'spam');
select social_tests.act_as('mona');
select social.review_report(social_tests.report_id('bob'));
select social.moderate_post(social_tests.post_id('spam'), 'hide', 'Advertising', 'law', social_tests.report_id('bob'));

select results_eq(
  $$select action, actor_username, subject_username, reason from social.audit_log()$$,
  $$values ('hide', 'mona', 'alice', 'Advertising'), ('review', 'mona', 'alice', null),
    ('add_staff', null, 'mona', null), ('add_staff', null, 'ada', null)$$,
  'staff see who did what and why, latest first');
select results_eq(
  $$
    select number, actor_role, target_kind, target_id, ground, is_automated, report_id, before,
      after ->> 'hidden_at' is not null
    from social.audit_log() where action = 'hide'
  $$,
  $$
    select 4::bigint, 'moderator', 'post', social_tests.post_id('spam'),
      'law'::social.sanction_ground, false, social_tests.report_id('bob'),
      '{"hidden_at": null}'::jsonb, true
  $$,
  'an entry has the role, the target, the ground, the report and the change');
select results_eq(
  $$
    with recursive pages as (
      select 1 as place, page.* from social.audit_log(page_size => 1) as page
      union all
      select place + 1, page.*
      from pages, social.audit_log(pages.cursor, 1) as page
    )
    select number from pages order by place
  $$,
  array[4, 3, 2, 1]::bigint[], 'the log is read page by page');
select throws_ok($$select social.audit_log('no cursor')$$, 'PT400', 'cursor_invalid',
  'a malformed cursor is refused');
select throws_ok('select social.audit_log(page_size => 102)', 'PT422', 'page_size_invalid',
  'a page has at most 101 rows');
select social_tests.act_as('ada');
select is((select count(*) from social.audit_log()), 4::bigint, 'administrators see the log too');
select social_tests.act_as('bob');
select throws_ok('select social.audit_log()', 'PT403', 'not_staff', 'only staff read the log');
select social_tests.act_as_operator();
delete from auth.users where id = social_tests.id('alice');
select social_tests.act_as('ada');
select results_eq(
  $$select subject_id is not null, subject_username from social.audit_log() where action = 'hide'$$,
  $$values (true, null::text)$$, 'an entry about a deleted account keeps its id and has no username');

select * from finish();
rollback;
