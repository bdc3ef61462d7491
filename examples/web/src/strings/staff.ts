export const staff = {
  title: 'Staff desk',
}
