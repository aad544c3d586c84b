import type { Proof, VendorFact } from './vendor-fact.ts';

const classify = (title: string): Proof => ['zoho-mail/protocol/classify.test.ts', title];
const emulator = (title: string): Proof => ['zoho-mail/emulator/emulator.test.ts', title];
const connector = (title: string): Proof => ['zoho-mail/connector.test.ts', title];
const reading = (title: string): Proof => ['zoho-mail/tools/reading.test.ts', title];
const composing = (title: string): Proof => ['zoho-mail/tools/composing.test.ts', title];
const refresh = (title: string): Proof => ['src/outbound/refresh-token.test.ts', title];

const SEEN = [classify('for %s is understood')];

/** Facts of Zoho Mail (https://www.zoho.com/mail/help/api/). */
// biome-ignore format: a table is read in columns
export const ZOHO_MAIL_FACTS: readonly VendorFact[] = [
  { mark: 'https://mail.zoho',       says: 'Each data centre has hosts of its own', proofs: [['zoho-mail/configure.test.ts', 'reaches the two hosts of %s and no other']] },
  { mark: 'zohocloud.ca',            says: 'Canada’s hosts have another name', proofs: [['zoho-mail/configure.test.ts', 'reaches the two hosts of %s and no other']] },
  { mark: 'Zoho-oauthtoken',         says: 'Tokens are not Bearer', proofs: [connector('sends Zoho’s own kind of token, and takes a new one when it is withdrawn')] },
  { mark: 'oauth/v2/auth',           says: 'Consent is asked for in the browser', whyNot: 'The operator does it by the guide; no call begins it.' },
  { mark: 'oauth/v2/token',          says: 'A refresh token is exchanged for a token of an hour', proofs: [emulator('gives a token for an hour, and the address of another API'), refresh('is exchanged in the form of RFC 6749 §6, once for all who wait')] },
  { mark: 'failed exchange is HTTP 200', says: 'A refused exchange says 200', proofs: [emulator('refuses %j with status 200'), connector('with wrong credentials says so and shows none'), refresh('%s is told by the vendor’s code alone')] },
  { mark: '10 access tokens',        says: 'Ten tokens in ten minutes at most', proofs: [emulator('gives ten tokens in ten minutes and no more'), refresh('a vendor that answers 401 to everything is asked for five new tokens in ten minutes, not for one a call')] },
  { mark: 'Scopes `ZohoMail',        says: 'Each kind of work takes a scope', proofs: [connector('without a scope says which kind of right is lacking, and changes nothing'), connector('names the scopes that are missing')] },
  { mark: 'INVALID_TICKET',          says: 'No token is status 400', proofs: SEEN },
  { mark: 'INVALID_OAUTHTOKEN',      says: 'An old token is status 401', proofs: [...SEEN, connector('sends Zoho’s own kind of token, and takes a new one when it is withdrawn')] },
  { mark: 'INVALID_OAUTHSCOPE',      says: 'A missing scope comes as an array or an object, and no new token helps', proofs: [...SEEN, refresh('a token that is good and lacks a right is not renewed for that')] },
  { mark: 'PATTERN_NOT_MATCHED',     says: 'Bad input is named by a code', proofs: [...SEEN, classify('names Zoho’s code and words in one line')] },
  { mark: 'THROTTLES_LIMIT_EXCEEDED', says: 'Throttling comes as status 400 with a code', proofs: [classify('is left alone for 15 minutes: %i %s')] },
  { mark: '30 requests/min',         says: 'More than 30 requests a minute lock the account; addressees, size and mails an hour are bounded', proofs: [connector('is what Zoho makes of more than 30 requests in a minute, and the platform keeps from it'), connector('is asked nothing for 15 minutes, and then again'), composing('to more people than Zoho takes is refused before it is asked'), composing('larger than Zoho takes is refused before it is asked, as far as the parts tell'), connector('are refused beyond what the plan allows in an hour, before Zoho is asked')] },
  { mark: 'Search syntax',           says: '`::` joins conditions, so text cannot hold it; drafts are not found', proofs: [reading('joins conditions in Zoho’s syntax, encoded'), reading('refuses %j before Zoho is asked'), reading('finds, keeps ids whole although search writes them as numbers, and finds no drafts')] },
  { mark: 'Paging: 1-based',         says: 'Pages have neither total nor cursor, and may come twice', proofs: [reading('pages through a whole folder, each message once'), reading('pages, and says so when Zoho gives the same page again'), reading('gives no message twice when new mail moves the pages')] },
  { mark: 'All ids are 64-bit',      says: 'Ids are larger than a double holds', proofs: [classify('keeps ids that are larger than a double holds'), reading('finds, keeps ids whole although search writes them as numbers, and finds no drafts')] },
  { mark: 'List rows are all strings', says: 'Numbers and flags are texts in lists', proofs: [reading('turns Zoho’s texts into what they mean'), emulator('are in its lists: texts for numbers, references, keys that come and go, a GMT that is none')] },
  { mark: 'sentDateInGMT',           says: 'The time that says GMT is none', proofs: [reading('takes the time of receipt, never the one that only says GMT')] },
  { mark: 'Not Provided',            says: 'Texts hold references; an empty address is two words', proofs: [['zoho-mail/text/text.test.ts', 'is nothing where Zoho has nothing'], ['zoho-mail/text/text.test.ts', 'of a list’s line is decoded once']] },
  { mark: 'Attachment download',     says: 'Every file is called octet-stream', proofs: [emulator('are in its files: octet-stream for everything, and a stray space before the name'), reading('is not fooled by a web page in place of a file')] },
  { mark: 'scheduleTime: docs',      says: 'Day and month of a scheduled time stand in an order that is not certain', proofs: [composing('waits in the Outbox until its time, whose order of day and month is a setting'), composing('warns of a date that can be read two ways')] },
  { mark: 'sendMailDetails. HTML',   says: 'The sender is one of the account’s; HTML is not to be trusted', proofs: [composing('comes from an address of the account or not at all'), ['zoho-mail/text/text.test.ts', 'leaves out what its reader does not see: %s']] },
  { mark: 'X-Hook-Signature',        says: 'The first delivery brings the secret that signs the others', proofs: [['zoho-mail/webhooks.test.ts', 'is taken over HTTP after a first one that brought the secret and knew the token']] },
  { mark: 'leave it out and the mail goes out', says: 'A draft that does not say so is sent', proofs: [['zoho-mail/protocol/composition.test.ts', 'leaves as a draft'], ['zoho-mail/protocol/composition.test.ts', 'lets no draft leave that says %s']] },
  { mark: 'no forward action',       says: 'Nothing is forwarded by Zoho itself', proofs: [emulator('a forward, with a status 500 that says nothing'), composing('a forward is composed here: our text, who wrote, the original, its files')] },
  { mark: 'check both',              says: 'Status and body may contradict each other', proofs: [classify('under HTTP 200 is seen by the code in the body'), classify('under an HTTP failure is one, whatever the body claims')] },
  { mark: 'No idempotency key',      says: 'A mail in doubt is never sent again, and found out about by all of it', proofs: [connector('is carried out once for its key'), composing('says delivered for exactly one mail that has all of it, although its sender was told of a failure'), composing('says unknown for none, and that this proves nothing'), composing('says unknown for two that are alike'), composing('a reply to all goes to everybody but the shop itself, each once')] },
];
