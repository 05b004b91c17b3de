// Writes one task as its handler speaks: chunks and progress buffered, questions and the end after all that came before (LOG4).
import type { Progress } from '../../protocol/values.ts'
import type { TaskWrite } from '../store.ts'
import { createChunkBuffer } from './chunk-buffer.ts'
import type { UpTo } from './chunk-buffer.ts'
import { createDelay } from './delay.ts'
import type { Delay } from './delay.ts'
import { leaseLost, toJson } from './errors.ts'
import { createLeaseWriter, quietly } from './lease-writer.ts'
import type { LeaseWriter, Stored, WriterOptions } from './lease-writer.ts'

export class Pen {
  readonly #options: WriterOptions
  readonly #writer: LeaseWriter
  readonly #buffer = createChunkBuffer()
  readonly #flushSoon: Delay
  readonly #tellSoon: Delay
  #told: Progress | null = null
  #failure: unknown = null

  constructor(options: WriterOptions) {
    const { world, limits } = options
    this.#options = options
    this.#writer = createLeaseWriter(options)
    this.#flushSoon = createDelay(world, limits.chunkMs, () => void quietly(this.#flush()))
    this.#tellSoon = createDelay(world, limits.progressMs, () => void quietly(this.#flush()))
  }

  append(chunk: string | readonly unknown[], stream: string): void {
    this.#check()
    this.#buffer.add(stream, typeof chunk === 'string' ? chunk : chunk.map(toJson))
    if (this.#buffer.bytes() >= this.#options.limits.chunkBytes) void quietly(this.#flush())
    else this.#flushSoon.arm()
  }

  progress(progress: Progress): void {
    this.#check()
    this.#told = progress
    this.#tellSoon.arm()
  }

  async flush(): Promise<void> {
    this.#check()
    await this.#flush()
  }

  /** After all that was appended before. */
  async write(write: TaskWrite): Promise<Stored> {
    await this.flush()
    return this.#writer.inTurn(() => this.#writer.put(write))
  }

  /** The last write. Half a character held back goes out before it. If the store refuses it, another end may follow. */
  async end(write: TaskWrite): Promise<void> {
    const { keeper, lease } = this.#options
    if (keeper.state !== 'held') throw leaseLost(lease.taskId)
    keeper.turn('ending')
    this.#stopTimers()
    await this.#writer.inTurn(() => this.#finish(write)).finally(() => keeper.turn('held'))
  }

  #check(): void {
    if (this.#failure !== null) throw this.#failure
    if (this.#options.keeper.state !== 'held') throw leaseLost(this.#options.lease.taskId)
  }

  #flush(): Promise<void> {
    this.#stopTimers()
    return this.#writer.inTurn(() => this.#drain('whole characters'))
  }

  #stopTimers(): void {
    this.#flushSoon.cancel()
    this.#tellSoon.cancel()
  }

  // After a failed chunk nothing more is streamed: what follows it would stand in the wrong place.
  async #drain(upTo: UpTo): Promise<void> {
    if (this.#failure !== null) throw this.#failure
    try {
      await this.#drainAll(upTo)
    } catch (error) {
      this.#failure = error
      throw error
    }
  }

  async #drainAll(upTo: UpTo): Promise<void> {
    for (let chunk = this.#buffer.take(upTo); chunk; chunk = this.#buffer.take(upTo)) await this.#writer.put(chunk)
    const progress = this.#told
    this.#told = null
    if (progress) await this.#writer.put({ type: 'progress', progress })
  }

  async #finish(write: TaskWrite): Promise<void> {
    const drained = this.#drain('the end')
    await (write.type === 'succeed' ? drained : quietly(drained))
    await this.#writer.put(write)
    this.#options.keeper.turn('released')
  }
}
