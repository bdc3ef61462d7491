begin;
select plan(4);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('alice', 'sunrise', 'rude');
update social_private.rate_limits set daily = 0 where action = 'report';

select social_tests.remember();
select social_tests.act_as('bob');
select ok(social_tests.is_rate_limited(
  format('select social.report_%s(%L, ''spam'')', kind, id)),
  'a person who has reached the report limit cannot report a ' || kind)
from (values
  ('post', social_tests.post_id('sunrise')), ('comment', social_tests.comment_id('rude')),
  ('profile', social_tests.id('alice'))
) as targets (kind, id);
select ok(social_tests.is_unchanged(), 'refused reports change no row');

select * from finish();
rollback;
