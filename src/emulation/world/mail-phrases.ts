/** What a customer may want, and how it is said; `{order}`, `{product}`, `{name}` are filled in. */
export interface Concern {
  readonly weight: number;
  readonly subject: string;
  readonly text: string;
  readonly answer: string;
  readonly label?: 'Refund';
  readonly needs?: 'sent' | 'refunded';
}

// biome-ignore format: a table is read in rows
export const CONCERNS: Readonly<Record<string, readonly Concern[]>> = {
  en: [
    { weight: 5, subject: 'Where is my order {order}?', text: 'Hello,\n\nI ordered {product} some days ago and have not heard since. Could you tell me when it leaves?\n\nKind regards\n{name}', answer: 'Dear {name},\n\nthank you for asking. Your parcel is on its way; the tracking number is in the mail that we sent with it.\n\nWarm regards\nLarkmoor Tea' },
    { weight: 3, subject: 'Damaged parcel, order {order}', text: 'Hi,\n\nmy parcel arrived damaged and the tin of {product} is dented. Can I have another one?\n\n{name}', answer: 'Dear {name},\n\nwe are sorry about that. Please send us a picture; we refund it or send another.\n\nLarkmoor Tea', label: 'Refund', needs: 'sent' },
    { weight: 2, subject: 'Return of order {order}', text: 'Dear Larkmoor team,\n\n{product} is lovely, but it was a gift and they drink no tea. How do I send it back?\n\nBest wishes\n{name}', answer: 'Dear {name},\n\nreturns are free for 30 days. A label is attached to this conversation in your account.\n\nLarkmoor Tea', label: 'Refund', needs: 'sent' },
    { weight: 2, subject: 'Invoice for {order}', text: 'Hello,\n\ncould I please have an invoice for order {order} with my company on it?\n\nThanks\n{name}', answer: 'Dear {name},\n\nof course. Which address may we put on it?\n\nLarkmoor Tea' },
    { weight: 2, subject: 'Brewing {product}', text: 'Hi there,\n\nhow hot and how long for {product}? The last pot was rather bitter.\n\n{name}', answer: 'Dear {name},\n\na little cooler, 85 degrees, and two minutes. Tell us how it was!\n\nLarkmoor Tea' },
  ],
  de: [
    { weight: 4, subject: 'Wo bleibt meine Bestellung {order}?', text: 'Guten Tag,\n\nich habe {product} bestellt und noch nichts gehört. Wann wird verschickt?\n\nMit freundlichen Grüßen\n{name}', answer: 'Guten Tag {name},\n\nIhr Paket ist unterwegs. Die Sendungsnummer steht in unserer letzten Nachricht.\n\nIhr Larkmoor-Team' },
    { weight: 2, subject: 'Beschädigtes Paket {order}', text: 'Guten Tag,\n\ndie Dose mit {product} kam leider beschädigt an.\n\n{name}', answer: 'Guten Tag {name},\n\ndas tut uns leid. Wir erstatten den Betrag.\n\nIhr Larkmoor-Team', label: 'Refund', needs: 'sent' },
  ],
  fr: [
    { weight: 4, subject: 'Ma commande {order}', text: 'Bonjour,\n\nj’ai commandé {product} et je n’ai pas de nouvelles. Quand sera-t-il expédié ?\n\nCordialement\n{name}', answer: 'Bonjour {name},\n\nvotre colis est en route.\n\nL’équipe Larkmoor' },
    { weight: 1, subject: 'Question sur {product}', text: 'Bonjour,\n\nquelle température pour {product} ?\n\n{name}', answer: 'Bonjour {name},\n\n85 degrés, deux minutes.\n\nL’équipe Larkmoor' },
  ],
  nl: [
    { weight: 3, subject: 'Bestelling {order}', text: 'Hallo,\n\nwanneer komt mijn {product}?\n\nGroeten\n{name}', answer: 'Beste {name},\n\nuw pakket is onderweg.\n\nLarkmoor Tea' },
  ],
  es: [
    { weight: 3, subject: 'Pedido {order}', text: 'Hola:\n\n¿cuándo llega mi {product}?\n\nSaludos\n{name}', answer: 'Hola, {name}:\n\nsu paquete está en camino.\n\nLarkmoor Tea' },
  ],
};

export const THANKS: Readonly<Record<string, string>> = {
  en: 'That helps, thank you!',
  de: 'Vielen Dank für die schnelle Hilfe!',
  fr: 'Merci beaucoup !',
  nl: 'Hartelijk dank!',
  es: '¡Muchas gracias!',
};
