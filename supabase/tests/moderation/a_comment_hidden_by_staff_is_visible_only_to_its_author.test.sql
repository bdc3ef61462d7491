begin;
select plan(8);
select social_tests.person(name) from unnest(array['alice', 'bob', 'mona', 'carol']) as name;
select social_tests.staff('mona');
select social_tests.post('alice', 'sunrise');
select social_tests.comment('bob', 'sunrise', 'rude');

select social_tests.act_as('mona');
select results_eq(
  format(
    $$
      select target_kind, subject_id, hidden_at is not null
      from social.moderate_comment(%L, 'hide', 'Rude')
    $$, social_tests.comment_id('rude')),
  format('select ''comment''::social.target_kind, %L::uuid, true', social_tests.id('bob')),
  'a moderator can hide a comment');
select social_tests.act_as('carol');
select is_empty(
  format('select * from social.post_comments(%L)', social_tests.post_id('sunrise')),
  'a stranger does not see a comment hidden by staff');
select social_tests.act_as('alice');
select is_empty(
  format('select * from social.post_comments(%L)', social_tests.post_id('sunrise')),
  'the author of the post does not see a comment hidden by staff');
select throws_ok(
  format('select social.unhide_comment(%L)', social_tests.comment_id('rude')), 'PT404',
  'comment_not_found', 'the author of the post cannot unhide a comment hidden by staff');
select social_tests.act_as('bob');
select is(
  (select body from social.post_comments(social_tests.post_id('sunrise'))), 'rude',
  'the author of a comment hidden by staff still sees it');
select is(
  (select reason from social.my_sanctions()), 'Rude',
  'the author of a comment hidden by staff can read the reason');
select social_tests.act_as('mona');
select social.moderate_comment(social_tests.comment_id('rude'), 'restore', 'Not so rude');
select social_tests.act_as('carol');
select is(
  (select body from social.post_comments(social_tests.post_id('sunrise'))), 'rude',
  'a stranger sees the comment again after staff restore it');

select social_tests.act_as_operator();
select social_private.moderate(null, 'comment', social_tests.comment_id('rude'), 'hide', 'Rude');
delete from social.comments;
select is(
  (
    select array_agg(action order by number) from social_private.audit_log
    where target_kind = 'comment'
  ), array['hide', 'restore', 'hide'],
  'deleting a comment hidden by staff adds no restore action to the audit log');

select * from finish();
rollback;
