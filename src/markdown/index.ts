// The Markdown entry: give `Markdown` to a chat as `components={{ Markdown }}`. Needs `react-markdown` and `remark-gfm`.
export type { ImagePolicy } from './elements.tsx'
export { createMarkdown, Markdown, type MarkdownOptions, type MarkdownProps } from './markdown.tsx'
