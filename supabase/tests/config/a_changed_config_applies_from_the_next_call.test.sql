begin;
select plan(11);
select social_tests.person('alice');
select social_tests.post('alice', 'sunrise');

select social_tests.act_as_anon();
select is(
  (social.limits())::text, '(2200,1000,1500,300,50,300,200,10,10485760,f,30)',
  'an anonymous caller may read the limits');
select social_tests.act_as_operator();
update social_private.config set
  caption_length = 5, comment_length = 6, alt_text_length = 7, sensitive_note_length = 8,
  display_name_length = 9, bio_length = 10, website_length = 19, media_per_post = 2,
  image_bytes = 2000, allow_text_posts = true, username_change_days = 7;
select social_tests.act_as('alice');
select is(
  (social.limits())::text, '(5,6,7,8,9,10,19,2,2000,t,7)',
  'limits() returns the values of the changed config');

select is_empty(
  $$
    select call, outcome
    from (values
      ('create_post(''123456'')', 'caption_too_long'),
      ('create_post(''x'', sensitive_note => ''123456789'')', 'sensitive_note_too_long'),
      (format('add_comment(%L, ''1234567'')', social_tests.post_id('sunrise')), 'comment_too_long'),
      ('update_profile(display_name => ''1234567890'')', 'display_name_too_long'),
      ('update_profile(bio => ''12345678901'')', 'bio_too_long'),
      ('update_profile(website => ''https://example.com/'')', 'website_too_long')
    ) as calls (call, code), social_tests.outcome('select social.' || call) as outcome
    where outcome !~ ('^PT422 ' || code || ' .* At most [0-9]+ characters\.$')
  $$,
  'every text is checked against the maximum length in the changed config');
select lives_ok('select social.create_post(''12345'')',
  'a caption of the maximum length is accepted');
select lives_ok(
  format('select social.add_comment(%L, ''123456'')', social_tests.post_id('sunrise')),
  'a comment of the maximum length is accepted');
select throws_ok(
  format('select social.create_post(media => %L)', jsonb_set(
    social_tests.media(social_tests.upload('alice')), '{0,alt_text}', '"12345678"')),
  'PT422', 'alt_text_too_long', 'an alternative text longer than the changed maximum is refused');
select throws_ok(
  format('select social.create_post(media => %L)', social_tests.media(
    social_tests.upload('alice'), social_tests.upload('alice'), social_tests.upload('alice'))),
  'PT422', 'media_too_many', 'more media than the changed maximum are refused');
select social.change_username('alison') is not null;
select social_tests.act_as_operator();
update social_private.former_usernames set changed_at = now() - interval '7 days';
select social_tests.act_as('alison');
select is(social.change_username('alicia') ->> 'username', 'alicia',
  'a username can be changed again after the new number of days in the config');
select social_tests.act_as_operator();
update social_private.config set username_reservation_days = 6;
update social_private.former_usernames set changed_at = now() - interval '6 days 1 second'
where username = 'alice';
select is(social.check_username('alice'), 'available',
  'a former username is available after the new number of reservation days in the config');
update social_private.config set idempotency_hours = 1;
insert into social_private.idempotency_keys (user_id, key, request_hash, result_id, created_at)
values (social_tests.id('alicia'), 'old', '', gen_random_uuid(), now() - interval '61 minutes');
select social_tests.act_as('alicia');
select lives_ok(
  'select social.create_post(''hi'', idempotency_key => ''old'')',
  'an idempotency key can be used again after the new number of hours in the config');
select social_tests.act_as_operator();
select is(
  (select count(*) from social_private.idempotency_keys), 1::bigint,
  'a new request replaces the expired idempotency key');

select * from finish();
rollback;
