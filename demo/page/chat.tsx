// The conversation: questions go to the agent as they are, files and pasted tables become tasks with progress.
import { useRef, useState, type ClipboardEvent, type ReactElement } from 'react'
import { ChatPanel } from '../../src/components/index.ts'
import { useResilientSocket } from '../../src/index.ts'
import { PAGE } from '../limits.ts'
import { looksLikeTable } from '../table/csv.ts'
import { LineIcon } from './line-icon.tsx'
import { uploadOf, uploadOfFile, type Upload } from './uploads.ts'

const CONVERSATION = 'demo'

const SUGGESTIONS = [
  'How is a half-open link noticed?',
  'What is a cursor?',
  'What happens to a send while the server is down?',
  'Why is there one log per user?',
]

const STRINGS = {
  chatEmptyTitle: 'Ask, then break the link',
  chatEmptyDetail: "The agent answers from this repository's documents, and profiles a CSV or text file that you drop here.",
  chatDropFiles: 'Drop a CSV or text file to profile it',
  chatPlaceholder: 'Ask, or drop a CSV',
}

export function Chat(): ReactElement {
  const { submit } = useResilientSocket()
  const [refusal, setRefusal] = useState('')

  const take = (upload: Upload): void => {
    if (upload.outcome === 'refused') return setRefusal(upload.why)
    setRefusal('')
    submit('profile', upload.input, { conversation: CONVERSATION })
  }
  const takeFiles = async (files: readonly File[]): Promise<void> => {
    for (const file of files.slice(0, PAGE.files)) take(await uploadOfFile(file))
  }
  const takePaste = (event: ClipboardEvent): void => {
    const text = event.clipboardData.getData('text/plain')
    if (event.clipboardData.files.length > 0 || !looksLikeTable(text)) return
    event.preventDefault()
    take(uploadOf('pasted.csv', text))
  }

  return (
    <div className="card chat" onPasteCapture={takePaste}>
      <ChatPanel
        conversation={CONVERSATION}
        strings={STRINGS}
        suggestions={SUGGESTIONS}
        onFiles={files => void takeFiles(files)}
        composerAbove={
          <p className="problem" role="alert">
            {refusal}
          </p>
        }
        composerStart={<FileButton onFiles={files => void takeFiles(files)} />}
      />
    </div>
  )
}

function FileButton({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }): ReactElement {
  const inputRef = useRef<HTMLInputElement>(null)
  return (
    <>
      <button type="button" className="file-button" aria-label="Profile a file" onClick={() => inputRef.current?.click()}>
        <LineIcon path="M10 4v12M4 10h12" />
      </button>
      <input
        ref={inputRef}
        type="file"
        accept=".csv,.tsv,.txt,.md,text/*"
        multiple
        hidden
        onChange={event => {
          onFiles([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
    </>
  )
}
