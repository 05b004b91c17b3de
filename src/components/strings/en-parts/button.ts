// The reconnect button's words in English.
export interface ButtonStrings {
  readonly reconnectNow: string
  readonly reconnecting: string
  readonly reconnected: string
  readonly reconnectFailed: string
}

export const buttonEn: ButtonStrings = {
  reconnectNow: 'Reconnect now',
  reconnecting: 'Reconnecting…',
  reconnected: 'Reconnected',
  reconnectFailed: "Still can't connect",
}
