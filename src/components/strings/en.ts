// Every word the components say, in English; a translation is an object of this type. Each component brings its own part.
import { bannerEn, type BannerStrings } from './en-parts/banner.ts'
import { bellEn, type BellStrings } from './en-parts/bell.ts'
import { buttonEn, type ButtonStrings } from './en-parts/button.ts'
import { chatEn, type ChatStrings } from './en-parts/chat.ts'
import { indicatorEn, type IndicatorStrings } from './en-parts/indicator.ts'
import { tasksEn, type TaskListStrings } from './en-parts/task-list.ts'
import { taskEn, type TaskStrings } from './en-parts/task.ts'

export interface ComponentStrings
  extends BannerStrings, ButtonStrings, ChatStrings, TaskStrings, IndicatorStrings, TaskListStrings, BellStrings {}

export const en: ComponentStrings = { ...bannerEn, ...buttonEn, ...chatEn, ...taskEn, ...indicatorEn, ...tasksEn, ...bellEn }
