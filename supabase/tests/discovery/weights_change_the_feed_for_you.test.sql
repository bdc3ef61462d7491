begin;
select plan(12);
select social_tests.person(name) from unnest(array['viewer', 'friend', 'famous']) as name;
select social_tests.follow('viewer', 'friend');
select social_tests.post('friend', 'of friend', at => now() - interval '1 day');
select social_tests.post('famous', 'explored', at => now() - interval '1 hour');
select social_tests.fill_explore('explored');

create function pg_temp.feed() returns text language sql
return (select string_agg(caption, ', ') from social.for_you_feed());

select social_tests.act_as('viewer');
select is(social.feed_weights()::text, '(3.00,2.00,2.00,1.00,1.50)',
  'a person who has chosen nothing has the weights of the operator');
select is(pg_temp.feed(), 'of friend, explored', 'followed people weigh more than explore');
select is(social.set_feed_weights(explore => 9)::text, '(3.00,2.00,2.00,9.00,1.50)',
  'a person can choose one weight and keep the others');
select is(pg_temp.feed(), 'explored, of friend', 'a higher weight moves the posts of its source up');
select social.set_feed_weights(followed => 0);
select is(pg_temp.feed(), 'explored', 'a weight of 0 leaves the source out');
select is(social.set_feed_weights(recency => 0, reset => true)::text, '(3.00,2.00,2.00,1.00,0.00)',
  'a reset takes back all weights before the new one applies');
select is(
  (select distinct reason #>> '{parts,recency}' from social.for_you_feed(explain => true)), '1',
  'with the weight 0, recency does not matter');
select is(social.set_feed_weights(reset => true)::text, '(3.00,2.00,2.00,1.00,1.50)',
  'after a reset, the weights of the operator apply');
select social_tests.act_as_operator();
update social_private.default_feed_weights set explore = 10;
select social_tests.act_as('viewer');
select is(pg_temp.feed(), 'explored, of friend', 'a changed weight of the operator applies at once');
select is_empty(
  $$select value from unnest(array['-0.1', '10.1', 'NaN', 'Infinity']) as value
    where social_tests.outcome(format('select social.set_feed_weights(liked => %L)', value))
      !~ '^PT422 feed_weight_invalid'$$,
  'a weight below 0 or above 10 is refused');
select social_tests.act_as('friend');
select is(social.feed_weights()::text, '(3.00,2.00,2.00,10.00,1.50)',
  'the weights of one person do not apply to another');
select social_tests.act_as_operator();
select throws_ok('update social_private.default_feed_weights set liked = 11', '23514', null,
  'an operator cannot set a weight above 10');

select * from finish();
rollback;
