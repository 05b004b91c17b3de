// Workers: run handlers here, or write tasks from any process that has the store.
export { LeaseLost, TaskError } from './errors.ts'
export { TASK_LIMITS } from './limits.ts'
export type { TaskLimits } from './limits.ts'
export { createTaskWriter } from './task-writer.ts'
export type { TaskWriter, TaskWriterOptions } from './task-writer.ts'
export { createWorkers } from './workers.ts'
export type { Workers, WorkersOptions } from './workers.ts'
