// Workers: run handlers here, or write tasks from any process that has the store.
export { LeaseLost, TaskError } from './errors.ts'
export { createTaskWriter } from './task-writer.ts'
export type { TaskWriterOptions } from './task-writer.ts'
export { createWorkers } from './workers.ts'
export type { Workers } from './workers.ts'
