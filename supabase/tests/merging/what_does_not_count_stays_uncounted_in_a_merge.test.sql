begin;
select plan(8);
select social_tests.person(name) from unnest(array['kept', 'old', 'fan', 'away']) as name;
select set_config('my.kept', social_tests.id('kept')::text, true);
select social_tests.post('fan', 'sunrise'), social_tests.post('old', 'Hello #sun'),
  social_tests.post('kept', 'Bye #sun');
select social_tests.comment('old', 'sunrise', 'by old');
select social_tests.like('old', 'sunrise'), social_tests.follow('old', 'fan');
select social_tests.follow('fan', 'old'), social_tests.follow('away', 'old');
select social_tests.comment('fan', 'Hello #sun', 'hidden by old');
insert into social_private.hidden_comments (comment_id, hidden_by)
values (social_tests.comment_id('hidden by old'), 'post_author');
update social_private.config set discovery = true;
create function pg_temp.numbers() returns text language sql as $$
  select concat_ws(' ',
    (select like_count from social.post_counts where post_id = social_tests.post_id('sunrise')),
    (select comment_count from social.post_counts where post_id = social_tests.post_id('sunrise')),
    (select (post_count, follower_count, following_count) from social.profile_counts
      where profile_id = current_setting('my.kept')::uuid))
$$;
create function pg_temp.merge() returns text language plpgsql as $$
begin
  perform social_private.merge_profiles('old', 'kept', 'One person');
  -- What waits for the worker would hide wrong counters.
  delete from social_private.count_updates;
  return pg_temp.numbers();
end;
$$;

-- The old account is deactivated, so nothing of it counts before the merge.
update social_private.accounts set deactivated_at = now()
where profile_id in (social_tests.id('old'), social_tests.id('away'));
savepoint before_merge;
select is(pg_temp.numbers(), '0 0 (1,0,0)', 'a deactivated account does not count');
select is(pg_temp.merge(), '1 1 (2,1,1)', 'after the merge into an active account it counts');
select is_empty('select * from social_private.verify_counters()', 'all counters are exact');
select is((select hider_id from social_private.uncounted_comments), current_setting('my.kept')::uuid,
  'the account still sees the comment that it hid');
select is((select count(*) from social_private.hashtag_posts where author_id
  = current_setting('my.kept')::uuid), 2::bigint, 'its posts are on the pages of hashtags');

-- The account that stays is deactivated and private.
rollback to before_merge;
update social_private.accounts set deactivated_at = null where profile_id = social_tests.id('old');
update social_private.accounts set is_private = true, deactivated_at = now()
where profile_id = social_tests.id('kept');
select is(pg_temp.merge(), '0 0 (2,0,0)', 'in an inactive account nothing counts');
select is_empty('select * from social_private.verify_counters()', 'all counters are exact');
select is_empty($$select * from social_private.hashtag_posts
  where author_id = current_setting('my.kept')::uuid$$,
  'the posts of a private account leave the pages of hashtags');

select * from finish();
rollback;
