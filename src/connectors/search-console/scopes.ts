const SCOPE = 'https://www.googleapis.com/auth/webmasters';

/** Scopes of which one is enough for reading. */
export const READING = [`${SCOPE}.readonly`];
/** What changing takes. */
export const CHANGING = [SCOPE];
