// Warnings for the person who builds the page, once each and only in development.

declare const process: { readonly env: { readonly NODE_ENV?: string } }

const told = new Set<FixedOption>()

/** What a living socket cannot change: it belongs to a new one. */
export type FixedOption = 'app' | 'dialect' | 'storage' | 'tabs' | 'world'

/** Says once per option that the change is ignored, and what would make it count. */
export function warnFixed(option: FixedOption): void {
  if (!isDevelopment() || told.has(option)) return
  told.add(option)
  console.warn(
    `<ResilientSocketProvider> got another \`${option}\`, which is fixed for the life of its socket, so the change is ignored. ` +
      `Create the value once outside the component, or give the provider a \`key\` to start over.`,
  )
}

// Bundlers replace the expression; where nothing did and there is no process, this is not a development build.
function isDevelopment(): boolean {
  try {
    return process.env.NODE_ENV !== 'production'
  } catch {
    return false
  }
}
