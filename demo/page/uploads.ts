// A file or a pasted table made ready for the task `profile`, or a sentence that says why it is not taken.
import { TABLE } from '../limits.ts'

interface ProfileInput {
  /** What the visitor's row of the conversation shows. */
  readonly text: string
  readonly name: string
  readonly content: string
}

export type Upload = { readonly outcome: 'taken'; readonly input: ProfileInput } | { readonly outcome: 'refused'; readonly why: string }

export async function uploadOfFile(file: Pick<File, 'name' | 'size' | 'arrayBuffer'>): Promise<Upload> {
  if (file.size > TABLE.uploadBytes) return tooLarge(file.name)
  const content = textOf(await file.arrayBuffer())
  if (content === null) return { outcome: 'refused', why: `${file.name} is no text. Send a CSV or a text file in UTF-8.` }
  return uploadOf(file.name, content)
}

export function uploadOf(name: string, content: string): Upload {
  if (content.trim() === '') return { outcome: 'refused', why: `${name} is empty.` }
  if (bytesOf(content) > TABLE.uploadBytes || bytesOf(JSON.stringify(content)) > TABLE.quotedBytes) return tooLarge(name)
  const lines = content.split(/\r\n|\r|\n/).length
  return { outcome: 'taken', input: { text: `Profile ${name} (${lines} lines)`, name, content } }
}

const tooLarge = (name: string): Upload => ({
  outcome: 'refused',
  why: `${name} is larger than ${TABLE.uploadBytes / 1024} kB, which is what this demo takes. Send its first part.`,
})

const bytesOf = (text: string): number => new TextEncoder().encode(text).length

function textOf(bytes: ArrayBuffer): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.includes('\0') ? null : text
  } catch {
    return null
  }
}
