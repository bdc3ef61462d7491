begin;
select plan(12);
select social_tests.person('alice'), social_tests.person('bob');
select social_tests.post('bob', 'a #Café');
update social_private.config set hashtag_follows_max = 3;
create function pg_temp.followed() returns text[] language sql as $$
  select array_agg(display || ' ' || post_count) from social.followed_hashtags()
$$;

select social_tests.act_as('alice');
select is((social.follow_hashtag('#CAFÉ'))::text, '(cafe,Café,1,t,63616665)',
  'following a hashtag returns its card');
select social.follow_hashtag('cafe');
select is(pg_temp.followed(), array['Café 1'], 'following a hashtag is idempotent');
select social.follow_hashtag('sun'), social.follow_hashtag('ぼっち');
select throws_ok($$select social.follow_hashtag('moon')$$, 'PT409', 'hashtag_follows_too_many',
  'a person cannot follow more hashtags than the maximum');
select lives_ok($$select social.follow_hashtag('sun')$$,
  'following a followed hashtag again succeeds at the maximum');
select is(
  social_tests.walk('select hashtag as item, cursor from social.followed_hashtags(%L, 1)'),
  array['cafe', 'sun', 'ぼっち'], 'the followed hashtags are listed in alphabetical order');
select is((select is_following from social.hashtag('sun')), true,
  'a hashtag shows that the viewer follows it');
select social.unfollow_hashtag('#Sun'), social.unfollow_hashtag('sun');
select is(pg_temp.followed(), array['Café 1', 'ぼっち 0'], 'unfollowing a hashtag is idempotent');
select throws_ok(format('select social.follow_hashtag(%L)', written), 'PT422', 'hashtag_invalid',
  'a text that is no hashtag is refused: ' || written)
from unnest(array['two words', '123', '#']) as written;
select social_tests.act_as('bob');
select is(pg_temp.followed(), null, 'nobody sees what another person follows');

select throws_ok(
  'select social.follow_hashtag(null)', 'argument_missing', 'a call must name a hashtag');

select * from finish();
rollback;
