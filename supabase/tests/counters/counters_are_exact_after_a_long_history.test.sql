begin;
select plan(6);
select social_tests.person('p' || n || 'x', n % 4 = 0) from generate_series(1, 12) as n;
update social_private.config set allow_text_posts = true;

-- Makes pseudo-random calls that are the same in every run. The functions may reject some calls.
create function pg_temp.run_history(steps integer) returns bigint language plpgsql as $$
declare
  person text;
  step text;
  done bigint := 0;
begin
  for n in 1 .. steps loop
    perform social_tests.act_as_operator();
    select username into person from social.profiles order by md5(username || n) limit 1;
    select format(call,
      (select id from social.profiles where username <> person order by md5(n || username) limit 1),
      (select id from social.posts order by md5(caption || n) limit 1),
      (select id from social.comments order by md5(concat(body, n)) limit 1),
      (select post_id from social.comments order by md5(concat(body, n)) limit 1), n,
      (select id from social.comments where deleter_id is not null
        order by md5(concat(body, n)) limit 1))
    into step
    from unnest(array[
      'follow_profile(%1$L)', 'unfollow_profile(%1$L)', 'accept_follow(%1$L)',
      'reject_follow(%1$L)', 'remove_follower(%1$L)', 'update_profile(is_private => true)',
      'update_profile(is_private => false)', 'create_post(''post %5$s'')',
      'create_post(''post %5$s'', visibility => ''only_me'')', 'delete_post(%2$L)',
      'update_post(%2$L, visibility => ''public'')', 'update_post(%2$L, visibility => ''only_me'')',
      'like_post(%2$L)', 'unlike_post(%2$L)', 'save_post(%2$L)', 'delete_comment(%3$L)',
      'restore_post(%2$L)', 'restore_comment(%6$L)',
      'add_comment(%2$L, ''comment %5$s'')', 'like_comment(%3$L)', 'unlike_comment(%3$L)'
    ] || array_fill('add_comment(%4$L, ''reply %5$s'', %3$L)'::text, array[3])
      || array_fill('follow_profile(%1$L)'::text, array[3])
      || array_fill('like_post(%2$L)'::text, array[3])
      || array_fill('like_comment(%3$L)'::text, array[3])) as call
    order by md5(call || n) limit 1;
    perform social_tests.act_as(person);
    if n % 375 = 0 then
      perform social_tests.leave(person);
      continue;
    end if;
    done := done + (social_tests.outcome('select social.' || step) ~ '^[01] rows')::integer;
  end loop;
  perform social_tests.act_as_operator();
  return done;
end;
$$;

select cmp_ok(pg_temp.run_history(1500), '>', 500::bigint,
  'more than 500 of the 1500 random calls succeed');
select is_empty('select * from social_private.verify_counters()',
  'after the random calls every counter equals the number of rows that it counts');
select cmp_ok(
  (select least(
    (select count(*) from social.likes), (select count(*) from social.comment_likes),
    (select count(*) from social.comments where depth > 0),
    (select count(*) from social.comments where deleted_by is not null),
    (select count(*) from social.follows where state = 'accepted'))), '>', 0::bigint,
  'the random calls create likes, replies, deleted comments and followers');
select is(
  (select count(distinct profile_id) from social_private.profile_counters), 8::bigint,
  'only the eight people who are not erased have counters');
delete from social.posts where caption < 'post 5';
delete from auth.users where email < 'p3';
select is_empty(
  'select * from social_private.verify_counters()',
  'every counter is exact after an operator deletes posts and people by SQL');
delete from auth.users;
select is(
  (select count(*) from social_private.profile_counters)
    + (select count(*) from social_private.post_counters)
    + (select count(*) from social_private.comment_counters)
    + (select count(*) from social.posts) + (select count(*) from social.comments),
  0::bigint, 'no post, comment or counter is left after all people are erased');

select * from finish();
rollback;
