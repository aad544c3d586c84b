import type { Proof, VendorFact } from './vendor-fact.ts';

const classify = (title: string): Proof => ['shopify/protocol/classify.test.ts', title];
const document = (title: string): Proof => ['shopify/protocol/document.test.ts', title];
const emulator = (title: string): Proof => ['shopify/emulator/emulator.test.ts', title];
const cost = (title: string): Proof => ['shopify/emulator/query-cost.test.ts', title];
const configure = (title: string): Proof => ['shopify/configure.test.ts', title];
const delivery = (title: string): Proof => ['src/transports/webhooks/webhook-face.test.ts', title];

const BY_CODE = [classify('%s is %s'), classify('of an unknown kind leaves open what was done once Shopify has begun')];
const HALF_DONE = [
  classify('%i leaves open whether anything was done'),
  ['shopify/protocol/upstream.test.ts', 'that is not answered, or not as declared, may have been done'] as const,
];

/** Facts of Shopify's Admin API (https://shopify.dev/docs/api/admin-graphql). */
// biome-ignore format: a table is read in columns
export const SHOPIFY_FACTS: readonly VendorFact[] = [
  { mark: 'graphql.json',            says: 'One address for each shop and version, one document a request', proofs: [['shopify/protocol/upstream.test.ts', 'goes to the pinned version, as a named document with its variables, and asks for search warnings']] },
  { mark: 'Quarterly versions',      says: 'A version that has ended is answered by another one', proofs: [classify('carries a note when another version answers, and when Shopify tells of a deprecation'), emulator('answers version %s with %i'), emulator('says which version answered, and a request id that is never the same')] },
  { mark: 'Shop name check',         says: 'A shop is one host below myshopify.com', proofs: [configure('may be %s'), configure('may not be %j, neither in settings nor in a stored connection')] },
  { mark: '**Client credentials**',  says: 'An app signs in with its credentials, for a day', proofs: [configure('with an app signs in with its client credentials, at the shop’s own host and no other'), emulator('trades client credentials, as a form or as JSON, for a token that works'), emulator('gives tokens that end after 86,399 seconds of the clock'), emulator('can be made to say %s')] },
  { mark: '**Static token**',        says: 'An older custom app has a token that stays', proofs: [configure('with a static token sends that'), configure('with both prefers the credentials whose tokens end by themselves')] },
  { mark: 'Authorization code grant', says: 'Public apps sign in at the merchant’s', whyNot: 'The platform serves the shops of its operator, by an app of their own.' },
  { mark: 'Scopes at run time',      says: 'Granted scopes are asked for; orders older than 60 days take one of their own', proofs: [emulator('are told at run time, with what they include'), emulator('show 60 days of orders unless all were granted'), ['shopify/probe.test.ts', 'names each missing scope with the tools that need it'], ['shopify/probe.test.ts', 'tells that older orders are hidden']] },
  { mark: 'Scopes per operation',    says: 'The contract tells the scopes of each field', proofs: [document('asks for no scope that the tool does not declare'), document('asks for every scope that a tool declares')] },
  { mark: 'Cost bucket',             says: 'A query costs by its shape, 1,000 points at most', proofs: [cost('of %s is %i'), cost('refuses a query above 1000 points for nothing'), ['shopify/connector.test.ts', '$title works, and costs what the tool says before it is sent'], ['shopify/connector.test.ts', 'of $name stays below what Shopify answers at once']] },
  { mark: 'Every reply: `extensions', says: 'Each reply tells what the bucket holds', proofs: [classify('is handed on with the bucket that it left'), classify('is still good when the cost beside it is malformed')] },
  { mark: 'Throttled = **HTTP 200**', says: 'Throttling is status 200 and an error; 429 comes as well', proofs: [classify('waits exactly until the bucket holds what was asked for'), classify('wins over other errors in the same reply'), classify('by status 429 takes the wait of the header'), cost('throttles what it cannot pay, with HTTP 200 and without data, and refills by the clock')] },
  { mark: 'Our rule: add jitter',    says: 'What was throttled was not done', proofs: [classify('waits exactly until the bucket holds what was asked for'), ['test/faults/lying-vendors.test.ts', 'tells each lie of its vendor from an answer, and answers when the vendor does']] },
  { mark: 'HTTP 401/403/404',        says: 'Refusals by status have a text for errors', proofs: [classify('%i is %s: %s'), classify('names the scope that Shopify names')] },
  { mark: 'HTTP 402, 423, 430, 540', says: 'A shop may be frozen, locked or switched off', proofs: [classify('%i is %s: %s')] },
  { mark: 'HTTP 5xx, 504',           says: 'A failure leaves a change in doubt', proofs: HALF_DONE },
  { mark: 'top-level `errors[]`',    says: 'Errors in the body are judged by their code', proofs: [...BY_CODE, classify('gives the id under which Shopify can find its own failure')] },
  { mark: 'mutation payload',        says: 'A change that is refused is an answer', proofs: [['shopify/protocol/user-errors.test.ts', 'become a refusal that names what to change, and that nothing was done']] },
  { mark: 'Partial data',            says: 'Data and errors come together', proofs: [classify('is an answer that says what was withheld'), classify('is a failure when a part broke')] },
  { mark: 'Trap: an unknown field',  says: 'A field that a search does not know lets everything through', proofs: [classify('is refused by its name'), ['shopify/emulator/search/search.test.ts', 'leaves a field out that nobody knows, finds everything, and warns'], ['shopify/input/search-string.test.ts', 'gains no field, operator or comparator from any text']] },
  { mark: '@idempotent(key',         says: 'Some changes want a key, and are done once for it', proofs: [['shopify/emulator/areas/refunds.test.ts', 'is refused without @idempotent, and nothing is done'], ['shopify/emulator/areas/refunds.test.ts', 'answers a known key with its first answer for a day, and pays once'], ['shopify/protocol/idempotency-key.test.ts', 'is a UUID that the same key always gives, and no other'], ['shopify/gateway.test.ts', 'stands for two changes at Shopify, too, each made once'], ['shopify/protocol/user-errors.test.ts', 'about a key say what to do with it, by code and by words alone: %s']] },
  { mark: 'ShopifyQL: `shopifyqlQuery', says: 'A report’s errors come with status 200', proofs: [['shopify/tools/run-report.test.ts', 'that Shopify does not understand is refused in its words'], ['shopify/tools/run-report.test.ts', 'gives figures by column, sorted, with what its cells are'], ['shopify/tools/run-report.test.ts', 'keeps a value a value']] },
  { mark: 'Collections created under', says: 'New collections are invisible to old versions', proofs: [document('are for versions that a connection can be pinned to, and where one is for some alone its tool has as many for each other')] },
  { mark: 'HMAC-SHA256 of the **raw**', says: 'Deliveries are signed over their bytes, by the old secret or the new', proofs: [delivery('is taken with %s, and makes the answers of its connection old'), delivery('learns nothing: every refusal is the same, and nothing changes')] },
  { mark: 'Answer in 5 s',           says: 'Deliveries come again, and in any order', proofs: [delivery('that is sent again is acknowledged and changes nothing, also when fifty come at once'), ['shopify/webhooks.test.ts', 'has the id by which Shopify sends it again, under the older and the newer name']] },
];
