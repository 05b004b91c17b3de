// Words of the length German has, to try the layout.
import type { ComponentStrings } from '../../src/components/index.ts'

export const german: Partial<ComponentStrings> = {
  bannerLabel: 'Verbindung',
  bannerOffline: 'Keine Internetverbindung.',
  bannerOfflineDetail: 'Nachrichten werden gesendet, sobald die Verbindung wieder besteht.',
  bannerReconnecting: 'Verbindung wird wiederhergestellt…',
  bannerLost: 'Verbindung unterbrochen.',
  bannerUnreachable: 'Der Server ist nicht erreichbar.',
  bannerBlocked: 'Aktualisierungen kommen nicht durch.',
  bannerBlockedDetail: 'Der Server antwortet, aber etwas auf dem Weg blockiert sie. Ein anderes Netz hilft vielleicht.',
  bannerRetrySoon: 'Neuer Versuch in Kürze…',
  bannerRetryIn: (seconds, words) =>
    `Neuer Versuch in ${words.number(seconds)} ${words.plural(seconds, { one: 'Sekunde', other: 'Sekunden' })}.`,
  bannerSignedOut: 'Ihre Sitzung ist abgelaufen.',
  bannerSignedOutDetail: 'Melden Sie sich an, um die Verbindung wiederherzustellen.',
  bannerReplaced: 'In einem anderen Fenster geöffnet.',
  bannerRestored: 'Wieder verbunden.',
  bannerCatchingUp: 'Wird aktualisiert…',
  bannerTryNow: 'Jetzt versuchen',
  bannerTryAgain: 'Erneut versuchen',
  bannerUseHere: 'Hier verwenden',
  bannerSignIn: 'Anmelden',
  bannerDismiss: 'Schließen',
  reconnecting: 'Verbinden…',
}
