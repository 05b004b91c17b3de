// The code fences of a Markdown text that promise to compile.

export interface Fence {
  readonly name: string
  readonly source: string
}

/** Each ```ts and ```tsx fence, named by its line. `nocheck` after the language leaves one out. */
export function fencesOf(markdown: string): readonly Fence[] {
  const fence = /^```(?<language>tsx?)(?<rest>[^\n]*)\n(?<source>[\s\S]*?)^```\s*$/gm
  return [...markdown.matchAll(fence)].flatMap(({ index, groups }) => {
    const { language = 'ts', rest = '', source = '' } = groups ?? {}
    const line = markdown.slice(0, index).split('\n').length
    return /\bnocheck\b/.test(rest) ? [] : [{ name: `line-${line}.${language}`, source }]
  })
}
