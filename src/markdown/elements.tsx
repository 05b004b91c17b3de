// How each element of a message is shown: links that leak nothing, images that are not fetched, headings below those of the page.
import type { ComponentProps, ReactElement } from 'react'
import type { Components } from 'react-markdown'

/** Says whether an image may be fetched from there. */
export type ImagePolicy = (url: string) => boolean

type Heading = 'h3' | 'h4' | 'h5' | 'h6'

export function elementsOf(isImageAllowed: ImagePolicy): Components {
  return {
    a: ({ href, children }) => <Link href={href}>{children}</Link>,
    img: ({ src, alt }) => <Image src={src} alt={alt} isAllowed={isImageAllowed} />,
    input: ({ checked }) => <span>{checked === true ? '☑' : '☐'}</span>,
    pre: ({ children }) => <pre dir="ltr">{children}</pre>,
    h1: heading('h3'),
    h2: heading('h4'),
    h3: heading('h5'),
    h4: heading('h6'),
    h5: heading('h6'),
    h6: heading('h6'),
  }
}

function Link({ href, children }: Pick<ComponentProps<'a'>, 'href' | 'children'>): ReactElement {
  if (href === undefined || href === '') return <span>{children}</span>
  // Notes of a text lead to each other.
  if (href.startsWith('#')) return <a href={href}>{children}</a>
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  )
}

interface ImageProps {
  readonly src: string | Blob | undefined
  readonly alt: string | undefined
  readonly isAllowed: ImagePolicy
}

// Fetching an image tells its server that, when and by whom the message was read, and a message can write anything into the address.
function Image({ src, alt = '', isAllowed }: ImageProps): ReactElement {
  const url = typeof src === 'string' ? src : ''
  if (url !== '' && isAllowed(url)) return <img src={url} alt={alt} loading="lazy" referrerPolicy="no-referrer" />
  return <Link href={url}>{alt === '' ? url : alt}</Link>
}

function heading(Level: Heading): (props: Pick<ComponentProps<'h3'>, 'children'>) => ReactElement {
  return function MessageHeading({ children }) {
    return <Level>{children}</Level>
  }
}
