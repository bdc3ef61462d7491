-- Removes what contract.sql and the contract of the Data API created.
drop function if exists public.contract_echo, public.contract_row, public.contract_books_named,
  public.contract_zone, public.contract_fail, public.contract_fail_once;
drop sequence if exists public.contract_calls;
drop table if exists public.contract_books;
delete from auth.users where email in ('contract-person@example.com', 'contract-role@example.com');
notify pgrst, 'reload schema';
