// The devtools' own look, whole without styles.css: whatever a page's style sheet says of buttons and lists stops at the corner.
import { LOOK_OF_LISTS } from './look-of-lists.ts'

export const LOOK: string = `
[data-rs='devtools'] {
  all: initial;
  /* The page's theme, with styles.css or without. */
  color-scheme: var(--rs-scheme, inherit);
  --surface: light-dark(#fff, #1f2024);
  --subtle: light-dark(#f4f4f6, #292a2f);
  --line: light-dark(#dfe0e4, #3c3d43);
  --ink: light-dark(#1d1e22, #ecedf0);
  --muted: light-dark(#5d5e66, #a9abb3);
  --accent: light-dark(#3453d1, #9db4ff);
  --good: light-dark(#087443, #6fd39c);
  --busy: light-dark(#8f5600, #efc06a);
  --bad: light-dark(#bf2a2a, #ff9d94);
  position: fixed;
  inset-block: auto 1rem;
  inset-inline: auto 1rem;
  z-index: 2147483000;
  display: flex;
  flex-direction: column-reverse;
  align-items: end;
  gap: 0.5rem;
  color: var(--ink);
  font: 0.75rem/1.125rem ui-sans-serif, system-ui, sans-serif;
  pointer-events: none;
}
[data-rs='devtools'][data-position^='top'] {
  inset-block: 1rem auto;
  flex-direction: column;
}
[data-rs='devtools'][data-position$='start'] {
  inset-inline: 1rem auto;
  align-items: start;
}
[data-rs='devtools'] :where(:not(svg, svg *)) {
  all: revert;
  box-sizing: border-box;
  margin: 0;
}
[data-rs='devtools'] {
  & > * {
    pointer-events: auto;
  }
  & :focus-visible, & fieldset label:has(:focus-visible) {
    outline: 2px solid var(--accent);
    outline-offset: -2px;
  }
  & button, & [type='search'] {
    min-block-size: 1.625rem;
    padding: 0 0.5rem;
    border: 1px solid var(--line);
    border-radius: 6px;
    background: var(--surface);
    color: inherit;
    font: inherit;
  }
  & button {
    font-weight: 500;
    cursor: pointer;
  }
  & button:hover, & summary:hover, & details[open] > summary, & pre {
    background: var(--subtle);
  }
  & [aria-pressed='true'] {
    border-color: var(--accent);
    color: var(--accent);
  }
  & .opener {
    display: grid;
    place-items: center;
    inline-size: 2.25rem;
    block-size: 2.25rem;
    padding: 0;
    border-radius: 50%;
  }
  & .opener, & .panel {
    box-shadow: 0 6px 20px -6px rgb(0 0 0 / 30%);
  }
  & .broken {
    max-inline-size: 20rem;
    padding: 0.5rem;
    border-color: var(--bad);
    text-align: start;
  }
  & svg {
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  & .panel {
    display: flex;
    flex-direction: column;
    inline-size: min(29rem, 100vw - 2rem);
    block-size: min(36rem, 100dvh - 5rem);
    border: 1px solid var(--line);
    border-radius: 12px;
    background: var(--surface);
    overflow: auto;
  }
  & header, & footer, & form {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.375rem;
    padding: 0.5rem 0.75rem;
  }
  & h2 {
    display: flex;
    flex: 1;
    align-items: center;
    gap: 0.5rem;
    font-size: 0.875rem;
    font-weight: 600;
  }
  & i {
    border: 0.25rem solid var(--tone);
    border-radius: 50%;
  }
  & [data-tone='good'] { --tone: var(--good); }
  & [data-tone='busy'] { --tone: var(--busy); }
  & [data-tone='bad'] { --tone: var(--bad); }
  & dl {
    display: grid;
    flex: none;
    grid-template-columns: repeat(auto-fill, minmax(12.5rem, 1fr));
    gap: 0.125rem 1rem;
    padding: 0 0.75rem 0.625rem;
  }
  & dl > div {
    display: flex;
    gap: 0.5rem;
    min-inline-size: 0;
  }
  & dt {
    flex: none;
    inline-size: 4.5rem;
  }
  & dt, & label, & small, & p, & time, & span, & ::placeholder {
    color: var(--muted);
    font-variant-numeric: tabular-nums;
    opacity: 1;
  }
  & dd, & li span {
    flex: 1;
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  & .wide {
    grid-column: 1 / -1;
  }
  ${LOOK_OF_LISTS}
  & footer {
    border-block-start: 1px solid var(--line);
  }
  & [role='status'] {
    flex: 1;
    text-align: end;
  }
}
@media (prefers-reduced-motion: no-preference) {
  [data-rs='devtools'] .panel {
    animation: rs-devtools 120ms ease-out;
  }
}
@keyframes rs-devtools {
  from {
    opacity: 0;
    translate: 0 0.25rem;
  }
}
@media (forced-colors: active) {
  [data-rs='devtools'] label:has(:checked) {
    border-color: Highlight;
  }
}
`
