// The look of the lists in the panel, and of what chooses between them.

export const LOOK_OF_LISTS: string = `
  & fieldset {
    position: relative;
    display: flex;
    flex: none;
    padding: 0 0.25rem;
    border: 0;
    border-block-end: 1px solid var(--line);
  }
  & legend, & [type='radio'] {
    position: absolute;
    inset: 0;
    opacity: 0;
    cursor: pointer;
  }
  & label {
    position: relative;
    display: flex;
    align-items: center;
    gap: 0.375rem;
    min-block-size: 1.625rem;
  }
  & fieldset label {
    padding: 0.25rem 0.5rem;
    border-block-end: 2px solid transparent;
    font-weight: 500;
  }
  & fieldset label:has(:checked) {
    border-color: var(--accent);
    color: var(--ink);
  }
  & [data-bad='true'] small {
    color: var(--bad);
  }
  & .list {
    flex: 1 0 9rem;
    min-block-size: 0;
    overflow: auto;
    scrollbar-width: thin;
  }
  & form {
    position: sticky;
    inset-block-start: 0;
    background: var(--surface);
  }
  & [type='search'] {
    flex: 1;
    min-inline-size: 8rem;
  }
  & [type='checkbox'] {
    accent-color: var(--accent);
  }
  & p {
    padding: 0.5rem 0.75rem;
  }
  & ol {
    padding: 0;
    list-style: none;
  }
  & li:not(:has(> details)), & summary {
    display: flex;
    align-items: baseline;
    gap: 0 0.5rem;
    padding: 0.1875rem 0.75rem;
  }
  & li {
    flex-wrap: wrap;
  }
  & summary {
    cursor: pointer;
  }
  & b {
    font-weight: 600;
  }
  & em {
    color: var(--tone, var(--accent));
    font-style: normal;
    font-weight: 500;
  }
  & .reason {
    flex: 1 0 100%;
    color: var(--bad);
    overflow-wrap: anywhere;
  }
  & pre {
    flex: 1 0 100%;
    padding: 0.375rem 0.75rem;
    font: 0.6875rem/1rem ui-monospace, monospace;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
`
