begin;
select plan(10);
select social_private.set_direct_table_access('everybody');
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.person('mallory');
select social_tests.follow('bob', 'alice');

-- Returns how many rows about alice the caller sees in each table and function.
create function pg_temp.seen()
  returns table (surface text, rows bigint)
  language sql
as $$
  select 'posts', count(*) from social.posts union all
  select 'post_media', count(*) from social.post_media union all
  select 'comments', count(*) from social.comments union all
  select 'post_counts', count(*) from social.post_counts union all
  select 'comment_counts', count(*) from social.comment_counts union all
  select 'files', count(*) from storage.objects where bucket_id = 'social-media' union all
  select 'grid', count(*) from social.profile_posts(social_tests.id('alice')) union all
  select 'counts of the account', count(*) from social.profile_counts
    where profile_id = social_tests.id('alice')
$$;

select social_tests.act_as('alice');
select id from social.create_post('sunrise', social_tests.media(social_tests.upload('alice')));
select social.add_comment(social_tests.post_id('sunrise'), 'first');
select social.like_post(social_tests.post_id('sunrise'));
select social.like_comment(social_tests.comment_id('first'));

select social_tests.act_as('mallory');
select is_empty(
  'select * from pg_temp.seen() where rows <> 1',
  'SEC-04 a stranger sees all content of a public account');
select social.save_post(social_tests.post_id('sunrise'));
select social_tests.act_as('alice');
select is((social.update_profile(is_private => true)).is_private, true,
  'SEC-04 a person can make their account private');

select social_tests.act_as('mallory');
select is_empty(
  'select * from pg_temp.seen() where rows <> 0',
  'SEC-04 a stranger sees no content of an account as soon as it is private');
select throws_ok(
  format('select social.post_comments(%L)', social_tests.post_id('sunrise')), 'PT404',
  'post_not_found', 'SEC-04 a stranger cannot list the comments on a post of the private account');
select throws_ok(
  format('select social.post_likers(%L)', social_tests.post_id('sunrise')), 'PT404',
  'post_not_found', 'SEC-04 a stranger cannot list who likes a post of the private account');
select throws_ok(
  format('select social.comment_replies(%L)', social_tests.comment_id('first')), 'PT404',
  'comment_not_found',
  'SEC-04 a stranger cannot list the replies to a comment of the private account');
select throws_ok(
  format('select social.comment_likers(%L)', social_tests.comment_id('first')), 'PT404',
  'comment_not_found', 'SEC-04 a stranger cannot list who likes a comment of the private account');
select is_empty(
  'select * from social.saved_posts()',
  'SEC-04 saved_posts of a stranger does not list a post of the private account');
select social_tests.act_as_anon();
select is_empty(
  'select * from pg_temp.seen() where rows <> 0',
  'SEC-04 an anonymous caller sees no content of the private account');
select social_tests.act_as('bob');
select is_empty('select * from pg_temp.seen() where rows <> 1',
  'SEC-04 a follower still sees all content of the private account');

select * from finish();
rollback;
