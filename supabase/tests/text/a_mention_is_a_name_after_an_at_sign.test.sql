begin;
select plan(6);
create function pg_temp.wrong(expectations text[])
  returns table (written text, expected text, names text) language sql as $$
  select each[1], each[2], names
  from generate_subscripts(wrong.expectations, 1) as i,
  lateral (select array[wrong.expectations[i][1], wrong.expectations[i][2]] as each) as pair,
  lateral (
    select coalesce(string_agg(name, ' ' order by place), '') as names
    from social_private.find_mentions(each[1]) with ordinality as mentions (name, place)
  ) as actual
  where names <> each[2]
$$;

select is_empty($$select * from pg_temp.wrong(array[
  ['@alice', 'alice'], ['hi @alice!', 'alice'], ['(@alice)', 'alice'], ['"@alice"', 'alice'],
  [e'@alice\n@bob', 'alice bob'], ['-@alice', 'alice'], ['.@alice', 'alice'], ['@@alice', 'alice'],
  ['@alice,@bob', 'alice bob'], ['@alice''s', 'alice'], ['@alice-bob', 'alice'],
  ['@aliceさんへ', 'alice'], ['、@alice', 'alice'], ['🎉@alice🎉', 'alice'], ['＠alice', 'alice']
])$$, 'a name after @ is a mention, with ASCII or full-width @, wherever no word goes on');
select is_empty($$select * from pg_temp.wrong(array[
  ['mail bob@example.com', ''], ['é@alice', ''], [e'e\u0301\u0323@alice', ''], ['я@alice', ''],
  ['にほん@alice', ''], [e'\u0915\u093f@alice', ''], ['1@alice', ''], ['_@alice', ''],
  ['https://example.com/@alice', ''], ['?to=@alice', ''], ['@alice@bob', 'alice']
])$$, 'not after a letter, mark, digit or underscore of any script, nor after / or =');
select is_empty($$select * from pg_temp.wrong(array[
  ['@alice.', 'alice'], ['@alice...', 'alice'], ['@a.l.ice.', 'a.l.ice'],
  ['@alice.bob', 'alice.bob']
])$$, 'a trailing dot ends the sentence and not the name');
select is_empty($$select * from pg_temp.wrong(array[
  ['@a', ''], ['@ab', ''], ['@abc', 'abc'], ['@123', ''], ['@1st', '1st'], ['@_bad', ''],
  ['@bad_', ''], ['@.bad', ''], ['@', ''], ['@@@', ''], ['@ alice', ''], ['@алиса', ''],
  ['@' || repeat('x', 30), repeat('x', 30)], ['@' || repeat('x', 31), '']
])$$, 'what could not be a username is no mention, and no part of it is');
select is_empty($$select * from pg_temp.wrong(array[
  ['@Bob @alice @BOB @bob @Alice', 'Bob alice']
])$$, 'each is found once, in order, as first written');
select is_empty(
  'select * from social_private.find_mentions(null)', 'nothing mentions nobody');

select * from finish();
rollback;
