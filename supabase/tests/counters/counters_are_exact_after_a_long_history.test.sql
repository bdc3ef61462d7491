begin;
select plan(5);
select setseed(0.42);
select social_tests.person('p' || n || 'x', n % 4 = 0) from generate_series(1, 12) as n;
update social_private.config set allow_text_posts = true;

-- Whoever, does whatever, to whatever; a refusal is a refusal.
create function pg_temp.live_a_while(steps integer) returns table (done bigint, refused bigint)
  language plpgsql as $$
declare
  person text;
  step text;
begin
  done := 0; refused := 0;
  for n in 1 .. steps loop
    perform social_tests.act_as_operator();
    select username into person from social.profiles order by random() limit 1;
    select format(call,
      (select id from social.profiles where username <> person order by random() limit 1),
      (select id from social.posts order by random() limit 1),
      (select id from social.comments order by random() limit 1),
      (select post_id from social.comments order by random() limit 1), n)
    into step
    from unnest(array[
      'follow_profile(%1$L)', 'follow_profile(%1$L)', 'unfollow_profile(%1$L)', 'accept_follow(%1$L)',
      'reject_follow(%1$L)', 'remove_follower(%1$L)', 'update_profile(is_private => %5$s %% 2 = 0)',
      'create_post(''post %5$s'')', 'create_post(''post %5$s'', visibility => ''only_me'')',
      'update_post(%2$L, visibility => ''followers'')', 'update_post(%2$L, visibility => ''only_me'')',
      'delete_post(%2$L)', 'like_post(%2$L)', 'like_post(%2$L)', 'unlike_post(%2$L)',
      'save_post(%2$L)', 'add_comment(%2$L, ''comment %5$s'')', 'add_comment(%2$L, ''comment %5$s'')',
      'add_comment(%4$L, ''reply %5$s'', %3$L)', 'add_comment(%4$L, ''reply %5$s'', %3$L)',
      'like_comment(%3$L)', 'unlike_comment(%3$L)', 'delete_comment(%3$L)',
      'delete_profile() where %5$s %% 9 = 0'
    ]) as call order by random() limit 1;
    perform social_tests.act_as(person);
    if social_tests.outcome('select social.' || step) ~ '^[01] rows' then
      done := done + 1;
    else
      refused := refused + 1;
    end if;
  end loop;
  perform social_tests.act_as_operator();
  return next;
end;
$$;

select cmp_ok(
  (select done from pg_temp.live_a_while(1500)), '>', 300::bigint, 'a lot happens');
select is_empty('select * from social_private.verify_counters()', 'and every counter is right');
select cmp_ok(
  (select count(*) from social.comments where deleted_by is not null)
    + (select count(*) from social.likes) + (select count(*) from social.follows), '>', 10::bigint,
  'there is something to count');
delete from social.posts where random() < 0.5;
delete from auth.users where random() < 0.5;
select is_empty(
  'select * from social_private.verify_counters()', 'also after half of it is deleted by force');
delete from auth.users;
select is_empty(
  $$
    select 1 from social_private.profile_counters union all
    select 1 from social_private.post_counters union all
    select 1 from social_private.comment_counters union all
    select 1 from social.posts union all select 1 from social.comments
    union all select 1 from social.follows union all select 1 from social.likes
  $$,
  'and with the last person the last row is gone');

select * from finish();
rollback;
