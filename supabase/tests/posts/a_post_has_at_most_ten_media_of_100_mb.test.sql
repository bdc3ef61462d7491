begin;
select plan(4);
select social_tests.person('alice');

select social_tests.act_as('alice');
select throws_ok(
  format('select social.create_post(media => %L)',
    (select jsonb_agg(social_tests.media(social_tests.upload('alice')) -> 0)
      from generate_series(1, 11))),
  'PT422', 'media_too_many', 'a post with eleven media is rejected');
select is(
  (select jsonb_array_length(media) from social.create_post(media =>
    (select jsonb_agg(social_tests.media(social_tests.upload('alice')) -> 0)
      from generate_series(1, 10)))),
  10, 'a post with ten media is accepted');
select is((select count(*) from social.posts), 1::bigint,
  'only the post with ten media is created');
select social_tests.act_as_operator();
select is(
  (select file_size_limit from storage.buckets where id = 'social-media'), 100 * 1024 * 1024::bigint,
  'the bucket social-media accepts files of at most 100 MB');

select * from finish();
rollback;
