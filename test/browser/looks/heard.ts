// What a screen reader meets in the stories of `Heard` once they have played, as Chromium's accessibility tree has it. The live regions, which
// empty themselves after a while, are left out: the list at the end has all that entered them.

export const trees: Readonly<Record<string, string>> = {
  'banner-life-cycle': `
- group "Connection": Back online.
- button "What happens next"
- list "Heard":
  - listitem: Connection lost. Trying again soon…
  - listitem: You're offline. Messages you send will go out when you're back.
  - listitem: Reconnecting…
  - listitem: Back online. Catching up…
  - listitem: Back online.
`,
  'streamed-answer': `
- region "Chat":
  - log "Messages":
    - text: today
    - article "You, message, 7:59 AM":
      - text: A beginning.
      - time: 7:59 AM
      - button "Copy"
    - article "Assistant, message, 7:59 AM":
      - text: The answer word word word word word word word word word word word word word word word word word word word word
      - time: 7:59 AM
      - button "Copy"
      - button "Ask again"
  - form "New message":
    - textbox "Message"
    - button "Send" [disabled]
- button "An answer begins"
- button "A token"
- button "It ends"
- button "Ten write at once"
- list "Heard":
  - listitem: Assistant is replying
  - listitem: "Assistant: The answer word word word word word word word word word word word word word word word word word word word word"
`,
  'ten-arrivals-at-once': `
- region "Chat":
  - log "Messages":
    - text: today
    - article "You, message, 7:59 AM":
      - text: A beginning.
      - time: 7:59 AM
      - button "Copy"
    - article "Assistant, message, 7:59 AM":
      - text: Number 1.
      - time: 7:59 AM
      - button "Copy"
    - article "Assistant, message, 7:59 AM":
      - text: Number 2.
      - time: 7:59 AM
      - button "Copy"
    - article "Assistant, message, 7:59 AM":
      - text: Number 3.
      - time: 7:59 AM
      - button "Copy"
    - article "Assistant, message, 7:59 AM":
      - text: Number 4.
      - time: 7:59 AM
      - button "Copy"
    - article "Assistant, message, 7:59 AM":
      - text: Number 5.
      - time: 7:59 AM
      - button "Copy"
    - article "Assistant, message, 7:59 AM":
      - text: Number 6.
      - time: 7:59 AM
      - button "Copy"
    - article "Assistant, message, 7:59 AM":
      - text: Number 7.
      - time: 7:59 AM
      - button "Copy"
    - article "Assistant, message, 7:59 AM":
      - text: Number 8.
      - time: 7:59 AM
      - button "Copy"
    - article "Assistant, message, 7:59 AM":
      - text: Number 9.
      - time: 7:59 AM
      - button "Copy"
    - article "Assistant, message, 7:59 AM":
      - text: Number 10.
      - time: 7:59 AM
      - button "Copy"
      - button "Ask again"
  - form "New message":
    - textbox "Message"
    - button "Send" [disabled]
- button "An answer begins"
- button "A token"
- button "It ends"
- button "Ten write at once"
- list "Heard":
  - listitem: 10 new messages
`,
  'failed-send': `
- region "Chat":
  - log "Messages":
    - text: today
    - article "You, message, 7:59 AM":
      - text: A beginning.
      - time: 7:59 AM
      - button "Copy"
    - article "You, message, 7:59 AM":
      - text: Hello Not sent. It could not be sent in time.
      - button "Try again"
      - time: 7:59 AM
      - button "Copy"
  - form "New message":
    - textbox "Message"
    - button "Send" [disabled]
- button "An answer begins"
- button "A token"
- button "It ends"
- button "Ten write at once"
- list "Heard":
  - listitem: "At once: Message not sent. Retry available."
`,
}
