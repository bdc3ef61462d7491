import { app } from './strings/app.ts'
import { auth } from './strings/auth.ts'
import { composer, crop } from './strings/composer.ts'
import { errors, errorsWithTime } from './strings/errors.ts'
import { explore } from './strings/explore.ts'
import { hashtags } from './strings/hashtags.ts'
import { home } from './strings/home.ts'
import { notifications } from './strings/notifications.ts'
import { panes } from './strings/panes.ts'
import { people } from './strings/people.ts'
import { post } from './strings/post.ts'
import { profile } from './strings/profile.ts'
import { search } from './strings/search.ts'
import { settings } from './strings/settings.ts'
import { staff } from './strings/staff.ts'

/** Every sentence of the app, by area. */
export const strings = {
  app,
  auth,
  composer,
  crop,
  errors,
  errorsWithTime,
  explore,
  hashtags,
  home,
  notifications,
  panes,
  people,
  post,
  profile,
  search,
  settings,
  staff,
}
